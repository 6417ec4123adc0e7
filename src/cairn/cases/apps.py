from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cairn.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from cairn.cases import erasure, evening, events, merging
        from cairn.cases.actions import passing_on
        from cairn.cases.queries import attachments
        from cairn.desk import received

        events.register()
        erasure.register()
        evening.register()
        merging.register()
        passing_on.register()
        received.keep_while(attachments.KIND, attachments.wanted)
