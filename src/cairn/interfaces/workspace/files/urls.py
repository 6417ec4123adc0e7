from django.urls import path

from cairn.interfaces.workspace.files import views

urls = [
    path("people/<uuid:client>/files/", views.every, name="client_files"),
    path("people/<uuid:client>/files/new/", views.new, name="client_file_new"),
    path("people/<uuid:client>/files/<uuid:attachment>/", views.one, name="client_file"),
    path("people/<uuid:client>/files/<uuid:attachment>/remove/", views.remove, name="client_file_remove"),
]
