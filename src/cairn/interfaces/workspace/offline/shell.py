"""What opens with no connection: two forms and the list of what is not sent yet. No person stands on these pages, so that
they may be kept on a device; what a service does, its steps and its outcomes may."""

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cairn.access.permissions import Permission as P
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.services import queries as services

SCRIPT = Path(__file__).parents[2] / "static" / "workspace" / "offline-worker.js"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of activity as the forms offer it."""

    uid: str
    service_uid: str
    service_name: str
    name: str
    mode: str
    usual_minutes: int
    step_options: tuple[tuple[str, str], ...]
    outcome_options: tuple[tuple[str, str], ...]


def kinds(request: Request, *modes: str) -> list[Kind]:
    """The types of activity in use, of these modes."""
    return [
        Kind(
            one.uid, one.service_uid, one.service_name, one.name, one.mode, one.usual_minutes,
            tuple((step.uid, step.label) for step in one.steps),
            tuple((f"{each.framework}|{each.outcome}", each.label) for each in one.outcomes),
        )
        for one in services.activity_types(request.actor)
        if one.is_active and (not modes or one.mode in modes)
    ]  # fmt: skip


@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The script that stands between pages and network. At the root, because it may speak only for what lies below it."""
    return HttpResponse(SCRIPT.read_text(), content_type="text/javascript; charset=utf-8")


@page(P.RECORD)
def home(request: Request) -> HttpResponse:
    return draw(request, "offline/home", here="offline")


@page(P.RECORD)
def record(request: Request) -> HttpResponse:
    return draw(request, "offline/record", here="offline_record", types=kinds(request, "individual"))


@page(P.RECORD)
def register(request: Request) -> HttpResponse:
    return draw(request, "offline/register", here="offline_register", types=kinds(request, "group", "head_count"))
