from django.urls import path

from cairn.interfaces.workspace.figures import views

urls = [path("figures/", views.figures, name="figures")]
