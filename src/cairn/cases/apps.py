from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cairn.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from cairn.cases import erasure, events

        events.register()
        erasure.register()
