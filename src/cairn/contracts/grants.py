"""Small grants that an anchor organisation gives out of a contract: what makes one sound, and who reads which.

Enter a scope first. The group is an organisation with no system of its own; a grant to a person is no matter for here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet, Sum

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries
from cairn.contracts.models import Contract, SmallGrant
from cairn.contracts.rules import text
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

MOST_POUNDS = 10_000
"""Grants up to this much may be administered by an anchor organisation; what is more is a contract of its own."""
LONGEST_WORDS, LONGEST_DESCRIPTION, MOST_PEOPLE = 5000, 2000, 1_000_000
REGISTERED = re.compile(r"[A-Z]{2,3}-[A-Z0-9]{2,10}-[A-Za-z0-9/.\-]{2,40}")
WARD = re.compile(r"[ENSW]\d{8}")
#: How somebody writes the name of one person; no group is called so.
TITLED = re.compile(r"(mr|mrs|ms|miss|mx|dr)\.?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A grant that was given. `is_group`: whoever records it says that it went to a group, not to one person. `uid` may be
    the client's own, so that a form sent twice writes one."""

    group_name: str
    title: str
    description: str
    pounds: int
    awarded_date: date
    is_group: bool = False
    group_id: str = ""
    start_date: date | None = None
    end_date: date | None = None
    ward: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the group told of its grant, on paper, by phone or at a visit, as the anchor writes it down."""

    told_date: date
    people: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pot:
    """What a contract holds and what of it is given: grants that are not withdrawn. `pounds` None: no value is written
    down, so nothing is measured against it."""

    pounds: int | None
    given: int
    grants: int

    @property
    def left(self) -> int | None:
        return None if self.pounds is None else self.pounds - self.given


@dataclass(frozen=True, slots=True)
class GrantView:
    """A grant as both sides read it. `is_mine`: the reader's organisation gave it, and may write."""

    uid: str
    version: int
    contract_uid: str
    contract_reference: str
    contract_title: str
    anchor_name: str
    reference: str
    group_name: str
    group_id: str
    title: str
    description: str
    pounds: int
    awarded_date: date
    start_date: date | None
    end_date: date | None
    ward: str
    told_date: date | None
    told_people: int | None
    told_words: str
    withdrawn_date: date | None
    is_mine: bool


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Grants of contracts that the actor's organisation leads or commissions, the newest first."""
    rows = SmallGrant.objects.none()
    if by.may(Permission.PREPARE_RETURNS):
        rows |= SmallGrant.objects.filter(provider_id=by.organisation_id)
    if by.may(Permission.MANAGE_CONTRACTS):
        rows |= SmallGrant.objects.filter(commissioner_id=by.organisation_id)
    return rows.select_related("contract", "provider").order_by("-awarded_date", "-pk")


def listing(by: Actor, contract_uid: str = "") -> tuple[GrantView, ...]:
    """All, or those of one contract. One query."""
    rows = visible_to(by)
    return tuple(view(by, row) for row in (rows.filter(contract__uid=contract_uid) if contract_uid else rows))


def find(by: Actor, uid: str) -> SmallGrant:
    """Raises NotFound."""
    found: SmallGrant = queries.one(visible_to(by), uid)
    return found


def pots(by: Actor) -> tuple[tuple[Contract, Pot], ...]:
    """The contracts with small grants that the actor's organisation leads or commissions, each with its pot."""
    rows = [row for row in queries.visible_to(by).filter(has_small_grants=True) if _is_party(row, by)]
    given: dict[int, tuple[int, int]] = {}
    for contract, pounds in SmallGrant.objects.filter(
        contract__in=[row.pk for row in rows], withdrawn_date=None
    ).values_list("contract_id", "pounds"):
        before, many = given.get(contract, (0, 0))
        given[contract] = before + pounds, many + 1
    return tuple((row, Pot(row.value_pounds, *given.get(row.pk, (0, 0)))) for row in rows)


def _is_party(row: Contract, by: Actor) -> bool:
    return by.organisation_id in (row.provider_id, row.commissioner_id)


def standing_of(contract: Contract, but: int | None = None) -> Pot:
    """The pot of one contract, counted without the grant of that inner id."""
    rows = SmallGrant.objects.filter(contract=contract, withdrawn_date=None).exclude(pk=but)
    return Pot(contract.value_pounds, rows.aggregate(all=Sum("pounds"))["all"] or 0, rows.count())


def view(by: Actor, row: SmallGrant) -> GrantView:
    return GrantView(
        str(row.uid), row.version, str(row.contract.uid), row.contract.reference, row.contract.title, row.provider.name,
        row.reference, row.group_name, row.group_id, row.title, row.description, row.pounds, row.awarded_date,
        row.start_date, row.end_date, row.ward, row.told_date, row.told_people, row.told_words, row.withdrawn_date,
        row.provider_id == by.organisation_id,
    )  # fmt: skip


class TermsLike(Protocol):
    @property
    def value_pounds(self) -> int | None: ...
    @property
    def has_small_grants(self) -> bool: ...


def terms_problems(given: Pot, new: TermsLike) -> list[Problem]:
    """A contract keeps room for the grants that were given out of it."""
    found = []
    if given.grants and not new.has_small_grants:
        fix = "Leave it ticked: they stay under this contract."
        found.append(
            Problem("grants.given", "Small grants were given out of this contract.", fix, field="has_small_grants")
        )
    if new.value_pounds is not None and given.given > new.value_pounds:
        fix = f"Write at least {given.given:,}."
        found.append(
            Problem("grants.pot", "More than that was given in small grants already.", fix, field="value_pounds")
        )
    return found


def grant_problems(new: NewGrant, contract: Contract, pot: Pot, today: date, row: int | None = None) -> list[Problem]:
    """`pot` is what stands before this one."""
    found = text(row, "group_name", "name of the group", new.group_name, 200)
    found += text(row, "title", "title", new.title, 140)
    found += text(row, "description", "description", new.description, LONGEST_DESCRIPTION)
    found += [*_whom(new, row), *_amount(new, pot, row), *_days(new, contract, today, row)]
    if new.ward and not WARD.fullmatch(new.ward):
        fix = "Write the code of a ward, such as E05011118, or leave it blank."
        found.append(Problem("grant.ward", "That is no code of a ward.", fix, field="ward", row=row))
    return found


def _whom(new: NewGrant, row: int | None) -> Iterable[Problem]:
    if not new.is_group:
        fix = "Tick it if it went to a group. A grant to one person is not recorded here, and never published."
        yield Problem("grant.person", "Small grants are for organisations only.", fix, field="is_group", row=row)
    if TITLED.match(new.group_name.strip()):
        fix = "Write the name of the group. A grant to one person is not recorded here."
        yield Problem("grant.person", "That reads as the name of one person.", fix, field="group_name", row=row)
    if new.group_id and not REGISTERED.fullmatch(new.group_id):
        fix = "Write it like GB-CHC-1234567 (charity) or GB-COH-01234567 (company); blank if it is in no register."
        yield Problem("grant.register", "That is no identifier of a register.", fix, field="group_id", row=row)


def _amount(new: NewGrant, pot: Pot, row: int | None) -> Iterable[Problem]:
    if new.pounds <= 0:
        yield Problem("grant.nothing", "A grant is at least £1.", "Write whole pounds.", field="pounds", row=row)
    elif new.pounds > MOST_POUNDS:
        fix = "What is more needs a contract of its own."
        message = f"A small grant is at most £{MOST_POUNDS:,}."
        yield Problem("grant.large", message, fix, field="pounds", row=row)
    if pot.left is not None and new.pounds > pot.left:
        fix = f"£{max(pot.left, 0):,} of it is left. Give less, or ask the commissioner for more."
        yield Problem("grant.pot", "The pot does not hold so much.", fix, field="pounds", row=row)


def _days(new: NewGrant, contract: Contract, today: date, row: int | None) -> Iterable[Problem]:
    yield from slip(new.awarded_date, "awarded_date", row)
    if new.awarded_date > today:
        fix = "Record it once it is given."
        yield Problem("grant.future", "That day has not come.", fix, field="awarded_date", row=row)
    if not contract.start_date <= new.awarded_date <= contract.end_date:
        fix = f"It runs from {contract.start_date:%-d %B %Y} to {contract.end_date:%-d %B %Y}."
        yield Problem("grant.outside", "The contract did not run on that day.", fix, field="awarded_date", row=row)
    for name in ("start_date", "end_date"):
        if (day := getattr(new, name)) is not None:
            yield from slip(day, name, row)
    if new.start_date and new.end_date and new.end_date < new.start_date:
        yield Problem(
            "dates.order", "The end is before the start.", "Put the earlier date first.", field="end_date", row=row
        )


def told_problems(said: Told, awarded_date: date, today: date) -> list[Problem]:
    """Something was told, once the grant was given."""
    found = slip(said.told_date, "told_date") + too_long(said.words, LONGEST_WORDS, "words")
    if said.told_date > today:
        found.append(Problem("told.future", "That day has not come.", "Write it down after.", field="told_date"))
    if said.told_date < awarded_date:
        fix = f"It was given on {awarded_date:%-d %B %Y}."
        found.append(Problem("told.early", "That is before the grant was given.", fix, field="told_date"))
    if said.people is None and not said.words.strip():
        fix = "Write how many people it reached, or what the group said."
        found.append(Problem("told.empty", "Nothing is written down.", fix, field="words"))
    if said.people is not None and not 0 <= said.people <= MOST_PEOPLE:
        fix = f"Write a whole number up to {MOST_PEOPLE:,}."
        found.append(Problem("told.people", "So many it cannot be.", fix, field="people"))
    return found
