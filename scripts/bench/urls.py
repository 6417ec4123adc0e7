"""The program's addresses, and a signed-in page with our layout, through the whole middleware, with nothing on it."""

from django.http import HttpResponse
from django.urls import path

from cairn.config.urls import handler400, handler403, handler404, handler500
from cairn.config.urls import urlpatterns as ours
from cairn.interfaces.pages import Request, page, show

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@page()
def empty(request: Request) -> HttpResponse:
    return show(request, "layout/base")


urlpatterns = [path("o/<slug:organisation>/empty/", empty, name="empty"), *ours]
