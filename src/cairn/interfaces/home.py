"""The first page after sign-in: straight to the organisation, or a choice of organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cairn.access.queries import organisations_of


def start(request: HttpRequest) -> HttpResponse:
    mine = organisations_of(request.user)  # type: ignore[arg-type]
    if len(mine) == 1:
        return redirect("workspace:home", organisation=mine[0].slug)
    return render(request, "home/choose.jinja", {"organisations": mine}, using="jinja2")
