from django.urls import path

from cairn.interfaces.workspace.lists import caseload, due, together

urls = [
    path("people/", caseload.caseload, name="caseload"),
    path("people/views/", caseload.save, name="list_save"),
    path("people/due/", due.readings_due, name="readings_due"),
    path("people/together/", together.together, name="list_together"),
]
