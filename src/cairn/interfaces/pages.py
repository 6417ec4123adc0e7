"""What every page shares, whoever reads it: who may open it, and 404 for all else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound

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
            if request.method not in methods:  # asked after the permission: to who may not, nothing is here at all
                return _not_allowed(request, methods)
            try:
                return view(request, **kwargs)
            except NotFound as error:
                raise Http404 from error

        vars(opened)["needed"] = frozenset(needed)  # what the page asks for, for whoever reads who may open what
        return never_cache(opened)  # type: ignore[return-value]

    return wrap


def seen_from(side: Any, view: View) -> View:
    """A page that both sides share, as one of them has it: the view is told whose it is before the words of its address."""

    @wraps(view)
    def sided(request: Request, **about: Any) -> HttpResponse:
        return view(request, side, **about)

    return sided


def _not_allowed(request: Request, methods: list[str]) -> HttpResponse:
    """What only a button does, asked for by its address (after signing in, say): nothing is done, and it says so."""
    response = show(request, "errors/405", status=405)
    response["Allow"] = ", ".join(methods)
    return response


def show(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page, drawn from `<template>.jinja`."""
    return render(request, f"{template}.jinja", context, status=status, using="jinja2")


def address(request: Request, name: str, *, fragment: str = "", **kwargs: Any) -> str:
    """The address of another page of the same organisation, by its whole name."""
    found = reverse(name, kwargs={"organisation": request.actor.slug, **kwargs})
    return f"{found}#{fragment}" if fragment else found


def version_of(request: Request, now: int) -> int:
    """The version that the page of a button was drawn from; what is no number is not believed."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else now


def go(
    request: Request, name: str, *, said: str = "", event: str = "", is_refusal: bool = False, fragment: str = "", **kwargs: Any
) -> HttpResponse:  # fmt: skip
    """Go to another page of the same organisation; what was done, or why it was not, is said there, once. `event`: of a deed
    that may be taken back, which is offered beside it."""
    undo = address(request, "workspace:undo", event=event) if event else ""
    if said:
        messages.add_message(request, messages.WARNING if is_refusal else messages.SUCCESS, said, extra_tags=undo)
    return HttpResponseRedirect(address(request, name, fragment=fragment, **kwargs))
