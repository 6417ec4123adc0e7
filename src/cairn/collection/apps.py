from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "cairn.collection"
    label = "collection"

    def ready(self) -> None:
        from cairn.collection import erasure, events, merging

        events.register()
        erasure.register()
        merging.register()
