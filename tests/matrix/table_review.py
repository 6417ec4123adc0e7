"""Who may review returns: ask after them, colour figures, write down meetings, read totals and take a board pack."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post, show

NUDGED = frozenset({"support_worker"})
REVIEWING = [
    show("commissioner:returns", COMMISSIONERS, asks="place=late&area=carers&page=x"),
    form("commissioner:chase", COMMISSIONERS),
    show("commissioner:chases", COMMISSIONERS),
    show("commissioner:targets", COMMISSIONERS),
    form("commissioner:target", COMMISSIONERS),
    form("commissioner:colour", COMMISSIONERS, answer="submitted"),
    post("commissioner:uncolour", COMMISSIONERS, answer="submitted"),
    show("commissioner:meetings", COMMISSIONERS),
    form("commissioner:meeting_new", COMMISSIONERS),
    form("commissioner:meeting_change", COMMISSIONERS),
    post("commissioner:meeting_tick", COMMISSIONERS, sends={"place": "1"}),
    show("commissioner:totals", COMMISSIONERS),
    show("commissioner:total", COMMISSIONERS, asks="class=service_reach&version=1&code=", one_sided=True),
    show("commissioner:trend", COMMISSIONERS, asks="class=service_reach&version=1&code=", one_sided=True),
    show("commissioner:board", COMMISSIONERS),
    show("commissioner:board_pdf", COMMISSIONERS),
    show("commissioner:board_slides", COMMISSIONERS, one_sided=True),
    show("commissioner:board_slide", COMMISSIONERS, one_sided=True),
    show("commissioner:cleaning", COMMISSIONERS, answer="submitted", asks="rule=no_core"),
    show("commissioner:cleaning_round", COMMISSIONERS, answer="submitted"),
    form("commissioner:cleaning_enter", COMMISSIONERS, answer="submitted"),
    show("commissioner:cleaning_act", COMMISSIONERS, answer="submitted", deed="cleaning_deed"),
    form("workspace:rows_asked", LEADS, answer="submitted", sound="junk"),
    form("workspace:owing", LEADS),
    show("workspace:asked_of_me", NUDGED),
    post("workspace:asked_of_me", NUDGED),
    post("workspace:chase_seen", LEADS),
    show("workspace:meetings", LEADS),
    post("workspace:meeting_tick", LEADS, sends={"place": "0"}),
]
