"""A board pack: one sheet of words and numbers, as a PDF and as pictures for slides. Every number is drawn as on screen."""

from cairn.presentation.board.paper import pdf, slides
from cairn.presentation.board.sheet import Figure, Line, Sheet, sheet

__all__ = ["Figure", "Line", "Sheet", "pdf", "sheet", "slides"]
