from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "cairn.collection"
    label = "collection"

    def ready(self) -> None:
        from cairn.collection import erasure, events, merging, own_forms, receipts, receipts_of_day
        from cairn.definitions import registry

        events.register()
        erasure.register()
        merging.register()
        receipts.register()
        receipts_of_day.register()
        registry.resolve_with(own_forms.resolve)
