"""A person's plan on paper: plain words in large type, for them to keep and to sign."""

from cairn.presentation.plan.paper import pdf
from cairn.presentation.plan.sheet import Sheet, SheetGoal, SheetTrail, sheet

__all__ = ["Sheet", "SheetGoal", "SheetTrail", "pdf", "sheet"]
