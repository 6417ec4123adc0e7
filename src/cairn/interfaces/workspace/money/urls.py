from django.urls import path

from cairn.interfaces.workspace.money import views

urls = [
    path("money/", views.listing, name="money"),
    path("money/new/", views.new, name="money_new"),
    path("money/<uuid:investment>/withdraw/", views.withdraw, name="money_withdraw"),
]
