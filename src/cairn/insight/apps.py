from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "cairn.insight"
    label = "insight"
