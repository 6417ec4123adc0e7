"""The figures of a collection's forms, as both sides read them: addresses, and who may open them."""

from django.urls import URLPattern, path

from cairn.access.permissions import Permission
from cairn.interfaces.collected import completing, pages
from cairn.interfaces.collected.sides import Side
from cairn.interfaces.pages import View, page, seen_from


def of(side: Side, needed: Permission) -> list[URLPattern]:
    def at(route: str, name: str, view: View) -> URLPattern:
        return path(f"collections/figures/{route}", page(needed)(seen_from(side, view)), name=name)

    return [
        at("", "collected", pages.every),
        at("<uuid:collection>/", "collected_headline", pages.headline),
        at("<uuid:collection>/need/<slug:ref>/", "collected_need", pages.need),
        at("<uuid:collection>/table/", "collected_table", pages.table),
        at("<uuid:collection>/quality/", "collected_quality", pages.quality),
        at("<uuid:collection>/due/", "collected_completion", completing.completing),
    ]
