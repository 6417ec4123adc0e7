"""The counts of what is due of each provider: made inside its own walls, and only they leave.

They follow the provider's change feed, as its mart does: counted again when that has moved or a day has turned. Once a year is
closed to changes they stay as they are, so that who is erased later still was owed a form. They are no deed: anybody may count
again and get the same.
"""

import datetime as dt
from collections.abc import Collection as Listed
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from cairn.access import feed, scope
from cairn.access.models import Organisation
from cairn.access.queries import system
from cairn.collection.due import asked_of
from cairn.collection.models import CollectionService, CollectionYear, FormsOwed, Sampling
from cairn.collection.rules_completion import Count, Place, State, counted
from cairn.kernel import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

AT_ONCE = 10
"""Providers that are counted while somebody waits; of more, the worker counts the others."""
Key = tuple[int, int, int]
"""Provider, authority, year."""


def kept(years: Sequence[CollectionYear], providers: Listed[int]) -> dict[Key, FormsOwed]:
    """The counts as they were last made."""
    rows = FormsOwed._base_manager.filter(year__in=years, provider_id__in=providers)
    return {(row.provider_id, row.commissioner_id, row.year_id): row for row in rows}


def fresh(years: Sequence[CollectionYear], providers: Listed[int]) -> tuple[dict[Key, FormsOwed], list[int]]:
    """The same, after those that are behind have been counted again, `AT_ONCE` at most; and who is behind still."""
    late = behind(years, providers)
    for provider in late[:AT_ONCE]:
        count(provider, years)
    return kept(years, providers), late[AT_ONCE:]


def follow(provider_id: int) -> bool:
    """Count a provider again where that is behind; whether it was. For the worker."""
    collections = _services(provider_id).values("sign_up__collection_id").distinct()
    today = clock.today()
    rows = CollectionYear._base_manager.filter(collection_id__in=collections, start_date__lte=today)
    years = list(rows.select_related("collection"))
    if not behind(years, [provider_id]):
        return False
    count(provider_id, years)
    return True


def behind(years: Sequence[CollectionYear], providers: Listed[int]) -> list[int]:
    """The providers of which something may have changed since they were counted: in their record, in what they are asked, or
    by the day. In four queries, however many there are."""
    collections = {year.collection_id for year in years}
    rows = CollectionService._base_manager.filter(
        organisation_id__in=providers, sign_up__state="approved", is_recorded=True,
        sign_up__collection_id__in=collections,
    )  # fmt: skip
    pairs = set(rows.values_list("organisation_id", "sign_up__commissioner_id", "sign_up__collection_id"))
    there, heads, asked = kept(years, providers), feed.heads({provider for provider, _, _ in pairs}), _asked(years)
    late = {
        provider
        for provider, authority, collection in pairs
        for year in years
        if year.collection_id == collection
        and _is_behind(there.get((provider, authority, year.pk)), year, heads.get(provider, 0), asked[year.pk])
    }
    return sorted(late)


def _is_behind(row: FormsOwed | None, year: CollectionYear, head: int, asked: list[int]) -> bool:
    if row is None:
        return True
    counted = clock.london_date(row.counted_at)
    if counted > last_day(year):
        return False
    return (row.seq, counted, row.counts["asked"]) != (head, clock.today(), asked)


def _asked(years: Sequence[CollectionYear]) -> dict[int, list[int]]:
    """What the other side asks, by year, as the versions of its rows: dates, and samples. Their deeds are not in the
    provider's feed."""
    found = {year.pk: [year.version, year.collection.version] for year in years}
    for row in Sampling._base_manager.filter(year__in=years).order_by("pk"):
        found[row.year_id] += [row.pk, row.version]
    return found


def last_day(year: CollectionYear) -> dt.date:
    """The last on which a form of the year may still be changed."""
    ends = [clock.london_date(at) for at in (year.ended_at, year.collection.ended_at) if at]
    return min([year.edit_until, *ends])


def count(provider_id: int, years: Sequence[CollectionYear]) -> None:
    """Count what is due of a provider anew, in these years, for each authority that it sends to."""
    by = system(Organisation.objects.get(pk=provider_id))
    with scope.of(by):
        seq, services = feed.head(provider_id), list(_services(provider_id))
        there = kept(years, [provider_id])
        open_ = [
            year for year in years if not _is_final([row for key, row in there.items() if key[2] == year.pk], year)
        ]
        found: dict[Key, list[tuple[Place, State]]] = {
            _key(one, year): [] for one in services for year in open_ if year.collection_id == one.sign_up.collection_id
        }
        for authority, year, place, state in asked_of(by, services, open_, clock.today()):
            found[provider_id, authority, year].append((place, state))
        asked = _asked(open_)
        for key, events in found.items():
            _keep(key, {"asked": asked[key[2]], "rows": [one.as_json() for one in counted(events)]}, seq)


def _is_final(rows: Sequence[FormsOwed], year: CollectionYear) -> bool:
    """Counted after the last day on which anything could change."""
    return any(clock.london_date(row.counted_at) > last_day(year) for row in rows)


def _key(one: CollectionService, year: CollectionYear) -> Key:
    return one.organisation_id, one.sign_up.commissioner_id, year.pk


def _keep(key: Key, counts: dict[str, Any], seq: int) -> None:
    provider, authority, year = key
    told = {"counts": counts, "seq": seq, "counted_at": clock.now()}
    if FormsOwed.objects.filter(provider_id=provider, commissioner_id=authority, year_id=year).update(**told):
        return
    try:
        with transaction.atomic():
            FormsOwed(provider_id=provider, commissioner_id=authority, year_id=year, **told).save()
    except IntegrityError:  # somebody else has counted meanwhile
        pass


def _services(provider_id: int) -> "QuerySet[CollectionService]":
    rows = CollectionService._base_manager.filter(organisation_id=provider_id, is_recorded=True)
    found: QuerySet[CollectionService] = rows.filter(sign_up__state="approved").select_related(
        "service", "sign_up__collection"
    )
    return found


def by_place(row: FormsOwed | None) -> dict[Place, Count]:
    """The counts of one provider, authority and year."""
    counts = map(Count.from_json, row.counts["rows"] if row else ())
    return {one.place: one for one in counts}
