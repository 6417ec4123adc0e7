"""Who may review returns: ask after them, colour figures, write down meetings, read totals and take a board pack."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post, show

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
    show("commissioner:board", COMMISSIONERS),
    show("commissioner:board_pdf", COMMISSIONERS),
    show("commissioner:board_slides", COMMISSIONERS, one_sided=True),
    show("commissioner:board_slide", COMMISSIONERS, one_sided=True),
    post("workspace:chase_seen", LEADS),
    show("workspace:meetings", LEADS),
    post("workspace:meeting_tick", LEADS, sends={"place": "0"}),
]
