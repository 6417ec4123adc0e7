"""Who may say what returns carry and why: agreed measures, topics, the framework's table, a commissioner's own outcomes."""

from tests.matrix.pages import COMMISSIONERS, form, show

CARRYING = [
    show("commissioner:framework", COMMISSIONERS),
    show("commissioner:contract_framework", COMMISSIONERS),
    show("commissioner:agreed", COMMISSIONERS),
    form("commissioner:agreed_change", COMMISSIONERS, measure="agreed_measure"),
    form("commissioner:agreed_end", COMMISSIONERS, sound="junk", measure="agreed_measure"),
    form("commissioner:topics", COMMISSIONERS, sound="empty"),
    show("commissioner:area_outcomes", COMMISSIONERS),
    form("commissioner:area_outcomes_paste", COMMISSIONERS),
    form("commissioner:area_outcome", COMMISSIONERS, outcome="own_outcome"),
]
