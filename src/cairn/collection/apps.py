from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "cairn.collection"
    label = "collection"

    def ready(self) -> None:
        from cairn.collection import erasure, events, merging, own_forms, receipts
        from cairn.definitions import registry

        events.register()
        erasure.register()
        merging.register()
        receipts.register()
        registry.resolve_with(own_forms.resolve)
