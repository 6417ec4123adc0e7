"""Forms due: of whom, since when, and the way to begin them, one by one or many at once."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import filled, library
from cairn.collection.actions import filling
from cairn.collection.actions.filling import NewOpenForm
from cairn.collection.due import Line, due, ended, events_of, takes_part
from cairn.collection.models import CollectionService
from cairn.collection.rules_due import WORDS
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.collections.filling.forms import NewForm, ticked
from cairn.interfaces.workspace.collections.filling.shown import first_open
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused

SHOWN = 100
VIEWS = ("due", "sent", "not")


@page(P.READ_CLIENTS, P.RECORD)
def forms_due(request: Request) -> HttpResponse:
    """What is owed, of my people or of everybody, oldest first; what was sent; who owes none, and why."""
    by, today = request.actor, clock.today()
    show = request.GET.get("show") if request.GET.get("show") in VIEWS else "due"
    is_mine, service, form = "mine" in request.GET, request.GET.get("service", ""), request.GET.get("form", "")
    owing = due(by, today, worker_uid=by.uid if is_mine else "")
    lines = owing.not_due if show == "not" else owing.due
    every = (*owing.due, *owing.not_due)
    services = sorted({(line.service_uid, line.service) for line in every}, key=lambda one: one[1])
    forms = sorted({line.form: line.form_label for line in every}.items(), key=lambda one: one[1])
    lines = tuple(line for line in lines if service in ("", line.service_uid) and form in ("", line.form))
    return draw(
        request, "collections/filling/list", show=show, is_mine=is_mine, service=service, services=services, form=form,
        forms=forms, lines=lines[:SHOWN], total=len(lines), today=today, why=WORDS, takes_part=takes_part(by),
        ended=ended(by, today),
        alone=_alone(request) if show == "due" else [], sent=_sent(request, service, form) if show == "sent" else [],
        counts={"due": len(owing.due), "not": len(owing.not_due)},
    )  # fmt: skip


def taking_part(request: Request) -> list[Any]:
    """The services that take part in a collection now."""
    rows = CollectionService.objects.filter(organisation_id=request.actor.organisation_id, sign_up__state="approved",
                                            sign_up__collection__ended_at=None)  # fmt: skip
    return list(rows.select_related("service", "sign_up__collection").order_by("service__name", "pk"))


def _alone(request: Request) -> list[dict[str, Any]]:
    """Forms on their way that no line of the list has: of somebody who is not recorded here, or changes of sent ones."""
    rows = filled.visible_to(request.actor).filter(left_out_reason="").select_related("service", "client")
    numbers = set(filled.sent(request.actor).values_list("number", flat=True)) if rows else set()
    return [
        {
            "row": row,
            "label": registry.get("form", row.form, row.form_version).label,
            "is_change": row.number in numbers,
        }
        for row in rows.order_by("due_date", "id")[:SHOWN]
        if row.episode_id is None or row.number in numbers
    ]


def _sent(request: Request, service: str, form: str) -> list[dict[str, Any]]:
    rows = filled.sent(request.actor).select_related("service", "client", "year").defer("answers")
    rows = rows.filter(form=form) if form else rows
    if service and (uid := _uuid(service)):
        rows = rows.filter(service__uid=uid)
    return [
        {"row": row, "label": registry.get("form", row.form, row.form_version).label}
        for row in rows.order_by("-sent_at", "-id")[:SHOWN]
    ]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def forms_start(request: Request) -> HttpResponse:
    """Begin the forms that were ticked. Of one, straight to its first open question; of many, back to the list."""
    owing = due(request.actor, clock.today())
    keys = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("line")
    chosen = ticked([line for line in owing.due if not line.open_uid], keys)
    if not chosen:
        done(request, "Nothing was ticked that is not begun already.")
        return to(request, "forms_due")
    made = filling.start(by=request.actor, forms=[_new(line) for line in chosen])
    if len(made.items) == 1:
        return on(request, made.one.uid)
    done(request, f"{len(made.items)} forms are begun: what the record knows is in them.", made.event_uid)
    return to(request, "forms_due")


def _new(line: Line) -> NewOpenForm:
    assert line.date is not None  # a form that is owed has its day
    return NewOpenForm(
        sign_up_uid=line.sign_up_uid, when=line.when, date=line.date, service_uid=line.service_uid,
        episode_uid=line.episode_uid,
    )  # fmt: skip


def on(request: Request, form_uid: object) -> HttpResponse:
    """Go on with a form where something is open, or to the check."""
    task = first_open(filled.filled(request.actor, form_uid))
    return to(request, "form_page", form=form_uid, task=task.id) if task else to(request, "form_check", form=form_uid)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def form_new(request: Request) -> HttpResponse:
    """A form about somebody who is not recorded here."""
    offered = offers(taking_part(request), clock.today())

    def make(**given: Any) -> NewForm:
        return NewForm(offered=[(code, words) for code, words, _ in offered], **given)

    sending = prepare(request, make, initial={"date": clock.today(), "uid": uuid.uuid4()})

    def begin(said: dict[str, Any]) -> Done[Any]:
        sign_up, when, service = next(parts for code, _, parts in offered if code == said["of"])
        new = NewOpenForm(
            sign_up_uid=sign_up, when=when, date=said["date"], service_uid=service, uid=str(said.get("uid") or "")
        )
        return _at_the_date(lambda: filling.start(by=request.actor, forms=[new]))

    if attempt(request, sending, begin):
        return on(request, sending.done.one.uid)  # type: ignore[union-attr]
    return draw_form(
        request, sending, title="A form about somebody who is not on record here", submit="Begin",
        back=address(request, "workspace:forms_due"), template="collections/filling/new", offered=offered,
        intro="For people on record here, begin from the list: what the record knows is then in the form already.",
    )  # fmt: skip


Offer = tuple[str, str, tuple[str, Any, str]]


def offers(services: Sequence[Any], today: dt.date) -> list[Offer]:
    """(code, words, (sign-up, event, service)) of each form that may be begun."""
    found: list[Offer] = []
    for of in services:
        for when in events_of(of.sign_up.collection.programme, of.term):
            if form := library.for_event(of.sign_up.collection.programme, when, today):
                code = f"{of.sign_up.uid}.{of.service.uid}.{when}"
                found.append(
                    (code, f"{of.service.name}: {form.label}", (str(of.sign_up.uid), when, str(of.service.uid)))
                )
    return found


def _at_the_date(deed: Any) -> Done[Any]:
    """What is wrong with a new form is wrong with its day."""
    try:
        return deed()  # type: ignore[no-any-return]
    except Refused as refused:
        raise Refused(Problem(one.rule, one.message, one.fix, field="date") for one in refused.problems) from refused
