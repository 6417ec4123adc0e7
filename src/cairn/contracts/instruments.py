"""Which of the usual instruments for primary outcomes a contract expects of its services, and which it leaves out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.models import Contract, DroppedInstrument
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem, too_long, too_short

LIST = "usual_instrument"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One of the usual set; left out of a contract since `dropped_date`, because of `reason`, where there is one."""

    slot: str
    label: str
    reason: str = ""
    dropped_date: date | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What one contract expects of a service that it pays for: what is asked already, and what is missing."""

    contract: str
    asked: tuple[str, ...]
    missing: tuple[str, ...]
    dropped: tuple[Instrument, ...]


def instruments_of(contract: Any) -> tuple[Instrument, ...]:
    """The usual set, in order, each with why a contract (its row or view) leaves it out."""
    dropped = {row.slot: row for row in DroppedInstrument.objects.filter(contract__uid=contract.uid)}
    return tuple(_instrument(entry.code, entry.label, dropped.get(entry.code)) for entry in _entries())


def expected(by: Actor, contracts: Collection[Any], scales: Collection[Scale]) -> tuple[Expected, ...]:
    """What each of these contracts (rows or lines) expects of a service that asks these scales."""
    dropped: dict[str, dict[str, DroppedInstrument]] = {}
    rows = DroppedInstrument.objects.filter(contract__uid__in=[one.uid for one in contracts]).select_related("contract")
    for row in rows:
        dropped.setdefault(str(row.contract.uid), {})[row.slot] = row
    return tuple(_expected(one, dropped.get(str(one.uid), {}), scales) for one in contracts)


def covers(slot: str, scale: Scale) -> bool:
    """Whether a scale fills a place of the usual set. WEMWBS stands for its short form, ONS4 holds life satisfaction."""
    if slot == "ladder":
        return scale.rule == "each" and len(scale.scored) > 2 and scale.id != "ons4"
    return scale.id in {"wellbeing": ("swemwbs", "wemwbs"), "life_satisfaction": ("lifesat", "ons4")}[slot]


def drop_problems(reasons: dict[str, str]) -> list[Problem]:
    """Everything wrong with what is left out: a place that is none, a reason that is missing or too long."""
    found: list[Problem] = []
    known = {entry.code for entry in _entries()}
    for slot, reason in reasons.items():
        if slot not in known:
            fix = f"Choose from: {', '.join(sorted(known))}."
            found.append(Problem("instrument.slot", "This is none of the usual instruments.", fix, field=slot))
        if not reason.strip():
            fix = "Say why this contract does without it."
            found.append(Problem("instrument.reason", "The reason is missing.", fix, field=slot))
        found += too_short(reason, slot) + too_long(reason, 300, slot)
    return found


def rows_of(contract: Contract, reasons: dict[str, str], day: date) -> list[DroppedInstrument]:
    """Rows of what a contract leaves out."""
    sides = {"provider_id": contract.provider_id, "commissioner_id": contract.commissioner_id}
    return [
        DroppedInstrument(contract=contract, slot=slot, reason=reason.strip(), dropped_date=day, **sides)
        for slot, reason in reasons.items()
    ]


def _entries() -> Any:
    return registry.get("codes", LIST).entries


def _instrument(slot: str, label: str, row: DroppedInstrument | None) -> Instrument:
    return Instrument(slot, label, row.reason, row.dropped_date) if row else Instrument(slot, label)


def _expected(one: Any, dropped: dict[str, DroppedInstrument], scales: Collection[Scale]) -> Expected:
    kept = [entry for entry in _entries() if entry.code not in dropped]
    asked = tuple(entry.label for entry in kept if any(covers(entry.code, scale) for scale in scales))
    missing = tuple(entry.label for entry in kept if not any(covers(entry.code, scale) for scale in scales))
    out = tuple(
        _instrument(entry.code, entry.label, dropped[entry.code]) for entry in _entries() if entry.code in dropped
    )
    return Expected(one.title, asked, missing, out)
