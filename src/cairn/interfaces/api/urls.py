"""Every address of the API. A new one: a `Route` in a list of its own module, and that list's name here."""

from typing import Any

from django.urls import path, re_path

from cairn.interfaces.api import collection, returns, scales
from cairn.interfaces.api.door import keyed, nothing, unkeyed
from cairn.interfaces.api.openapi import document
from cairn.interfaces.api.routes import VERSION, Route

ROUTES: tuple[Route, ...] = (*scales.ROUTES, *returns.ROUTES, *collection.ROUTES)


def openapi() -> dict[str, Any]:
    return document(ROUTES)


app_name = "api"
urlpatterns = [
    path(f"{VERSION}/openapi.json", unkeyed(openapi), name="openapi"),
    *(
        path(
            f"{VERSION}/{route.path}",
            keyed(route.scope, {method: call.answer for method, call in route.calls.items()}, route.raw, route.most),
            name=route.name,
        )
        for route in ROUTES
    ),
    re_path("", nothing, name="nothing"),
]
