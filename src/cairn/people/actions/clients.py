"""Add people, and change what is recorded of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError
from django.db.models import F

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import geography, queries, rules
from cairn.people.models import Client, ReferenceCounter

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewClient(rules.Answers):
    """A person to add: a name or a reference, and whatever else is known. Without a reference, one is made.

    `added_date` is today when left out.
    """

    added_date: date | None = None


def add(*, by: Actor, clients: Sequence[NewClient]) -> Done[Client]:
    """Add people, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    today = clock.today()
    settled = [rules.settle(new, today) for new in clients]
    refuse_if([*_each_wrong(settled, today), *_references_taken(by, settled)])
    with _taken_meanwhile(partial(_references_taken, by, settled)), deed("people.clients_added", by=by) as this:
        named = _with_references(by, settled)
        rows = [
            Client(organisation_id=by.organisation_id, added_date=new.added_date or today, **values_of(new))
            for new in named
        ]
        this.create_many(rows)
    return Done(tuple(rows), (), this.uid)


def change(*, by: Actor, client_uid: object, version: int | None, **answers: Any) -> Done[Client]:
    """Change any answers of one person (fields of `rules.Answers`). An answer that a changed one makes stale goes too.

    Raises Refused, Conflict (`version` is the one the screen was drawn from) and queries.NotFound.
    """
    by.require(Permission.RECORD)
    if unknown := set(answers) - set(rules.FIELDS):
        raise TypeError(f"no answers of a client: {', '.join(sorted(unknown))}")
    row = queries.get(by, client_uid)
    today = clock.today()
    before = rules.Answers(**queries.answers_of(row))
    after = rules.settle(rules.overlay(before, answers), today)
    refuse_if([*_wrong(after, today, None, needs_reference=True), *_reference_taken_by_another(by, before, after)])
    if version is not None:
        row.version = version
    taken = partial(_reference_taken_by_another, by, before, after)
    with _taken_meanwhile(taken), deed("people.client_changed", by=by) as this:
        this.update(row, **values_of(after))
    return Done((row,), (), this.uid)


def values_of(answers: rules.Answers) -> dict[str, Any]:
    """The columns that answers fill, with those that are derived from them."""
    area = geography.look_up(answers.postcode)
    given = {name: getattr(answers, name) for name in rules.FIELDS}
    found_by = queries.search_text(answers.name, answers.known_as, answers.reference, answers.phone)
    disability = rules.disability_of(answers.condition, answers.condition_limits)
    areas = {"sector": area.sector, "district": area.district, "ward": area.ward, "geography": area.version}
    return {**given, **areas, "disability": disability, "search_text": found_by}


def _each_wrong(clients: Sequence[NewClient], today: date) -> list[Problem]:
    found = [problem for row, new in enumerate(clients) for problem in _wrong(new, today, row)]
    for row, new in enumerate(clients):
        if new.added_date and new.added_date > today:
            fix = "Use the day on which the person was first known."
            found.append(Problem("added_date.future", "The date is in the future.", fix, field="added_date", row=row))
    return found


def _wrong(answers: rules.Answers, today: date, row: int | None, *, needs_reference: bool = False) -> list[Problem]:
    found = rules.problems_of(answers, today, row)
    if needs_reference and not answers.reference:
        fix = "Write the reference that your organisation knows the person by."
        found.append(Problem("client.reference", "The reference is missing.", fix, field="reference", row=row))
    if not (answers.name or answers.reference):
        fix = "Write a name, or a reference that your organisation knows the person by."
        found.append(Problem("client.name", "There is nothing to know the person by.", fix, field="name", row=row))
    return found


_TAKEN = "Another person has this reference."
_TAKEN_FIX = "Find that person, or use another reference; left blank, one is made."


def _references_taken(by: Actor, clients: Sequence[NewClient]) -> list[Problem]:
    seen: set[str] = set()
    taken = _taken(by, [new.reference for new in clients if new.reference])
    found = []
    for row, new in enumerate(clients):
        if new.reference in taken or new.reference in seen:
            found.append(Problem("client.reference_taken", _TAKEN, _TAKEN_FIX, field="reference", row=row))
        if new.reference:
            seen.add(new.reference)
    return found


def _reference_taken_by_another(by: Actor, before: rules.Answers, after: rules.Answers) -> list[Problem]:
    if after.reference == before.reference or not _taken(by, [after.reference]):
        return []
    return [Problem("client.reference_taken", _TAKEN, _TAKEN_FIX, field="reference")]


@contextmanager
def _taken_meanwhile(taken: Callable[[], list[Problem]]) -> Iterator[None]:
    """Another writer was first with a reference, after we had looked: say so as if we had seen it."""
    try:
        yield
    except IntegrityError:
        refuse_if(taken())
        raise


def _taken(by: Actor, references: Sequence[str]) -> set[str]:
    own = Client.objects.filter(organisation_id=by.organisation_id)
    batches = (references[start : start + BATCH] for start in range(0, len(references), BATCH))
    return {found for batch in batches for found in own.filter(reference__in=batch).values_list("reference", flat=True)}


def _with_references(by: Actor, clients: Sequence[NewClient]) -> list[NewClient]:
    """Everybody with a reference. Called inside the deed: the counter's lock is held until it is committed."""
    blank = sum(not new.reference for new in clients)
    made = iter(_made_references(by, blank, {new.reference for new in clients}))
    return [new if new.reference else replace(new, reference=next(made)) for new in clients]


def _made_references(by: Actor, how_many: int, typed: set[str]) -> list[str]:
    """References that nobody has, `C-000001` onwards; one that was typed by hand is passed over."""
    made: list[str] = []
    while (short := how_many - len(made)) > 0:
        last = _count_up(by, short)
        block = [f"C-{number:06d}" for number in range(last - short + 1, last + 1)]
        taken = _taken(by, block) | typed
        made += [reference for reference in block if reference not in taken]
    return made


def _count_up(by: Actor, how_many: int) -> int:
    """Take the next numbers and return the last of them; another writer waits here for our commit."""
    counters = ReferenceCounter.objects.filter(organisation_id=by.organisation_id)
    if not counters.update(last=F("last") + how_many):
        ReferenceCounter.objects.get_or_create(organisation_id=by.organisation_id)
        counters.update(last=F("last") + how_many)
    return int(counters.values_list("last", flat=True).get())
