"""Charts drawn on the server, in the house's colours: Altair → Vega-Lite → SVG that a strict content policy lets in.

    svg(alt.Chart(...)..., words="Mean change by gender: …")      # inline, for a page
    response(chart)                                               # an image of its own

A chart never stands alone: the page shows its table and its sentence beside it. The two libraries are heavy, so they are
read when the first chart is drawn, not when the program starts.
"""

import re
from functools import cache
from typing import Any

from django.http import HttpResponse
from markupsafe import Markup, escape

INK, SLATE, MOSS = "#1d2a2f", "#5b6b73", "#2f5d50"
#: Eight that stay apart under the common kinds of colour blindness and in grey print (after Okabe and Ito, darkened).
COLOURS = ("#2f5d50", "#b8651b", "#2b6a99", "#8c5a8c", "#6b7f2a", "#a4332a", "#4aa3a2", "#5b6b73")
_FIXED = re.compile(r'(<svg[^>]*?) width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"')


def svg(chart: Any, *, words: str) -> Markup:
    """A chart as inline SVG: text in the page's own type and ink, no style attribute, `words` for those who cannot see."""
    drawn = _drawn(chart)
    drawn = drawn.replace('xmlns:xlink="http://www.w3.org/1999/xlink" ', "").replace('class="marks"', 'class="chart"')
    drawn = re.sub(r'<rect width="[\d.]+" height="[\d.]+" fill="white"/>', "", drawn, count=1)
    drawn = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", drawn).replace(' font-family="Arial"', "")
    drawn = drawn.replace(f'"{INK}"', '"currentColor"')
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(words)}" ', 1))


def response(chart: Any) -> HttpResponse:
    """A chart as an image of its own, to be kept by the browser for a while and by nobody on the way."""
    return HttpResponse(_drawn(chart), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=300"})


def _drawn(chart: Any) -> str:
    import vl_convert

    _theme()
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


@cache
def _theme() -> None:
    import altair as alt

    @alt.theme.register("cairn", enable=True)
    def cairn() -> "alt.theme.ThemeConfig":
        text: Any = {
            "labelColor": INK,
            "titleColor": INK,
            "labelFontSize": 14,
            "titleFontSize": 14,
            "titleFontWeight": "normal",
        }
        return alt.theme.ThemeConfig(
            {  # type: ignore[typeddict-item]
                "config": {
                    "font": "Arial",
                    "background": "white",
                    "view": {"stroke": None},
                    "axis": {**text, "gridColor": "#d9d4c7", "domainColor": SLATE, "tickColor": SLATE},
                    "legend": {**text, "orient": "top"},
                    "range": {"category": list(COLOURS)},
                    "bar": {"color": MOSS},
                    "point": {"color": MOSS, "size": 80},
                }
            }
        )
