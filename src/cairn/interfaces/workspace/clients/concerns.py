"""Concerns about somebody's safety: raised by whoever records, read by the few, each with its chronology."""

import uuid
from collections.abc import Callable
from itertools import chain
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.cases import concerning
from cairn.cases.actions import concerns as actions
from cairn.cases.queries import concerns as queries
from cairn.cases.queries import flagged, safeguarding
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.clients import concern_forms as forms
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.codes import label
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import queries as people


@page(P.READ_CLIENTS, P.RECORD)
def concerns(request: Request, client: str) -> HttpResponse:
    """Those that the reader may know of, and nothing of any other: not even whether there is one."""
    person = people.get(request.actor, client)
    rows, referrals = queries.concerns_of(request.actor, person), safeguarding.made_about(request.actor, person)
    if rows or referrals:
        reads.log(by=request.actor, kind="concern", uid=person.uid)
    return draw(
        request, "clients/concerns", **frame(request, client, "concerns", people.card_of(person, clock.today())), rows=rows,
        reads_all=request.actor.may(P.READ_RESTRICTED), referrals=referrals,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def concern(request: Request, client: str, concern: str) -> HttpResponse:
    """One concern with its chronology; it prints as a chronology."""
    person = people.get(request.actor, client)
    view = queries.concern(request.actor, person, concern)
    reads.log(by=request.actor, kind="concern", uid=person.uid)
    return draw(
        request, "clients/concern", **frame(request, client, "concerns", people.card_of(person, clock.today())), view=view,
        row=view.row, reads_all=request.actor.may(P.READ_RESTRICTED), today=clock.today(),
        referrals=safeguarding.made_about(request.actor, person, concern),
    )  # fmt: skip


@page(P.READ_RESTRICTED)
def concerns_open(request: Request) -> HttpResponse:
    """Every open concern, those longest without a word first."""
    number = request.GET.get("page", "1")
    found = queries.open_concerns(request.actor, int(number) if number.isdecimal() and len(number) < 6 else 1)
    reads.log(by=request.actor, kind="concerns", uid=request.actor.organisation_uid)
    every = (queries.open_concerns(request.actor, page).rows for page in range(1, found.pages + 1))
    lines = map(_line, chain.from_iterable(every))
    if (file := files.answer(request, "Open concerns", COLUMNS, lambda: lines)) is not None:
        return file
    made = safeguarding.waiting(request.actor)
    return draw(request, "clients/concerns_open", found=found, made=made, today=clock.today())


COLUMNS = ("Name", "Reference", "Kind", "Level", "Raised", "Raised by", "Last entry")


def _line(row: queries.ConcernRow) -> tuple[Cell, ...]:
    level = "Level not known" if row.level == "not_known" else label("concern_level", row.level)
    kind = label("concern_kind", row.kind)
    return (row.client, row.reference, kind, level, row.raised_date, row.raised_by, row.last_date)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def concern_new(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    key = f"concern.new.{client}"
    initial = {"raised_date": clock.today(), "uid": uuid.uuid4(), "summary": _of_reading(request, person)}
    sending = prepare(request, forms.ConcernForm, draft_key=key, initial=initial)

    def raise_(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        return actions.raise_(by=request.actor, concerns=[actions.NewConcern(client_uid=str(client), **said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        return concerning.said_problems(said["kind"], said["level"], said["summary"], said["plan"], None)

    if attempt(request, sending, raise_, also=also):
        say(request, sending, "The concern is raised. Your safeguarding lead and managers can read it now.")
        return to(request, "concerns", client=client)
    return draw_form(
        request, sending, title=f"Raise a concern about {person.name or person.reference}",
        back=address(request, "workspace:concerns", client=client), submit="Raise the concern",
        draft_url=drafts.address(request, key, client), template="clients/concern_form",
    )  # fmt: skip


def _of_reading(request: Request, person: Any) -> str:
    """What is known already where a reading of theirs gave rise to it (`?from=`)."""
    found = flagged.taken(request.actor, person, request.GET.get("from", ""))
    if found is None or not found.flags:
        return ""
    return f"{found.label}, {found.assessed_date:%-d %B %Y}: {' '.join(found.flags)}"


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def concern_note(request: Request, client: str, concern: str) -> HttpResponse:
    """Add to the chronology. There is no taking back: the page says so before."""
    key = f"concern.note.{concern}"

    def note(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        return actions.note(by=request.actor, entries=[actions.NewEntry(concern_uid=str(concern), **said)])

    return _of_one(
        request, client, concern, forms.EntryForm, note, title="Add to the chronology", words="It stands in the chronology.",
        key=key, initial={"entry_date": clock.today(), "uid": uuid.uuid4()},
        intro="An entry cannot be changed or taken away afterwards. What turns out wrong is put right by another entry.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, P.READ_RESTRICTED, writes=True)
def concern_change(request: Request, client: str, concern: str) -> HttpResponse:
    def change(said: dict[str, Any]) -> Done[Any]:
        return actions.change(by=request.actor, concern_uid=str(concern), **said)

    return _of_one(
        request, client, concern, forms.ChangeForm, change, title="Change this concern", words="Changed.",
        key=f"concern.change.{concern}",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, P.READ_RESTRICTED, writes=True)
def concern_close(request: Request, client: str, concern: str) -> HttpResponse:
    def close(said: dict[str, Any]) -> Done[Any]:
        return actions.close(by=request.actor, concern_uid=str(concern), **said)

    return _of_one(
        request, client, concern, forms.CloseForm, close, title="Close this concern", words="The concern is closed.",
        initial={"closed_date": clock.today()},
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, P.READ_RESTRICTED, writes=True)
def concern_reopen(request: Request, client: str, concern: str) -> HttpResponse:
    def reopen(said: dict[str, Any]) -> Done[Any]:
        return actions.reopen(by=request.actor, concern_uid=str(concern), **said)

    return _of_one(
        request, client, concern, forms.ReopenForm, reopen, title="Take this concern up again", words="The concern is open.",
    )  # fmt: skip


def _of_one(
    request: Request, client: str, concern: str, make: type[django_forms.Form],
    deed: Callable[[dict[str, Any]], Done[Any]], *, title: str, words: str, key: str = "",
    initial: dict[str, Any] | None = None, intro: str = "",
) -> HttpResponse:  # fmt: skip
    """A form about one concern; then back to it. Somebody else's change meanwhile is shown beside what was typed."""
    person = people.get(request.actor, client)

    def stands() -> tuple[int, dict[str, Any]]:
        view = queries.concern(request.actor, person, concern)
        return view.version, {
            "kind": view.row.kind, "level": view.row.level, "summary": view.summary, "plan": view.plan,
        }  # fmt: skip

    version, now = stands()
    own = now if make is forms.ChangeForm else {}
    sending = prepare(request, make, draft_key=key, initial={**own, "version": version, **(initial or {})})
    if attempt(request, sending, deed, now=stands):
        event = sending.done.event_uid if sending.done else ""
        again = bool(sending.done and sending.done.problems)
        done(request, "This was recorded already, so nothing was written twice." if again else words, event)
        return to(request, "concern", client=client, concern=concern)
    return draw_form(
        request, sending, title=title, back=address(request, "workspace:concern", client=client, concern=concern),
        draft_url=drafts.address(request, key, client) if key else "", intro=intro,
    )  # fmt: skip
