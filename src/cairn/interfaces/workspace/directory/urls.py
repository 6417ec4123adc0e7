from django.urls import path

from cairn.interfaces.workspace.directory import bringing, sending, views

PERSON = "people/<uuid:client>/"

urls = [
    path("directory/", views.entries, name="directory"),
    path("directory/new/", views.entry_new, name="directory_new"),
    path("directory/bring/", bringing.bring, name="directory_bring"),
    path("directory/bring/<uuid:file>/", bringing.compare, name="directory_compare"),
    path("directory/<uuid:entry>/", views.entry, name="directory_entry"),
    path("directory/<uuid:entry>/change/", views.entry_change, name="directory_change"),
    path("directory/<uuid:entry>/set/", views.entry_set, name="directory_set"),
    path(PERSON + "elsewhere/", sending.sent, name="sent"),
    path(PERSON + "elsewhere/choose/", sending.send_choose, name="send_choose"),
    path(PERSON + "elsewhere/new/", sending.send, name="send"),
    path(PERSON + "needs/<uuid:need>/choose/", sending.need_choose, name="need_choose"),
    path(PERSON + "needs/<uuid:need>/signpost/", sending.need_signpost, name="need_signpost"),
    path(PERSON + "elsewhere/<uuid:signposting>/", sending.heard, name="signposting"),
    path(PERSON + "elsewhere/<uuid:signposting>/remove/", sending.sent_remove, name="signposting_remove"),
]
