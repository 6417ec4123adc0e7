"""The pack as a PDF that a screen reader can read, and as pictures of 1,920 by 1,080 for slides (`presentation.drawing`)."""

from collections.abc import Sequence
from pathlib import Path

from cairn.presentation import drawing
from cairn.presentation.board.sheet import Sheet

HERE = Path(__file__).parent


def pdf(sheet: Sheet) -> bytes:
    """The file. Takes a second or two: never call it inside a deed."""
    return drawing.pdf(HERE / "board.typ", sheet)


def slides(sheet: Sheet) -> Sequence[bytes]:
    """One PNG for each figure, in their order."""
    return drawing.pictures(HERE / "slide.typ", sheet)
