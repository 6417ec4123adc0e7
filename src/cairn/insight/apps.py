from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "cairn.insight"
    label = "insight"

    def ready(self) -> None:
        from cairn.insight import erasure, gather

        erasure.register()
        gather.check_all()
