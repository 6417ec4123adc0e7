from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cairn.contracts"
    label = "contracts"

    def ready(self) -> None:
        from cairn.access import event_types
        from cairn.contracts import own_measures
        from cairn.contracts.events import EVENTS
        from cairn.definitions import registry

        event_types.register(*EVENTS)
        registry.resolve_with(own_measures.resolve)
