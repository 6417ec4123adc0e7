from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cairn.intake"
    label = "intake"

    def ready(self) -> None:
        from cairn.intake import erasure, events
        from cairn.kernel import merging

        events.register()
        erasure.register()
        # A link opens the record that it was made for, never another: with the record it ends, and with an undo it is back.
        merging.register(merging.Kind("intake.PersonLink", "", "", stays=True))
        merging.register(merging.Kind("intake.RatingLink", "", "", stays=True))
