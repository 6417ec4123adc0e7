from django.apps import AppConfig


class PresentationConfig(AppConfig):
    name = "cairn.presentation"
    label = "presentation"
