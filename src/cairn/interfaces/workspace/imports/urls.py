from django.urls import path

from cairn.interfaces.workspace.imports import outcome, views

urls = [
    path("imports/", views.every, name="imports"),
    path("imports/new/", views.new, name="import_new"),
    path("imports/template/", outcome.empty, name="import_template"),
    path("imports/<uuid:file>/", outcome.progress, name="import_progress"),
    path("imports/<uuid:file>/columns/", views.columns, name="import_columns"),
    path("imports/<uuid:file>/words/", views.values, name="import_values"),
    path("imports/<uuid:file>/check/", outcome.check, name="import_check"),
    path("imports/<uuid:file>/errors/", outcome.errors, name="import_errors"),
    path("imports/<uuid:file>/mapping/", outcome.mapping, name="import_mapping"),
    path("imports/<uuid:file>/agree/", outcome.agree, name="import_agree"),
    path("imports/<uuid:file>/go-on/", outcome.go_on, name="import_go_on"),
    path("imports/<uuid:file>/undo/", outcome.undo, name="import_undo"),
    path("imports/<uuid:file>/drop/", outcome.drop, name="import_drop"),
]
