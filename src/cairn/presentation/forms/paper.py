"""A blank form as a PDF that a screen reader can read, drawn by typst (`presentation.drawing`)."""

from pathlib import Path

from cairn.presentation import drawing
from cairn.presentation.forms.sheet import Sheet

TEMPLATE = Path(__file__).with_name("form.typ")


def pdf(sheet: Sheet) -> bytes:
    """The file. Takes some tenths of a second: never call it inside a deed."""
    return drawing.pdf(TEMPLATE, sheet)
