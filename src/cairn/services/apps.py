from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "cairn.services"
    label = "services"

    def ready(self) -> None:
        from cairn.services import events

        events.register()
