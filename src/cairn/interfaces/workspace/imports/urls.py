from django.urls import path

from cairn.interfaces.workspace.imports import outcome, readings, views

urls = [
    path("services/imports/", views.every, name="imports"),
    path("services/imports/new/", views.new, name="import_new"),
    path("services/imports/template/", outcome.empty, name="import_template"),
    path("services/imports/readings/", readings.new, name="import_readings_new"),
    path("services/imports/<uuid:file>/readings/", readings.one, name="import_readings"),
    path("services/imports/<uuid:file>/readings/agree/", readings.agree, name="import_readings_agree"),
    path("services/imports/<uuid:file>/readings/undo/", readings.undo, name="import_readings_undo"),
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
