from django.urls import path

from cairn.interfaces.workspace.collections.filling import ends, lists, pages, person, receipts, sent

FORM = "collections/forms/<uuid:form>/"
SENT = "collections/forms/sent/<uuid:sent>/"
PERSON = "people/<uuid:client>/"

urls = [
    path("collections/forms/", lists.forms_due, name="forms_due"),
    path("collections/forms/start/", lists.forms_start, name="forms_start"),
    path("collections/forms/new/", lists.form_new, name="form_new"),
    path(FORM, pages.form, name="form"),
    path(FORM + "part/<slug:task>/", pages.form_page, name="form_page"),
    path(FORM + "right/", pages.form_right, name="form_right"),
    path(FORM + "check/", ends.form_check, name="form_check"),
    path(FORM + "send/", ends.form_send, name="form_send"),
    path(FORM + "leave-out/", ends.form_leave_out, name="form_leave_out"),
    path(FORM + "take-up/", ends.form_take_up, name="form_take_up"),
    path(FORM + "drop/", ends.form_drop, name="form_drop"),
    path(SENT, sent.sent_form, name="sent_form"),
    path(SENT + "change/", sent.sent_form_change, name="sent_form_change"),
    path(SENT + "withdraw/", sent.sent_form_withdraw, name="sent_form_withdraw"),
    path("collections/receipts/", receipts.receipts_of, name="form_receipts"),
    path("collections/receipts/how/", receipts.receipts_how, name="form_receipts_how"),
    path(PERSON + "forms/", person.client_forms, name="client_forms"),
    path(PERSON + "client-groups/", person.client_groups, name="client_groups"),
]
