from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "cairn.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from cairn.access import erasure

        erasure.register()
