from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "cairn.returns"
    label = "returns"

    def ready(self) -> None:
        from cairn.access import event_types
        from cairn.returns import erasure
        from cairn.returns.events import EVENTS

        event_types.register(*EVENTS)
        erasure.register()
