"""Figures of a collection's forms: addresses, and who may open them."""

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.collected import completing, pages
from cairn.interfaces.collected.sides import COMMISSIONER
from cairn.interfaces.pages import Request, page


@page(P.SEE_SHARED_FIGURES)
def every(request: Request) -> HttpResponse:
    return pages.every(request, COMMISSIONER)


@page(P.SEE_SHARED_FIGURES)
def headline(request: Request, collection: str) -> HttpResponse:
    return pages.headline(request, COMMISSIONER, collection)


@page(P.SEE_SHARED_FIGURES)
def need(request: Request, collection: str, ref: str) -> HttpResponse:
    return pages.need(request, COMMISSIONER, collection, ref)


@page(P.SEE_SHARED_FIGURES)
def table(request: Request, collection: str) -> HttpResponse:
    return pages.table(request, COMMISSIONER, collection)


@page(P.SEE_SHARED_FIGURES)
def quality(request: Request, collection: str) -> HttpResponse:
    return pages.quality(request, COMMISSIONER, collection)


@page(P.SEE_SHARED_FIGURES)
def completion(request: Request, collection: str) -> HttpResponse:
    return completing.completing(request, COMMISSIONER, collection)


urls = [
    path("collections/figures/", every, name="collected"),
    path("collections/figures/<uuid:collection>/", headline, name="collected_headline"),
    path("collections/figures/<uuid:collection>/need/<slug:ref>/", need, name="collected_need"),
    path("collections/figures/<uuid:collection>/table/", table, name="collected_table"),
    path("collections/figures/<uuid:collection>/quality/", quality, name="collected_quality"),
    path("collections/figures/<uuid:collection>/due/", completion, name="collected_completion"),
]
