from django.urls import path

from cairn.interfaces.workspace.needs import checks, deeds, views

EPISODE = "people/<uuid:client>/episodes/<uuid:episode>/needs/"
NEED = "people/<uuid:client>/needs/<uuid:need>/"
urls = [
    path("people/<uuid:client>/needs/", views.client_needs, name="client_needs"),
    path(EPISODE + "ask/", checks.needs_check, name="needs_check"),
    path(EPISODE + "new/", deeds.need_new, name="need_new"),
    path(NEED, views.need, name="need"),
    path(NEED + "judge/", deeds.need_judge, name="need_judge"),
    path(NEED + "meet/", deeds.need_meet, name="need_meet"),
]
