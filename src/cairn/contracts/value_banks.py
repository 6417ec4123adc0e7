"""The outcomes of value banks that an organisation loaded, as it browses them, and what of them stands on a contract."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.contracts.models import Contract, ProposalLine, ValueOutcome
from cairn.contracts.rules_proposals import DROP, Key
from cairn.contracts.rules_value_banks import FACTS, NO_LONGER

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is found: the outcomes that are shown, how many there are, and every topic with how many it has."""

    outcomes: tuple[Mapping[str, str], ...]
    found: int
    loaded: int
    topics: tuple[tuple[str, int], ...]


def visible_to(by: Actor) -> "QuerySet[Any]":
    """The own organisation's, those withdrawn too."""
    return ValueOutcome.objects.filter(organisation_id=by.organisation_id).order_by("topic", "bank", "code", "pk")


def browse(by: Actor, topic: str = "", words: str = "") -> Shelf:
    """Outcomes that stand, of a topic, that hold each of the words somewhere."""
    rows = visible_to(by).filter(withdrawn_date=None)
    counts: dict[str, int] = {}
    for name in rows.values_list("topic", flat=True):
        counts[name] = counts.get(name, 0) + 1
    found = rows.filter(topic=topic) if topic else rows
    for word in words.split()[:8]:
        found = found.filter(
            Q(label__icontains=word) | Q(code__icontains=word) | Q(survey_item__icontains=word)
            | Q(evidence__icontains=word) | Q(topic__icontains=word) | Q(bank__icontains=word)
        )  # fmt: skip
    shown = tuple(facts(row) for row in found[:MOST_SHOWN])
    return Shelf(shown, found.count(), sum(counts.values()), tuple(counts.items()))


def facts(row: ValueOutcome) -> dict[str, str]:
    """What the other side of a proposal may read of it."""
    return {"uid": str(row.uid), **{name: getattr(row, name) for name in FACTS}}


def facts_of(by: Actor, contract: Contract, uids: Collection[str]) -> dict[str, dict[str, str]]:
    """Of each uid what may stand on a proposal: of what the own organisation has loaded, or of what a proposal for this contract
    named before, so that whoever answers need not have loaded it."""
    wanted = {uid for uid in uids if uid}
    if not wanted:
        return {}
    lines = ProposalLine.objects.filter(proposal__contract=contract).values_list("outcome", flat=True)
    found = {said["uid"]: dict(said) for said in lines if said and said["uid"] in wanted}
    rows = [row for row in visible_to(by).filter(withdrawn_date=None) if str(row.uid) in wanted]
    taken = {NO_LONGER: {"uid": NO_LONGER}} if NO_LONGER in wanted else {}
    return found | {str(row.uid): facts(row) for row in rows} | taken


def agreed(contract: Contract) -> dict[Key, Mapping[str, str]]:
    """The outcome that each measure of the contract was agreed to show."""
    lines = ProposalLine.objects.filter(proposal__contract=contract, proposal__state__in=("agreed", "consulted"))
    found: dict[Key, Mapping[str, str]] = {}
    for line in lines.order_by("proposal__number", "position", "pk"):
        if line.doing == DROP or line.outcome.get("uid") == NO_LONGER:
            found.pop((line.measure, line.by), None)
        elif line.outcome:
            found[line.measure, line.by] = line.outcome
    return found
