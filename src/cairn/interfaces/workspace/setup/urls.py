from django.urls import path

from cairn.interfaces.workspace.setup import views

urls = [
    path("setup/", views.start, name="setup"),
    path("setup/begin/", views.begin, name="setup_begin"),
    path("setup/check/", views.check, name="setup_check"),
    path("setup/<slug:step>/", views.step, name="setup_page"),
]
