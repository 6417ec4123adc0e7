from django.urls import path

from cairn.interfaces.workspace.imports import outcome, views

urls = [
    path("services/imports/", views.every, name="imports"),
    path("services/imports/new/", views.new, name="import_new"),
    path("services/imports/template/", outcome.empty, name="import_template"),
    path("services/imports/<uuid:file>/", outcome.progress, name="import_progress"),
    path("services/imports/<uuid:file>/columns/", views.columns, name="import_columns"),
    path("services/imports/<uuid:file>/words/", views.values, name="import_values"),
    path("services/imports/<uuid:file>/check/", outcome.check, name="import_check"),
    path("services/imports/<uuid:file>/errors/", outcome.errors, name="import_errors"),
    path("services/imports/<uuid:file>/mapping/", outcome.mapping, name="import_mapping"),
    path("services/imports/<uuid:file>/agree/", outcome.agree, name="import_agree"),
    path("services/imports/<uuid:file>/go-on/", outcome.go_on, name="import_go_on"),
    path("services/imports/<uuid:file>/undo/", outcome.undo, name="import_undo"),
    path("services/imports/<uuid:file>/drop/", outcome.drop, name="import_drop"),
]
