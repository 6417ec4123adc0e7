"""The public referral form of a service: open it, change it, close it, give it a new address, print its poster."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.intake import queries, rules
from cairn.intake.actions import forms as doors
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.doors import forms
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.presentation import qr
from cairn.services import queries as services


@page(P.MANAGE_SERVICES, writes=True)
def door(request: Request, service: str) -> HttpResponse:
    by = request.actor
    found = services.get(by, service)
    row = queries.form_of(by, found)
    initial = {"words": row.words, "asks": row.asks} if row else {"asks": ["birth_date"]}
    sending = prepare(request, forms.DoorForm, draft_key=f"service.{service}.door", initial=initial)

    def open_(said: dict[str, Any]) -> Done[Any]:
        return doors.open_(by=by, service_uid=service, **said)

    if attempt(request, sending, open_):
        done(request, "The form is open to whoever has its address.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "service_door", service=service)
    is_open = bool(row and row.is_open)
    return draw_form(
        request, sending, title=f"Public referral form of {found.name}", template="doors/door", service=found, row=row,
        is_open=is_open, href=_href(request, row), path=_path(row), submit="Save" if is_open else "Open the form",
        back=address(request, "workspace:service", service=service),
    )  # fmt: skip


@page(P.MANAGE_SERVICES, only_post=True)
def door_close(request: Request, service: str) -> HttpResponse:
    made = doors.close(by=request.actor, service_uid=service)
    done(request, "The form is closed. Its address shows nothing any more.", made.event_uid)
    return to(request, "service_door", service=service)


@page(P.MANAGE_SERVICES, only_post=True)
def door_renew(request: Request, service: str) -> HttpResponse:
    made = doors.renew(by=request.actor, service_uid=service)
    done(request, "The form has a new address; the old one is dead.", made.event_uid)
    return to(request, "service_door", service=service)


@page(P.MANAGE_SERVICES)
def door_poster(request: Request, service: str) -> HttpResponse:
    """A sheet to print and hang up."""
    found = services.get(request.actor, service)
    row = queries.form_there(request.actor, service)
    if not row.is_open:
        raise NotFound("the form is closed")
    return draw(
        request, "doors/poster", service=found, row=row, href=_href(request, row), code=qr.picture(_href(request, row)),
        back=address(request, "workspace:service_door", service=service),
    )  # fmt: skip


def _href(request: Request, row: Any) -> str:
    """The address of the form, as people read it."""
    return request.build_absolute_uri(_path(row)) if row else ""


def _path(row: Any) -> str:
    return reverse("public:refer", kwargs={"code": rules.grouped(row.code)}) if row else ""
