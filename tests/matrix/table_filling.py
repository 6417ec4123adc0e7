"""Who may fill in forms of a programme: whoever records. Who reads people may see which of a person's were sent."""

from tests.matrix.pages import READERS, WORKERS, form, post, show

FILLING = [
    show("workspace:forms_due", WORKERS),
    show("workspace:forms_due", WORKERS, asks="show=not&mine&service=x"),
    show("workspace:forms_due", WORKERS, asks="show=sent&service=x"),
    post("workspace:forms_start", WORKERS),
    form("workspace:form_new", WORKERS),
    show("workspace:form", WORKERS),
    form("workspace:form_page", WORKERS, sound="empty"),
    post("workspace:form_right", WORKERS),
    show("workspace:form_check", WORKERS),
    show("workspace:form_check", WORKERS, asks="all"),
    post("workspace:form_send", WORKERS),
    form("workspace:form_leave_out", WORKERS),
    post("workspace:form_take_up", WORKERS),
    post("workspace:form_drop", WORKERS),
    show("workspace:sent_form", WORKERS, sent="collected_form"),
    show("workspace:form_receipts", READERS),
    post("workspace:form_receipts_how", READERS, {"how": "at_once"}),
    post("workspace:sent_form_change", WORKERS, sent="collected_form"),
    post("workspace:sent_form_withdraw", WORKERS, sent="collected_form"),
    show("workspace:client_forms", READERS),
    form("workspace:client_groups", WORKERS),
]
