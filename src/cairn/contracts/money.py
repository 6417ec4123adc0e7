"""Money brought in from elsewhere, and a commissioner's own figures of demand, savings and the workforce.

Enter a scope first. Each number stands with its source and its period; nothing here says that a contract caused it.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries
from cairn.contracts.models import Contract, FinanceFact, Investment
from cairn.contracts.rules import MOST_POUNDS, dates, text
from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem, too_long

KINDS, HEADS = "investment_source", "finance_head"
#: The head that providers fill; the others are the commissioner's own to fill.
INVESTMENT = "investment"
NHS = re.compile(r"\bNHS\b|\bintegrated care (board|system)\b|\bICB\b", re.IGNORECASE)
MOST_VALUE = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class NewInvestment:
    """Money from elsewhere. `kind` is a code of `investment_source`. `uid` may be the client's own, so that a form sent twice
    writes one."""

    source: str
    kind: str
    pounds: int
    received_date: date
    what_for: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A figure of the commissioner's own for a period, with where it comes from. `head` is a code of `finance_head`."""

    head: str
    label: str
    value: Decimal
    unit: str
    from_date: date
    to_date: date
    source: str
    note: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class InvestmentView:
    """`is_mine`: the reader's organisation brought it in, and may withdraw it."""

    uid: str
    version: int
    contract_uid: str
    contract_reference: str
    contract_title: str
    area: str
    provider_name: str
    source: str
    kind: str
    kind_label: str
    pounds: int
    received_date: date
    what_for: str
    withdrawn_date: date | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Head:
    """One head of finance outcomes with what is known of it; nothing known is said, not left blank."""

    code: str
    label: str
    facts: tuple[FinanceFact, ...]


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Money under contracts that the actor's organisation leads or commissions, the newest first."""
    rows = Investment.objects.none()
    if by.may(Permission.PREPARE_RETURNS):
        rows |= Investment.objects.filter(provider_id=by.organisation_id)
    if by.may(Permission.MANAGE_CONTRACTS):
        rows |= Investment.objects.filter(commissioner_id=by.organisation_id)
    return rows.select_related("contract", "provider").order_by("-received_date", "-pk")


def investments(by: Actor, since: date | None = None, until: date | None = None) -> tuple[InvestmentView, ...]:
    """Those received between two days, both inside; all without them. One query."""
    rows = visible_to(by)
    rows = rows.filter(received_date__gte=since) if since else rows
    rows = rows.filter(received_date__lte=until) if until else rows
    labels = registry.get("codes", KINDS)
    return tuple(_investment(by, row, labels.label_of(row.kind)) for row in rows)


def _investment(by: Actor, row: Investment, label: str) -> InvestmentView:
    contract = row.contract
    return InvestmentView(
        str(row.uid), row.version, str(contract.uid), contract.reference, contract.title, contract.commissioning_area,
        row.provider.name, row.source, row.kind, label, row.pounds, row.received_date, row.what_for, row.withdrawn_date,
        row.provider_id == by.organisation_id,
    )  # fmt: skip


def find(by: Actor, uid: str) -> Investment:
    """Raises NotFound."""
    found: Investment = queries.one(visible_to(by), uid)
    return found


def led(by: Actor) -> tuple[Contract, ...]:
    """The contracts that the actor's organisation leads, for choosing one."""
    return tuple(queries.visible_to(by).filter(provider_id=by.organisation_id))


def facts(by: Actor) -> tuple[Head, ...]:
    """Every head but that of money from elsewhere, with what the actor's organisation recorded; the newest period first."""
    rows = FinanceFact.objects.filter(organisation_id=by.organisation_id, withdrawn_date=None)
    known = list(rows.order_by("-to_date", "label"))
    return tuple(
        Head(entry.code, entry.label, tuple(row for row in known if row.head == entry.code))
        for entry in registry.get("codes", HEADS).entries
        if entry.code != INVESTMENT
    )


def fact(by: Actor, uid: str) -> FinanceFact:
    """Raises NotFound."""
    found: FinanceFact = queries.one(FinanceFact.objects.filter(organisation_id=by.organisation_id), uid)
    return found


def investment_problems(new: NewInvestment, commissioner: str, today: date) -> list[Problem]:
    """`commissioner` is the name of who pays for the contract: its own money is not from elsewhere, nor is that of the NHS."""
    found = text(None, "source", "source", new.source, 200) + too_long(new.what_for, 300, "what_for")
    if new.kind not in registry.get("codes", KINDS).codes:
        found.append(Problem("investment.kind", "That kind is not known.", "Choose one from the list.", field="kind"))
    if NHS.search(new.source):
        fix = "Count only what comes from outside the council and the NHS."
        found.append(Problem("investment.nhs", "Money of the NHS is not from elsewhere.", fix, field="source"))
    if commissioner.casefold() in new.source.casefold():
        fix = "Count only what comes from outside the council and the NHS."
        message = "Money of who pays for the contract is not from elsewhere."
        found.append(Problem("investment.own", message, fix, field="source"))
    if not 1 <= new.pounds <= MOST_POUNDS:
        fix = f"Write whole pounds, from 1 to {MOST_POUNDS:,}."
        found.append(Problem("investment.pounds", "That cannot be the amount.", fix, field="pounds"))
    found += slip(new.received_date, "received_date")
    if new.received_date > today:
        fix = "Record it once it has come."
        found.append(Problem("investment.future", "That day has not come.", fix, field="received_date"))
    return found


def fact_problems(new: NewFact) -> list[Problem]:
    """A number with no source is no number."""
    found = text(None, "label", "name of the figure", new.label, 200) + text(None, "unit", "unit", new.unit, 40)
    found += text(None, "source", "source", new.source, 300) + too_long(new.note, 500, "note")
    found += dates(None, new.from_date, new.to_date, "to_date")
    found = [Problem(one.rule, one.message, one.fix, one.severity, _here(one.field)) for one in found]
    if new.head == INVESTMENT or new.head not in registry.get("codes", HEADS).codes:
        found.append(Problem("finance.head", "That is no head of yours.", "Choose one from the list.", field="head"))
    if not (Decimal(new.value).is_finite() and abs(new.value) < MOST_VALUE):
        found.append(Problem("finance.value", "That cannot be the value.", "Check the noughts.", field="value"))
    return found


def _here(field: str) -> str:
    return "from_date" if field == "start_date" else field
