"""Raise a concern about somebody's safety, and keep its chronology.

An entry of a chronology is never changed and never taken away but by erasing the person: what was wrong is put right by
another entry. So no deed that writes an entry can be undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.concerning import day_problems, said_problems, text_problems, time_problems
from cairn.cases.models import Concern, ConcernEntry
from cairn.cases.queries import concerns as reading
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people.models import Client

FIELDS = ("kind", "level", "summary", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConcern:
    """What worries the actor about a client. `plan`: what is done to keep them safe. Without a date, today."""

    client_uid: str
    kind: str
    summary: str
    level: str = "not_known"
    plan: str = ""
    raised_date: date | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One line of a chronology: what was seen, told, done, shared or decided (`kind`), and when. Without a date, today."""

    concern_uid: str
    kind: str
    text: str
    entry_date: date | None = None
    entry_time: time | None = None
    uid: str | None = None


def raise_(*, by: Actor, concerns: Sequence[NewConcern]) -> Done[Concern]:
    """Raise concerns, all or none. Whoever records may raise one; reading others' needs its own permission."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _raise(by, concerns))


def _raise(by: Actor, concerns: Sequence[NewConcern]) -> Done[Concern]:
    clients = loading.mine(Client, by, (new.client_uid for new in concerns))
    known = loading.mine(Concern, by, (new.uid for new in concerns))
    taken = loading.taken(Concern, by, (new.uid for new in concerns))
    problems = []
    for row, new in enumerate(concerns):
        problems += [] if clients.of(new.client_uid) is not None else [rules.unknown("person", "client_uid", row)]
        problems += checks.sender_uid(new.uid, taken, row) + said_problems(
            new.kind, new.level, new.summary, new.plan, row
        )
        problems += day_problems(new.raised_date or clock.today(), "raised_date", "raised", row)
    refuse_if(problems)
    made, items, warnings = once(concerns, known, lambda _, new: _concern(by, new, clients.of(new.client_uid)))
    with deed("cases.concern_raised", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def _concern(by: Actor, new: NewConcern, client: Client) -> Concern:
    return Concern(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client=client,
        kind=new.kind,
        level=new.level,
        raised_date=new.raised_date or clock.today(),
        raised_by_uid=by.uid,
        summary=new.summary.strip(),
        plan=new.plan.strip(),
    )


def change(*, by: Actor, concern_uid: str, version: int | None = None, **said: Any) -> Done[Concern]:
    """Change what a concern is, how serious, or what is done about it (any of `FIELDS`). Raises NotFound, Conflict."""
    by.require(Permission.READ_RESTRICTED)
    if unknown := set(said) - set(FIELDS):
        raise TypeError(f"not of a concern: {', '.join(sorted(unknown))}")
    row = reading.find(by, concern_uid)
    told = {name: said.get(name, getattr(row, name)).strip() for name in FIELDS}
    refuse_if(said_problems(told["kind"], told["level"], told["summary"], told["plan"], None))
    with deed("cases.concern_changed", by=by) as this:
        this.update(at_version(row, version), **told)
    return Done((row,), (), this.uid)


def note(*, by: Actor, entries: Sequence[NewEntry]) -> Done[ConcernEntry]:
    """Add lines to chronologies that the actor may read. There is no taking back. Raises NotFound."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _note(by, entries))


def _note(by: Actor, entries: Sequence[NewEntry]) -> Done[ConcernEntry]:
    about = {new.concern_uid: reading.find(by, new.concern_uid) for new in entries}
    known = loading.mine(ConcernEntry, by, (new.uid for new in entries))
    taken = loading.taken(ConcernEntry, by, (new.uid for new in entries))
    problems = []
    for row, new in enumerate(entries):
        problems += checks.sender_uid(new.uid, taken, row) + checks.code("concern_entry_kind", new.kind, "kind", row)
        problems += text_problems(new.text, row)
        day = new.entry_date or clock.today()
        problems += day_problems(day, "entry_date", "of the entry", row) + time_problems(day, new.entry_time, row)
    refuse_if(problems)
    made, items, warnings = once(entries, known, lambda _, new: _entry(by, about[new.concern_uid], new))
    with deed("cases.concern_noted", by=by) as this:
        this.create_many(made)
    return Done(items, warnings)


def _entry(by: Actor, concern: Any, new: NewEntry) -> ConcernEntry:
    return ConcernEntry(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client_id=concern.client_id,
        concern=concern,
        entry_date=new.entry_date or clock.today(),
        entry_time=new.entry_time,
        written_at=clock.now(),
        author_uid=by.uid,
        kind=new.kind,
        text=new.text.strip(),
    )


def close(
    *, by: Actor, concern_uid: str, text: str, closed_date: date | None = None, version: int | None = None
) -> Done[Concern]:
    """Close a concern, saying why: the words are an entry of its chronology. Raises NotFound, Conflict."""
    by.require(Permission.READ_RESTRICTED)
    row, day = reading.find(by, concern_uid), closed_date or clock.today()
    problems = text_problems(text, None) + day_problems(day, "closed_date", "of closing", None)
    if row.closed_date is not None:
        problems.append(
            Problem("concern.closed", "This concern is closed already.", "Reopen it first.", field="closed_date")
        )
    if day < row.raised_date:
        fix = "Write the day on which it was raised, or a later one."
        problems.append(Problem("date.order", "This is before it was raised.", fix, field="closed_date"))
    refuse_if(problems)
    return _decided(by, row, version, NewEntry(concern_uid=concern_uid, kind="decided", text=text, entry_date=day), day)


def reopen(*, by: Actor, concern_uid: str, text: str, version: int | None = None) -> Done[Concern]:
    """Take a closed concern up again, saying why. Raises NotFound, Conflict."""
    by.require(Permission.READ_RESTRICTED)
    row = reading.find(by, concern_uid)
    problems = text_problems(text, None)
    if row.closed_date is None:
        problems.append(Problem("concern.open", "This concern is open.", "Add to its chronology instead."))
    refuse_if(problems)
    return _decided(by, row, version, NewEntry(concern_uid=concern_uid, kind="decided", text=text), None)


def _decided(by: Actor, row: Any, version: int | None, why: NewEntry, closed_date: date | None) -> Done[Concern]:
    with deed("cases.concern_noted", by=by) as this:
        this.update(at_version(row, version), closed_date=closed_date)
        this.create(_entry(by, row, why))
    return Done((row,), ())
