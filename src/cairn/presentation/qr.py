"""An address as a QR code, to print: what is typed from paper is mistyped."""

import segno
from markupsafe import Markup


def picture(address: str) -> Markup:
    """The code as inline SVG without a size or a style of its own; with the quiet edge that phones need."""
    made = segno.make(address, error="m", micro=False)
    return Markup(made.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4, dark="#000", light="#fff"))
