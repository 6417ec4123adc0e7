from django.apps import AppConfig


class ScalesConfig(AppConfig):
    name = "cairn.scales"
    label = "scales"
