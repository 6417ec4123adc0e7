from django.urls import path

from cairn.interfaces.workspace.notes import memos, views

urls = [
    path("memos/", memos.memos, name="memos"),
    path("people/<uuid:client>/notes/", views.notes, name="notes"),
    path("people/<uuid:client>/notes/new/", views.note_new, name="note_new"),
    path("people/<uuid:client>/notes/<uuid:note>/answer/", views.note_answer, name="note_answer"),
    path("people/<uuid:client>/notes/<uuid:note>/dealt/", memos.note_dealt, name="note_dealt"),
]
