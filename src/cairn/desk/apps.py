from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cairn.desk"
    label = "desk"
