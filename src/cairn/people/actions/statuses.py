"""Record how a person's employment, home, immigration status or GP registration stands from a date."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries, rules
from cairn.people.models import Client, DatedStatus


@dataclass(frozen=True, slots=True)
class NewStatus:
    """From `start_date` a person's status of `kind` (one of `rules.STATUS_KINDS`) is `code` of the list of that name."""

    client_uid: str
    kind: str
    code: str
    start_date: date


def add(*, by: Actor, statuses: Sequence[NewStatus]) -> Done[DatedStatus]:
    """Add dated statuses, all or none; none is ever overwritten. Raises Refused and queries.NotFound."""
    by.require(Permission.RECORD)
    today = clock.today()
    people = queries.by_uids(by, [new.client_uid for new in statuses])
    refuse_if([*_each_wrong(statuses, today), *_dates_taken(people, statuses)])
    rows = [
        DatedStatus(
            organisation_id=by.organisation_id, client=person, kind=new.kind, code=new.code, start_date=new.start_date
        )
        for new, person in zip(statuses, people, strict=True)
    ]
    with _others_came_first(by, people, statuses), deed("people.statuses_added", by=by) as this:
        this.create_many(rows)
    return Done(tuple(rows), (), this.uid)


@contextmanager
def _others_came_first(by: Actor, people: Sequence[Client], statuses: Sequence[NewStatus]) -> Iterator[None]:
    """Another writer added the same, or erased the person, after we had looked: say so as if we had seen it."""
    try:
        yield
    except IntegrityError:
        queries.by_uids(by, [new.client_uid for new in statuses])
        refuse_if(_dates_taken(people, statuses))
        raise


def _each_wrong(statuses: Sequence[NewStatus], today: date) -> list[Problem]:
    return [
        problem
        for row, new in enumerate(statuses)
        for problem in rules.status_problems(new.kind, new.code, new.start_date, today, row)
    ]


def _dates_taken(people: Sequence[Client], statuses: Sequence[NewStatus]) -> list[Problem]:
    seen = _recorded([person.pk for person in people])
    found = []
    for row, (person, new) in enumerate(zip(people, statuses, strict=True)):
        key = (person.pk, new.kind, new.start_date)
        if key in seen:
            message = "There is a status of this kind from this date already."
            fix = "Use the day on which it changed; if the earlier entry was a mistake, undo that entry."
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
