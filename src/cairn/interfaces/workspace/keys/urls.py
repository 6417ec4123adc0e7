from django.urls import path

from cairn.interfaces.workspace.keys import views

urls = [
    path("services/settings/keys/", views.keys, name="keys"),
    path("services/settings/keys/new/", views.key_new, name="key_new"),
    path("services/settings/keys/<uuid:api_key>/end/", views.key_end, name="key_end"),
]
