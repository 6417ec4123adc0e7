from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "cairn.exchange"
    label = "exchange"

    def ready(self) -> None:
        from cairn.exchange import erasure, events, jobs

        events.register()
        erasure.register()
        jobs.register()
