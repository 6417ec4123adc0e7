"""Who may open the pages of an anchor's groups."""

from tests.matrix.pages import COMMISSIONERS, LEADS, form, post, show

GROUPS = [
    show("workspace:groups", LEADS),
    show("workspace:groups", LEADS, asks="contract=x&left=1"),
    show("workspace:group_figures", LEADS),
    show("workspace:group_figures", LEADS, asks="period=x"),
    show("workspace:groups_help", LEADS),
    show("workspace:groups_help", LEADS, asks="period=all&q=x"),
    form("workspace:group_add", LEADS),
    show("workspace:groups_ask", LEADS),
    show("workspace:groups_ask", LEADS, asks="period=2025-Q1"),
    post("workspace:group_link_end", LEADS),
    form("workspace:application_decide", LEADS),
    post("workspace:application_withdraw", LEADS),
    post("workspace:check_withdraw", LEADS),
    show("workspace:group_report", LEADS),
    post("workspace:group_report_act", LEADS, sends={"do": "seen"}),
    form("workspace:group_story", LEADS, sound="junk"),
    show("workspace:group_file", LEADS, file="group_photo"),
    show("workspace:group", LEADS),
    form("workspace:group_change", LEADS),
    post("workspace:group_leave", LEADS),
    form("workspace:group_apply", LEADS),
    form("workspace:group_check", LEADS),
    form("workspace:group_tell", LEADS),
    show("commissioner:anchors", COMMISSIONERS),
    show("commissioner:anchor", COMMISSIONERS),
    form("commissioner:anchor_place", COMMISSIONERS, sound="empty"),
]
