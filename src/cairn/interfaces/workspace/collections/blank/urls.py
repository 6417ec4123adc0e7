from django.urls import path

from cairn.interfaces.workspace.collections.blank import views

FORM = "collections/blank/<uuid:collection>/<slug:form>/<int:number>/"

urls = [
    path("collections/blank/", views.every, name="blank_forms"),
    path(FORM, views.one, name="blank_form"),
    path(FORM + "due.xlsx", views.due, name="blank_form_due"),
    path(FORM + "<str:part>", views.part, name="blank_form_part"),
]
