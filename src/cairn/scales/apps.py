from django.apps import AppConfig


class ScalesConfig(AppConfig):
    name = "cairn.scales"
    label = "scales"

    def ready(self) -> None:
        from cairn.scales import events

        events.register()
