"""Who may open the pages of a commissioner's portfolio: the names of its areas."""

from tests.matrix.pages import COMMISSIONERS, form, show

PORTFOLIO = [
    show("commissioner:areas", COMMISSIONERS),
    form("commissioner:area_name", COMMISSIONERS, area="area"),
    form("commissioner:area_end", COMMISSIONERS, area="area"),
]
