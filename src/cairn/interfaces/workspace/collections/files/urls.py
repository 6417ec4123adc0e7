from django.urls import path

from cairn.interfaces.workspace.collections.files import views

ONE = "collections/files/<uuid:submission>/"

urls = [
    path("collections/files/", views.every, name="form_files"),
    path("collections/files/new/", views.new, name="form_file_new"),
    path(ONE, views.one, name="form_file"),
    path(ONE + "rows-to-mend/", views.rejects, name="form_file_rejects"),
    path(ONE + "go-on/", views.go_on, name="form_file_go_on"),
    path(ONE + "drop/", views.drop, name="form_file_drop"),
    path(ONE + "back/", views.back, name="form_file_back"),
]
