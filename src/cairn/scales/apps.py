from django.apps import AppConfig


class ScalesConfig(AppConfig):
    name = "cairn.scales"
    label = "scales"

    def ready(self) -> None:
        from cairn.definitions import registry
        from cairn.scales import events, local

        events.register()
        registry.resolve_with(local.resolve)
