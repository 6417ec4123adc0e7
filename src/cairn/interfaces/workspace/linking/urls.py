from django.urls import path

from cairn.interfaces.workspace.linking import views

urls = [path("services/types/<uuid:activity_type>/past/", views.linking, name="linking")]
