"""Who may keep a collection, and who may take part in one."""

from tests.matrix.pages import COMMISSIONERS, LEADS, READERS, form, post, show

COLLECTIONS = [
    show("commissioner:collections", COMMISSIONERS),
    form("commissioner:collection_open", COMMISSIONERS),
    show("commissioner:collection", COMMISSIONERS),
    show("commissioner:forms_received", COMMISSIONERS),
    show("commissioner:forms_received", COMMISSIONERS, asks="as=csv"),
    show("commissioner:form_received", COMMISSIONERS),
    form("commissioner:collection_join", COMMISSIONERS),
    post("commissioner:collection_leave", COMMISSIONERS),
    form("commissioner:collection_year_new", COMMISSIONERS),
    form("commissioner:collection_year", COMMISSIONERS, year="collection_year"),
    form("commissioner:collection_sample", COMMISSIONERS, year="collection_year"),
    form("commissioner:indicator_new", COMMISSIONERS),
    form("commissioner:indicator", COMMISSIONERS, sound="empty"),
    form("commissioner:reason_new", COMMISSIONERS),
    form("commissioner:reason", COMMISSIONERS, sound="empty"),
    post("commissioner:sign_up_approve", COMMISSIONERS),
    form("commissioner:sign_up_refuse", COMMISSIONERS, sound="junk"),
    show("workspace:collections", READERS),
    form("workspace:collection_ask", LEADS),
    post("workspace:sign_up_leave", LEADS),
    form("workspace:collection_place", LEADS),
    form("workspace:collection_expect", LEADS, year="collection_year"),
]
