from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "cairn.exchange"
    label = "exchange"

    def ready(self) -> None:
        from cairn.exchange import erasure, events

        events.register()
        erasure.register()
