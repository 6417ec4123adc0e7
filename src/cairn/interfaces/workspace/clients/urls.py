from django.urls import path

from cairn.interfaces.workspace.clients import alike, around, concerns, erasing, history, line, merging, reads, views

PERSON = "people/<uuid:client>/"
OTHER = PERSON + "alike/<uuid:other>/"
CONCERN = PERSON + "concerns/<uuid:concern>/"

urls = [
    path("people/<uuid:client>/", views.client, name="client"),
    path("people/<uuid:client>/timeline/", line.timeline, name="timeline"),
    path("people/<uuid:client>/contact/", views.client_contact, name="client_contact"),
    path("people/<uuid:client>/about/", views.client_about, name="client_about"),
    path("people/<uuid:client>/history/", history.history, name="history"),
    path("people/<uuid:client>/erase/", erasing.erase, name="erase"),
    path(PERSON + "alike/", merging.client_alike, name="client_alike"),
    path(OTHER + "one/", merging.merge, name="merge"),
    path(OTHER + "apart/", merging.apart, name="apart"),
    path("people/alike/", alike.alike, name="alike"),
    path("people/same/", merging.same, name="pairs"),
    path("people/same/look/", merging.look, name="pairs_look"),
    path(PERSON + "reads/", reads.reads, name="reads"),
    path(PERSON + "around/", around.around, name="around"),
    path(PERSON + "around/find/", around.around_find, name="around_find"),
    path(PERSON + "around/new/", around.around_new, name="around_new"),
    path(PERSON + "around/<uuid:near>/", around.around_change, name="around_change"),
    path(PERSON + "around/<uuid:near>/remove/", around.around_remove, name="around_remove"),
    path(PERSON + "communication/", around.communication_change, name="communication"),
    path(PERSON + "concerns/", concerns.concerns, name="concerns"),
    path(PERSON + "concerns/new/", concerns.concern_new, name="concern_new"),
    path(CONCERN, concerns.concern, name="concern"),
    path(CONCERN + "note/", concerns.concern_note, name="concern_note"),
    path(CONCERN + "change/", concerns.concern_change, name="concern_change"),
    path(CONCERN + "close/", concerns.concern_close, name="concern_close"),
    path(CONCERN + "reopen/", concerns.concern_reopen, name="concern_reopen"),
    path("concerns/", concerns.concerns_open, name="concerns_open"),
    path("erased/", erasing.erased, name="erased"),
]
