"""How a page of the workspace is drawn, what was just done, and the way to another."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from cairn.interfaces.pages import Request, View, page
from cairn.interfaces.workspace import codes

__all__ = ["Request", "View", "done", "draw", "page", "to"]


def draw(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workspace, with what was just done (and its undo) on top, once."""
    context |= {"done": request.session.pop("done", None), "label": codes.label}
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
