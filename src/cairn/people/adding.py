"""What adding people takes, for every deed that does it: what may be wrong, references, the rows."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import F

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.kernel import clock
from cairn.kernel.problems import Problem, refuse_if
from cairn.people import geography, keys, queries, rules
from cairn.people.models import Client, ReferenceCounter

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewClient(rules.Answers):
    """A person to add: a name or a reference, and whatever else is known. Without a reference, one is made.

    `added_date` is today when left out.
    """

    added_date: date | None = None


def problems_of(by: Actor, clients: Sequence[NewClient]) -> list[Problem]:
    """Everything that is wrong with people to be added, their answers settled (`rules.settle`)."""
    return [*_each_wrong(clients, clock.today()), *references_taken(by, clients)]


def write(this: Deed, clients: Sequence[NewClient]) -> list[Client]:
    """The rows of people of whom nothing is wrong, each with a reference."""
    by, today = this.by, clock.today()
    named = _with_references(by, clients)
    return this.create_many(
        Client(organisation_id=by.organisation_id, added_date=new.added_date or today, **values_of(by, new))
        for new in named
    )


def values_of(by: Actor, answers: rules.Answers) -> dict[str, Any]:
    """The columns that answers fill, with those that are derived from them."""
    area = geography.look_up(answers.postcode)
    given = {name: getattr(answers, name) for name in rules.FIELDS}
    found_by = queries.search_text(answers.name, answers.known_as, answers.reference, answers.phone)
    disability = rules.disability_of(answers.condition, answers.condition_limits)
    areas = {"sector": area.sector, "district": area.district, "ward": area.ward, "geography": area.version}
    alike = keys.keys_of(by.organisation_id, keys.of_answers(answers))
    return {**given, **areas, "disability": disability, "search_text": found_by, "match_keys": alike}


def _each_wrong(clients: Sequence[NewClient], today: date) -> list[Problem]:
    found = [problem for row, new in enumerate(clients) for problem in wrong(new, today, row)]
    for row, new in enumerate(clients):
        if new.added_date and new.added_date > today:
            fix = "Use the day on which the person was first known."
            found.append(Problem("added_date.future", "The date is in the future.", fix, field="added_date", row=row))
    return found


def wrong(answers: rules.Answers, today: date, row: int | None, *, needs_reference: bool = False) -> list[Problem]:
    found = rules.problems_of(answers, today, row)
    if needs_reference and not answers.reference:
        fix = "Write the reference that your organisation knows the person by."
        found.append(Problem("client.reference", "The reference is missing.", fix, field="reference", row=row))
    if not (answers.name or answers.reference):
        fix = "Write a name, or a reference that your organisation knows the person by."
        found.append(Problem("client.name", "There is nothing to know the person by.", fix, field="name", row=row))
    return found


TAKEN = "Another person has this reference."
TAKEN_FIX = "Find that person, or use another reference; left blank, one is made."


def references_taken(by: Actor, clients: Sequence[NewClient]) -> list[Problem]:
    seen: set[str] = set()
    already = taken(by, [new.reference for new in clients if new.reference])
    found = []
    for row, new in enumerate(clients):
        if new.reference in already or new.reference in seen:
            found.append(Problem("client.reference_taken", TAKEN, TAKEN_FIX, field="reference", row=row))
        if new.reference:
            seen.add(new.reference)
    return found


@contextmanager
def taken_meanwhile(taken: Callable[[], list[Problem]]) -> Iterator[None]:
    """Another writer was first with a reference, after we had looked: say so as if we had seen it."""
    try:
        yield
    except IntegrityError:
        refuse_if(taken())
        raise


def taken(by: Actor, references: Sequence[str]) -> set[str]:
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
        used = taken(by, block) | typed
        made += [reference for reference in block if reference not in used]
    return made


def _count_up(by: Actor, how_many: int) -> int:
    """Take the next numbers and return the last of them; another writer waits here for our commit."""
    counters = ReferenceCounter.objects.filter(organisation_id=by.organisation_id)
    if not counters.update(last=F("last") + how_many):
        _begin_to_count(by)
        counters.update(last=F("last") + how_many)
    return int(counters.values_list("last", flat=True).get())


def _begin_to_count(by: Actor) -> None:
    """Put the counter there, unless another writer just has. Not looked for first: MariaDB lets nobody pass who has looked
    at a row that two want to insert."""
    target = ["organisation"] if connection.features.supports_update_conflicts_with_target else None
    new = ReferenceCounter(organisation_id=by.organisation_id)
    ReferenceCounter.objects.bulk_create([new], update_conflicts=True, update_fields=["version"], unique_fields=target)
