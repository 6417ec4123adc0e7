"""How a page of the workspace is drawn, what was just done, and the way to another."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from cairn.access import reads
from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.interfaces import pages
from cairn.interfaces.pages import Request, View
from cairn.interfaces.workspace import codes
from cairn.kernel.problems import Done, Refused
from cairn.people.queries import Merged

__all__ = ["Request", "View", "done", "draw", "page", "pressed", "to", "within"]


def page(*needed: Permission, writes: bool = False, only_post: bool = False) -> Callable[[View], View]:
    """As `interfaces.pages.page`; and whoever opens a page about a person is noted in the log of who read what."""
    opened = pages.page(*needed, writes=writes, only_post=only_post)
    return lambda view: opened(_noted(view))


def _noted(view: View) -> View:
    @wraps(view)
    def noted(request: Request, **about: Any) -> HttpResponse:
        try:
            response = view(request, **about)
        except Merged as merged:
            return _where_they_are(request, view, about, merged)
        if "client" in about and request.method == "GET" and response.status_code == 200:
            reads.log(by=request.actor, kind="client", uid=about["client"])
        return response

    return noted


def _where_they_are(request: Request, view: View, about: dict[str, Any], merged: Merged) -> HttpResponse:
    """The record became one with another: a page of it is a page of the other, and what was sent to it is the other's."""
    if str(about.get("client", "")) != merged.uid:
        raise merged
    here = {**about, "client": merged.into}
    if request.method == "POST":
        return view(request, **here)
    done(request, "That record and this one turned out to be of one person. They are one record now, and this is it.")
    name = request.resolver_match.view_name if request.resolver_match else "workspace:client"
    return redirect(name, organisation=request.actor.slug, **here)


def draw(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workspace, with what was just done (and its undo) on top, once: for who looks at it, not for a script
    that fetches a part of it meanwhile. Asked by the mode: behind the worker that keeps pages offline, Chromium calls where a
    sent form leads to no document."""
    is_seen = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    context |= {"done": request.session.pop("done", None) if is_seen else None, "label": codes.label}
    return render(request, f"workspace/{template}.jinja", context, status=status, using="jinja2")


def done(request: Request, words: str, event_uid: str = "", *, next_words: str = "", next_url: str = "") -> None:
    """Say on the next page what was done; with an event, offer to undo it; with a next thing, the way to it."""
    request.session["done"] = {"words": words, "event": event_uid, "next_words": next_words, "next_url": next_url}


def pressed(request: Request, words: str, deed: Callable[[], Done[Any] | None]) -> bool:
    """What a button does: the next page says that it was done, with what to know of it and its undo, or why it was not.
    Whether it was."""
    try:
        made = deed()
    except (NotAllowed, NotFound):
        raise
    except Refused as refused:
        done(request, refused.words)
        return False
    warned = [one.words for one in made.problems] if made else []
    done(request, " ".join([words, *warned]), made.event_uid if made else "")
    return True


def to(request: Request, name: str, *, fragment: str = "", **kwargs: Any) -> HttpResponse:
    """Go to another page of the same organisation."""
    found = redirect(f"workspace:{name}", organisation=request.actor.slug, **kwargs)
    if fragment:
        found["Location"] += f"#{fragment}"
    return found


def within(request: Request, address: str) -> str:
    """An address that a page of ours sent along, if it lies within the reader's own organisation; otherwise ""."""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.isprintable()
    return address if safe and address.startswith(f"/o/{request.actor.slug}/") else ""
