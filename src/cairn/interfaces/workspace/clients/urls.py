from django.urls import path

from cairn.interfaces.workspace.clients import erasing, history, views

urls = [
    path("people/<uuid:client>/", views.client, name="client"),
    path("people/<uuid:client>/contact/", views.client_contact, name="client_contact"),
    path("people/<uuid:client>/about/", views.client_about, name="client_about"),
    path("people/<uuid:client>/statuses/new/", views.status_new, name="status_new"),
    path("people/<uuid:client>/history/", history.history, name="history"),
    path("people/<uuid:client>/erase/", erasing.erase, name="erase"),
    path("erased/", erasing.erased, name="erased"),
]
