from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "cairn.contracts"
    label = "contracts"

    def ready(self) -> None:
        from cairn.access import event_types
        from cairn.contracts import group_telling, own_measures
        from cairn.contracts.events import EVENTS
        from cairn.definitions import registry
        from cairn.desk import received

        event_types.register(*EVENTS)
        received.keep_while(group_telling.FILES, group_telling.wanted)
        registry.resolve_with(own_measures.resolve)
