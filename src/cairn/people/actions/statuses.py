"""Record how a person's employment, home, care for somebody, GP registration, legal or immigration status stands from a
date; put an entry right that was a mistake, or take it out.

The two restricted kinds are written only by who may read them, in a deed of its own type: whoever may not know of them is
not told of the deed either. Put together with others in one call, the whole deed is of that type.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries, rules
from cairn.people.models import Client, DatedStatus

RESTRICTED_DEED = "people.restricted_status_noted"


@dataclass(frozen=True, slots=True)
class NewStatus:
    """From `start_date` a person's status of `kind` (one of `rules.STATUS_KINDS`) is `code` of the list of that name."""

    client_uid: str
    kind: str
    code: str
    start_date: date


def add(*, by: Actor, statuses: Sequence[NewStatus]) -> Done[DatedStatus]:
    """Add dated statuses, all or none; a change is a new entry. Raises Refused and queries.NotFound."""
    by.require(Permission.RECORD)
    people = queries.by_uids(by, [new.client_uid for new in statuses])
    refuse_if([*_each_wrong(by, people, statuses), *_dates_taken(people, statuses)])
    rows = [
        DatedStatus(
            organisation_id=by.organisation_id, client=person, kind=new.kind, code=new.code, start_date=new.start_date
        )
        for new, person in zip(statuses, people, strict=True)
    ]
    type_ = _type_of("people.statuses_added", *(new.kind for new in statuses))
    with _others_came_first(by, people, statuses), deed(type_, by=by) as this:
        this.create_many(rows)
    return Done(tuple(rows), (), this.uid)


def change(
    *, by: Actor, status_uid: object, code: str, start_date: date, version: int | None = None
) -> Done[DatedStatus]:
    """Put an entry right: what it says, or since when. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.RECORD)
    row, person = find(by, status_uid)
    new = NewStatus(str(person.uid), row.kind, code, start_date)
    moved = start_date != row.start_date
    refuse_if([*_each_wrong(by, [person], [new]), *(_dates_taken([person], [new]) if moved else ())])
    if version is not None:
        row.version = version
    changing = deed(_type_of("people.status_changed", row.kind), by=by)
    with _others_came_first(by, [person], [new]), changing as this:
        this.update(row, code=code, start_date=start_date)
    return Done((row,), (), this.uid)


def remove(*, by: Actor, status_uid: object) -> Done[DatedStatus]:
    """Take out an entry that was a mistake; what stood before it stands again. Raises queries.NotFound."""
    by.require(Permission.RECORD)
    row, _ = find(by, status_uid)
    with deed(_type_of("people.status_changed", row.kind), by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def find(by: Actor, uid: object) -> tuple[Any, Client]:
    """An entry that the actor may read, and whose it is. Raises queries.NotFound."""
    key = queries.canonical(uid)
    row = queries.readable_statuses(by).filter(uid=key).select_related("client").first() if key else None
    if row is None:
        raise NotFound("no such status")
    return row, row.client


def _type_of(open_type: str, *kinds: str) -> str:
    return RESTRICTED_DEED if rules.RESTRICTED_KINDS.intersection(kinds) else open_type


@contextmanager
def _others_came_first(by: Actor, people: Sequence[Client], statuses: Sequence[NewStatus]) -> Iterator[None]:
    """Another writer added the same, or erased the person, after we had looked: say so as if we had seen it."""
    try:
        yield
    except IntegrityError:
        queries.by_uids(by, [new.client_uid for new in statuses])
        refuse_if(_dates_taken(people, statuses))
        raise


def _each_wrong(by: Actor, people: Sequence[Client], statuses: Sequence[NewStatus]) -> list[Problem]:
    today, known = clock.today(), queries.status_kinds(by)
    return [
        problem
        for row, (person, new) in enumerate(zip(people, statuses, strict=True))
        for problem in rules.status_problems(new.kind, new.code, new.start_date, today, row, known=known, person=person)
    ]


def _dates_taken(people: Sequence[Client], statuses: Sequence[NewStatus]) -> list[Problem]:
    seen = _recorded([person.pk for person in people])
    found = []
    for row, (person, new) in enumerate(zip(people, statuses, strict=True)):
        key = (person.pk, new.kind, new.start_date)
        if key in seen:
            message = "There is a status of this kind from this date already."
            fix = "Use the day on which it changed; if the earlier entry was a mistake, put that entry right."
            found.append(Problem("status.taken", message, fix, field="start_date", row=row))
        seen.add(key)
    return found


def _recorded(ids: Sequence[int]) -> set[tuple[int, str, date]]:
    batches = (ids[start : start + 500] for start in range(0, len(ids), 500))
    return {
        row
        for batch in batches
        for row in DatedStatus.objects.filter(client_id__in=batch).values_list("client_id", "kind", "start_date")
    }
