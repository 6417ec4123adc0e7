from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "cairn.returns"
    label = "returns"
