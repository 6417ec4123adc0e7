"""Bars with intervals, one group or small multiples. What is hidden is drawn as unknown, with the word, never as nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cairn.presentation import charts
from cairn.presentation.numbers import Numbers

BAR, WIDTH, NARROW = 26, 380, 210


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `group` is the small multiple it stands in; `said` the value as the table says it."""

    group: str
    label: str
    figure: Numbers | None
    hidden: bool
    said: str


def drawn(found: Sequence[Bar], *, words: str, is_share: bool = False) -> Markup:
    """The chart as inline SVG; `words` is its sentence."""
    import altair as alt

    groups = list(dict.fromkeys(bar.group for bar in found))
    order = list(dict.fromkeys(bar.label for bar in found))
    low, high = _ends(found)
    data = alt.Data(values=[_record(bar, low, high) for bar in found])
    width = NARROW if len(groups) > 1 else WIDTH
    scale = alt.Scale(domain=[low, high], nice=False)
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=500, ticks=False, domain=False))
    x = alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(format="%" if is_share else "~s", tickCount=4))
    chart = alt.layer(*_layers(alt, x, y), data=data).properties(width=width, height=BAR * len(order))
    if len(groups) > 1:
        header = alt.Header(
            title=None,
            labelAnchor="start",
            labelFontSize=15,
            labelFontWeight="bold",
            labelLimit=900,
            labelColor=charts.INK,
        )
        chart = chart.facet(facet=alt.Facet("group:N", sort=groups, title=None, header=header), columns=2, spacing=20)
    return charts.svg(chart, words=words)


def _layers(alt: Any, x: Any, y: Any) -> list[Any]:
    base = alt.Chart().encode(y=y)
    known, unknown = base.transform_filter("!datum.hidden"), base.transform_filter("datum.hidden")
    return [
        unknown.mark_bar(
            filled=False, fill="none", stroke=charts.SLATE, strokeDash=[3, 4], strokeWidth=1, height=BAR - 12
        ).encode(x=alt.X("from:Q"), x2="to:Q"),
        unknown.mark_text(align="left", dx=6, fontStyle="italic", fontSize=13, color=charts.SLATE).encode(
            x=alt.X("from:Q"), text=alt.value("hidden")
        ),
        known.mark_bar(height=BAR - 12, cornerRadiusEnd=3).encode(x=x),
        known.transform_filter("datum.high != null")
        .mark_rule(color=charts.INK, strokeWidth=1.5)
        .encode(x=alt.X("low:Q"), x2="high:Q"),
        known.mark_text(align="left", dx=6, fontSize=13, color=charts.INK).encode(
            x=alt.X("edge:Q"), text=alt.Text("said:N")
        ),
    ]


def _record(bar: Bar, low: float, high: float) -> dict[str, Any]:
    figure = bar.figure
    value = figure.value if figure and figure.value is not None and not bar.hidden else None
    ends = (figure.low, figure.high) if figure and value is not None else (None, None)
    return {
        "group": bar.group,
        "label": bar.label,
        "hidden": bar.hidden,
        "value": value or 0,
        "low": ends[0],
        "high": ends[1],
        "edge": max(value or 0, ends[1] or 0, 0),
        "from": max(low, 0),
        "to": high * 0.86,
        "said": bar.said or "none",
    }


def _ends(found: Sequence[Bar]) -> tuple[float, float]:
    """From nought, or below it where a change is; with room for the words at the end of the longest."""
    figures = [bar.figure for bar in found if bar.figure and not bar.hidden]
    values = [number for one in figures for number in (one.value, one.low, one.high) if number is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    if high == low:
        high = low + 1.0
    return low - (0.06 * (high - low) if low < 0 else 0), high + 0.28 * (high - low)
