from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cairn.desk"
    label = "desk"

    def ready(self) -> None:
        from cairn.desk import erasure, events

        erasure.register()
        events.register()
