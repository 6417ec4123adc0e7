from django.urls import path

from cairn.interfaces.workspace.lists import caseload, together

urls = [
    path("people/", caseload.caseload, name="caseload"),
    path("people/views/", caseload.save, name="list_save"),
    path("people/together/", together.together, name="list_together"),
]
