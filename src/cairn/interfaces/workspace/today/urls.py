from django.urls import path

from cairn.interfaces.workspace.today import views

urls = [
    path("", views.home, name="home"),
]
