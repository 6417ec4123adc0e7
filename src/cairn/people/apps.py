from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cairn.people"
    label = "people"

    def ready(self) -> None:
        from cairn.people import erasure, events

        erasure.register()
        events.register()
