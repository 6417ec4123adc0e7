"""Who may open the pages of an organisation's own measures: whoever may make one."""

from tests.matrix.pages import LEADS, MANAGERS, form, post, show

MAKERS = MANAGERS | LEADS
OWN_MEASURES = [
    show("workspace:own_measures", MAKERS),
    form("workspace:own_measure_new", MAKERS),
    show("workspace:own_measure", MAKERS, measure="measure_published"),
    show("workspace:own_measure", MAKERS, measure="measure_draft"),
    form("workspace:own_measure_edit", MAKERS, measure="measure_draft"),
    form("workspace:own_measure_publish", MAKERS, sound="empty junk", measure="measure_draft"),
    post("workspace:own_measure_next", MAKERS, measure="measure_published"),
    post("workspace:own_measure_withdraw", MAKERS, measure="measure_published"),
    post("workspace:own_measure_drop", MAKERS, measure="measure_draft"),
]
