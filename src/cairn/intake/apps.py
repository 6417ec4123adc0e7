from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cairn.intake"
    label = "intake"

    def ready(self) -> None:
        from cairn.intake import erasure, events

        events.register()
        erasure.register()
