"""A commissioner's portfolio: its contracts with value, dates, lots, partners and agreement, and what they add up to.

Enter a scope first. However many contracts, `lines` asks three questions of the database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.contracts import rules
from cairn.contracts.models import Agreement, Contract, ContractPartner

Stands = Literal["running", "ending", "later", "ended"]
#: In the order of the list they are chosen from.
STANDS: tuple[Stands, ...] = ("running", "ending", "later", "ended")
ENDING = timedelta(days=183)
"""A contract that ends within half a year is about to end: there is time to buy again."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; "" for all. `agreement` is "yes" or "no": whether one is in force."""

    area: str = ""
    lot: str = ""
    provider: str = ""
    stands: str = ""
    agreement: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A contract as it stands on the day. `agreement_end`: until when the agreement in force runs; none without one."""

    uid: str
    reference: str
    title: str
    area: str
    lot: str
    provider_slug: str
    provider_name: str
    partners: tuple[str, ...]
    start_date: date
    end_date: date
    value_pounds: int | None
    is_grant: bool
    has_small_grants: bool
    stands: Stands
    agreement_end: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Contracts of one area or lot. `unsaid` of them have no value written down: the sum is without them."""

    key: str
    contracts: int
    running: int
    pounds: int
    unsaid: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be filtered by."""

    areas: frozenset[str]
    lots: tuple[str, ...]
    providers: dict[str, str]


def stands(start: date, end: date, today: date) -> Stands:
    """Where a contract stands on a day; both its dates lie inside it."""
    if start > today:
        return "later"
    if end < today:
        return "ended"
    return "ending" if end - today <= ENDING else "running"


def lines(by: Actor, said: Filter, today: date) -> tuple[Line, ...]:
    """Those that the actor's organisation commissions, by reference. Three queries."""
    found = Contract.objects.filter(commissioner_id=by.organisation_id).select_related("provider")
    rows = list(found.filter(_wanted(said, today)).order_by("reference"))
    ids = [row.pk for row in rows]
    partners, agreed = _partners(ids), _agreed(ids, today)
    every = (_line(row, tuple(partners[row.pk]), agreed.get(row.pk), today) for row in rows)
    if said.agreement in ("yes", "no"):
        return tuple(line for line in every if (line.agreement_end is not None) == (said.agreement == "yes"))
    return tuple(every)


def _wanted(said: Filter, today: date) -> Q:
    asked = Q()
    if said.area:
        asked &= Q(commissioning_area=said.area)
    if said.lot:
        asked &= Q(lot=said.lot)
    if said.provider:
        asked &= Q(provider__slug=said.provider)
    for word in said.words.split():
        asked &= Q(reference__icontains=word) | Q(title__icontains=word) | Q(provider__name__icontains=word)
    running, soon = Q(start_date__lte=today, end_date__gte=today), Q(end_date__lte=today + ENDING)
    places = {
        "running": running & ~soon,
        "ending": running & soon,
        "later": Q(start_date__gt=today),
        "ended": Q(end_date__lt=today, start_date__lte=today),
    }
    return asked & places.get(said.stands, Q())


def _partners(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = ContractPartner.objects.filter(contract__in=ids).order_by("partner__name")
    for contract, name in rows.values_list("contract_id", "partner__name"):
        found[contract].append(name)
    return found


def _agreed(ids: Sequence[int], today: date) -> dict[int, date]:
    """By contract, the end of the agreement in force; the latest where there are several."""
    found: dict[int, date] = {}
    for row in Agreement.objects.filter(contract__in=ids, start_date__lte=today, end_date__gte=today):
        if rules.agreement_state(row, today) == "in_force":
            found[row.contract_id] = max(found.get(row.contract_id, row.end_date), row.end_date)
    return found


def _line(row: Contract, partners: tuple[str, ...], agreed: date | None, today: date) -> Line:
    return Line(
        str(row.uid), row.reference, row.title, row.commissioning_area, row.lot, row.provider.slug, row.provider.name,
        partners, row.start_date, row.end_date, row.value_pounds, row.is_grant, row.has_small_grants,
        stands(row.start_date, row.end_date, today), agreed,
    )  # fmt: skip


def choices(by: Actor) -> Choices:
    """The areas, lots and providers that the contracts have. One query."""
    rows = Contract.objects.filter(commissioner_id=by.organisation_id).order_by("provider__name")
    known = list(rows.values_list("commissioning_area", "lot", "provider__slug", "provider__name"))
    lots = tuple(sorted({lot for _, lot, _, _ in known if lot}))
    return Choices(frozenset(area for area, _, _, _ in known), lots, {slug: name for _, _, slug, name in known})


def by_area(found: Iterable[Line]) -> tuple[Sum, ...]:
    """By the code of the area."""
    return _sums(found, lambda line: line.area)


def by_lot(found: Iterable[Line]) -> tuple[Sum, ...]:
    """By lot; contracts that came from none stand under ""."""
    return _sums(found, lambda line: line.lot)


def _sums(found: Iterable[Line], key: Callable[[Line], str]) -> tuple[Sum, ...]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in found:
        groups[key(line)].append(line)
    return tuple(total(groups[name], name) for name in sorted(groups))


def total(found: Sequence[Line], key: str = "") -> Sum:
    """What several contracts come to."""
    running = sum(line.stands in ("running", "ending") for line in found)
    pounds = sum(line.value_pounds or 0 for line in found)
    return Sum(key, len(found), running, pounds, sum(line.value_pounds is None for line in found))
