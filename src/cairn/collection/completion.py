"""Received against what is due, of every provider of a collection, in one year: counts, as far as the reader may read them.

A provider reads its own, an authority those of whoever sends to it, whoever runs the collection all. Of the others anybody in
the collection may read how they spread, without a name.
"""

import datetime as dt
from collections.abc import Collection as Listed
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from django.db.models import Case, CharField, Count, Q, Value, When

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.collection import due, library, owed
from cairn.collection import rules_completion as rules
from cairn.collection.models import CollectedForm, Collection, CollectionService, CollectionYear, ExpectedForms, SignUp
from cairn.collection.rules_completion import How, Place, Tally
from cairn.kernel import clock
from cairn.kernel.periods import quarter_of

Level = Literal["provider", "authority", "whole"]
TOOK_PART = ("approved", "left")
FEWEST = 10
"""Forms that must be due of a provider for it to stand among the others: of fewer, a share is chance."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One service, form and quarter of one provider for one authority. `name` is the service's, "" where it is not known."""

    provider_id: int
    authority_id: int
    place: Place
    how: How
    tally: Tally
    name: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """`names` of organisations by id; `counted_at` when the oldest of the counts was made; `behind` are providers whose counts
    are being made; `silent` take part and have neither said what their services are nor sent anything."""

    year: CollectionYear
    cells: tuple[Cell, ...]
    names: Mapping[int, str]
    uids: Mapping[int, str]
    counted_at: dt.datetime | None
    behind: tuple[str, ...]
    silent: tuple[str, ...]


def of(by: Actor, collection: Collection, year: CollectionYear, level: Level) -> Completion:
    """Raises NotFound for a level that is not the actor's."""
    return _read(collection, year, _held(by, collection, level))


def _held(by: Actor, collection: Collection, level: Level) -> Q:
    if level == "provider" and (by.may(Permission.SEE_OWN_FIGURES) or by.may(Permission.PREPARE_RETURNS)):
        return Q(provider_id=by.organisation_id)
    if level == "authority" and by.may(Permission.SEE_SHARED_FIGURES):
        return Q(commissioner_id=by.organisation_id)
    runs_it = collection.organisation_id == by.organisation_id and by.may(Permission.SEE_SHARED_FIGURES)
    if level == "whole" and runs_it:
        return Q()
    raise NotFound("no such figures")


def spread(by: Actor, collection: Collection, year: CollectionYear, form: str) -> tuple[list[float], float | None]:
    """The share of each provider that has `FEWEST` due or more, lowest first, without names; and the actor's own. Raises
    NotFound for who has no part in the collection: to have asked for one is none."""
    mine = Q(provider_id=by.organisation_id) | Q(commissioner_id=by.organisation_id)
    if not SignUp._base_manager.filter(mine, collection=collection, state__in=TOOK_PART).exists():
        _held(by, collection, "whole")
    found: dict[int, Tally] = {}
    for cell in _read(collection, year, Q()).cells:
        if cell.place.form == form:
            found[cell.provider_id] = found.get(cell.provider_id, Tally()) + cell.tally
    enough = {id: tally.share for id, tally in found.items() if tally.due >= FEWEST}
    return sorted(share for share in enough.values() if share is not None), enough.get(by.organisation_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read once for every provider."""

    year: CollectionYear
    programme: str
    today: dt.date
    owed: Mapping[owed.Key, Any]
    came: Mapping[tuple[int, int], Mapping[Place, tuple[int, int]]]
    told: Mapping[tuple[int, int], Mapping[Place, int | None]]
    services: Mapping[tuple[int, int], Sequence[CollectionService]]


def _read(collection: Collection, year: CollectionYear, held: Q) -> Completion:
    sign_ups = SignUp._base_manager.filter(held, collection=collection, state__in=("approved", "left", "refused"))
    pairs = {(row.provider_id, row.commissioner_id): row for row in sign_ups.select_related("provider", "commissioner")}
    providers = {provider for provider, _ in pairs}
    counts, behind = owed.fresh([year], providers)
    known = _Known(
        year, collection.programme, clock.today(), counts, _came(collection, year, held),
        _told(year, held), _services(pairs.values()),
    )  # fmt: skip
    cells = tuple(cell for pair in sorted(pairs) for cell in _cells(known, pair))
    told = {(cell.provider_id, cell.authority_id) for cell in cells}
    people = [one for row in pairs.values() for one in (row.provider, row.commissioner)]
    made = [row.counted_at for (provider, authority, _), row in counts.items() if (provider, authority) in pairs]
    return Completion(
        year, cells, {one.pk: one.name for one in people}, {one.pk: str(one.uid) for one in people},
        min(made, default=None), tuple(sorted({row.provider.name for row in pairs.values() if row.provider_id in behind})),
        tuple(sorted(row.provider.name for pair, row in pairs.items() if row.state == "approved" and pair not in told)),
    )  # fmt: skip


def _came(
    collection: Collection, year: CollectionYear, held: Q
) -> dict[tuple[int, int], dict[Place, tuple[int, int]]]:  # fmt: skip
    """All forms that stand, and how many of them came after the day on which they were asked for."""
    firsts = list(rules.quarters(year.start_date, year.end_date))
    quarter = Case(
        *(When(form_date__lt=following, then=Value(first.isoformat())) for first, following in pairwise(firsts)),
        default=Value(firsts[-1].isoformat()), output_field=CharField(),
    )  # fmt: skip
    rows = CollectedForm._base_manager.filter(held, collection=collection, year=year, state="sent").order_by()
    counted = rows.annotate(quarter=quarter).values_list(
        "provider_id", "commissioner_id", "service_number", "form", "quarter"
    )
    found: dict[tuple[int, int], dict[Place, tuple[int, int]]] = {}
    ended = dt.datetime.combine(year.due_date + dt.timedelta(days=1), dt.time(), clock.LONDON)
    late = Count(
        "pk", filter=Q(sent_at__gte=ended, version=1)
    )  # of one that was changed, nobody knows when it first came
    for provider, authority, service, form, first, n, after in counted.annotate(n=Count("pk"), after=late):
        place = Place(service, form, dt.date.fromisoformat(first))
        found.setdefault((provider, authority), {})[place] = (n, after)
    return found


def _told(year: CollectionYear, held: Q) -> dict[tuple[int, int], dict[Place, int | None]]:
    found: dict[tuple[int, int], dict[Place, int | None]] = {}
    for row in ExpectedForms._base_manager.filter(held, year=year):
        place = Place(row.service_number, row.form, row.quarter_date)
        found.setdefault((row.provider_id, row.commissioner_id), {})[place] = row.number
    return found


def _services(sign_ups: Listed[SignUp]) -> dict[tuple[int, int], list[CollectionService]]:
    rows = CollectionService._base_manager.filter(sign_up__in=[row.pk for row in sign_ups])
    found: dict[tuple[int, int], list[CollectionService]] = {}
    for row in rows.select_related("service", "sign_up").order_by("service__name"):
        found.setdefault((row.sign_up.provider_id, row.sign_up.commissioner_id), []).append(row)
    return found


def _cells(known: _Known, pair: tuple[int, int]) -> Iterator[Cell]:
    counts = owed.by_place(known.owed.get((*pair, known.year.pk)))
    came, told, services = known.came.get(pair, {}), known.told.get(pair, {}), known.services.get(pair, ())
    recorded = {one.service_number for one in services if one.is_recorded}
    names = {one.service_number: one.service.name for one in services}
    places = {*counts, *came, *told, *asked_places(known.programme, services, known.year)}
    for place in sorted(one for one in places if one.quarter <= known.today):
        how: How = "record" if place.service in recorded else "told" if told.get(place) is not None else "unknown"
        tally = _tally(known, place, how, counts, came.get(place, (0, 0)), told.get(place))
        yield Cell(*pair, place, how, tally, names.get(place.service, ""))


def _tally(
    known: _Known, place: Place, how: How, counts: Mapping[Place, rules.Count], came: tuple[int, int], told: int | None
) -> Tally:
    is_late = known.today > min(known.year.due_date, owed.last_day(known.year))
    if how == "record":
        return rules.by_record(counts.get(place, rules.Count(place)), *came, is_late=is_late)
    is_running = (
        rules.quarter(known.today, known.year.start_date) == place.quarter and known.today <= known.year.end_date
    )
    return rules.running(*came) if is_running else rules.as_told(told, *came, is_late=is_late)


def asked_places(programme: str, services: Sequence[CollectionService], year: CollectionYear) -> Iterator[Place]:
    """Every form and quarter in which a service takes part whose people are not on record here."""
    for one in (one for one in services if not one.is_recorded):
        for first in rules.quarters(year.start_date, year.end_date):
            if quarter_of(first).end < one.start_date or (one.end_date and first > one.end_date):
                continue
            for when in due.events_of(programme, one.term):
                if form := library.for_event(programme, when, first):
                    yield Place(one.service_number, form.id, first)
