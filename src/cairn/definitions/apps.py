from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    name = "cairn.definitions"
    label = "definitions"
