"""Who may open what stands beside a figure of a return: its history, and the words that explain it."""

from tests.matrix.pages import COMMISSIONERS, LEADS, RETURN_READERS, form, show

YEAR = [
    show("workspace:figure_history", RETURN_READERS),
    show("workspace:figure_history", RETURN_READERS, asks="code=gender=woman"),
    show("workspace:return_missing", LEADS),
    form("commissioner:late_until", COMMISSIONERS),
    form("workspace:figure_explain", LEADS, sound="junk"),
]
