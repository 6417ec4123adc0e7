from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cairn.people"
    label = "people"

    def ready(self) -> None:
        from cairn.desk import jobs
        from cairn.people import erasure, events, merging
        from cairn.people.actions import pairing
        from cairn.people.actions.erasure import AGAIN, again

        erasure.register()
        merging.register()
        pairing.register()
        jobs.register(AGAIN, again)
        events.register()
