from django.urls import path

from cairn.interfaces.workspace.grants import views

urls = [
    path("grants/", views.listing, name="grants"),
    path("grants/new/<uuid:contract>/", views.new, name="grant_new"),
    path("grants/<uuid:grant>/", views.one, name="grant"),
    path("grants/<uuid:grant>/told/", views.tell, name="grant_tell"),
    path("grants/<uuid:grant>/withdraw/", views.withdraw, name="grant_withdraw"),
]
