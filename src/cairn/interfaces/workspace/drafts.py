"""Keep what is being typed, every few seconds, until it is sent: nothing typed is lost with a closed browser."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.desk.actions import drafts
from cairn.interfaces.workspace.pages import Request, page, to, within
from cairn.people import queries as people

NEVER_KEPT = {"csrfmiddlewaretoken"}
LONGEST, LONGEST_KEY = 100_000, 120


def address(request: Request, key: str, client_uid: object = "") -> str:
    """Where the form named `key` sends what is typed; `client_uid` says whose words they are, so that erasing finds them."""
    said = {"organisation": request.actor.slug, "key": key}
    if client_uid:
        return reverse("workspace:draft_of", kwargs={**said, "client": client_uid})
    return reverse("workspace:draft", kwargs=said)


@page(only_post=True)
def keep(request: Request, key: str, client: object = "") -> HttpResponse:
    """Keep, or with `forget` drop, what was typed into one form."""
    may = any(map(request.actor.may, (P.RECORD, P.MANAGE_SERVICES, P.PREPARE_RETURNS, P.MANAGE_CONTRACTS)))
    if not may or len(key) > LONGEST_KEY:
        raise Http404
    if client:
        people.get(request.actor, client)
    if "forget" in request.POST:
        drafts.drop(by=request.actor, form=key)
        return to(request, "home") if "back" not in request.POST else _back(request)
    values: dict[str, Any] = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    if too_long(request):
        return HttpResponse(status=413)
    drafts.put(by=request.actor, form=key, values=values, client_uid=str(client))
    return HttpResponse(status=204)


def too_long(request: Request) -> bool:
    """Whether more was sent than a form can hold."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST


def _back(request: Request) -> HttpResponse:
    response = to(request, "home")
    if back := within(request, request.POST["back"]):
        response["Location"] = back
    return response
