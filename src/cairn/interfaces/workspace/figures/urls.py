from django.urls import path

from cairn.interfaces.workspace.figures import change, views

urls = [
    path("figures/", views.figures, name="figures"),
    path("figures/change/", change.change, name="figures_change"),
]
