"""What every page of the workspace shares: who may open it, 404 for all else, and how it is drawn."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.cases import queries as cases
from cairn.people import queries as people
from cairn.services import queries as services

NOT_FOUND = (cases.NotFound, people.NotFound, services.NotFound)
View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request that the middleware has let through to an organisation."""

    actor: Actor
    organisation: Organisation


def page(*needed: Permission, writes: bool = False, only_post: bool = False) -> Callable[[View], View]:
    """A page for whoever holds every one of these permissions. For anybody else, and for what is not theirs, 404."""
    methods = ["POST"] if only_post else ["GET", "HEAD", "POST"] if writes else ["GET", "HEAD"]

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: Request, organisation: str, **kwargs: Any) -> HttpResponse:
            if not all(request.actor.may(permission) for permission in needed):
                raise Http404
            try:
                return view(request, **kwargs)
            except NOT_FOUND as error:
                raise Http404 from error

        return require_http_methods(methods)(never_cache(opened))  # type: ignore[return-value]

    return wrap


def draw(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workspace, with what was just done (and its undo) on top, once."""
    context["done"] = request.session.pop("done", None)
    return render(request, f"workspace/{template}.jinja", context, status=status, using="jinja2")


def done(request: Request, words: str, event_uid: str = "") -> None:
    """Say on the next page what was done; with an event, offer to undo it."""
    request.session["done"] = {"words": words, "event": event_uid}


def to(request: Request, name: str, *, fragment: str = "", **kwargs: Any) -> HttpResponse:
    """Go to another page of the same organisation."""
    found = redirect(f"workspace:{name}", organisation=request.actor.slug, **kwargs)
    if fragment:
        found["Location"] += f"#{fragment}"
    return found
