from django.urls import path

from cairn.interfaces.workspace.activities import changing, quick, sessions, views

urls = [
    path("record/", views.activity_new, name="activity_new"),
    path("record/sessions/<uuid:activity_type>/", sessions.session, name="session"),
    path("record/sessions/<uuid:activity_type>/draft/", sessions.session_draft, name="session_draft"),
    path("people/<uuid:client>/record/", quick.activity_kind, name="activity_kind"),
    path("people/<uuid:client>/record/again/", quick.activity_repeat, name="activity_repeat"),
    path(
        "people/<uuid:client>/episodes/<uuid:episode>/record/<uuid:activity_type>/",
        quick.activity_record,
        name="activity_record",
    ),
    path("activities/<uuid:activity>/change/", changing.activity_change, name="activity_change"),
    path("activities/<uuid:activity>/remove/", changing.activity_remove, name="activity_remove"),
]
