from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cairn.intake"
    label = "intake"

    def ready(self) -> None:
        from cairn.intake import erasure, events
        from cairn.kernel import merging

        events.register()
        erasure.register()
        merging.register(merging.Kind("intake.PersonLink", "link of their own", "links of their own"))
