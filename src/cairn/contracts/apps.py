from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cairn.contracts"
    label = "contracts"

    def ready(self) -> None:
        from cairn.access import event_types
        from cairn.contracts.events import EVENTS

        event_types.register(*EVENTS)
