from django.urls import path

from cairn.interfaces.workspace.trails import views

urls = [path("people/<uuid:client>/trail/", views.trail, name="trail")]
