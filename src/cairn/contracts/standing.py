"""The set of measures of a contract as it stands for a round: what both sides agree holds for rounds that begin on its day or
later, and never for one that has opened. A round carries what stood on its first day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.contracts import agreeing, queries, wording
from cairn.contracts.models import AgreedMeasure, Contract, ProposalLine
from cairn.contracts.views import MeasureView
from cairn.kernel import clock
from cairn.kernel.periods import quarter_of, words
from cairn.kernel.problems import Problem

#: States of a proposal whose lines hold: both sides agreed them, or they were decided for a whole area after asking it.
HOLDS = ("agreed", "consulted")
#: So many quarters ahead are offered as beginnings.
AHEAD = 6


@dataclass(frozen=True, slots=True)
class Start:
    """A first day of a round from which a new set may hold."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Rounds:
    """What is known of a contract's rounds: the first day of the latest that has opened or was answered, and those to come."""

    opened: date | None = None
    coming: tuple[Start, ...] = ()


Knows = Callable[[Contract], Rounds]
_knows: list[Knows] = []


def rounds_with(knows: Knows) -> None:
    """Let the room above that keeps the rounds say which there are. Called once, when the program starts."""
    _knows[:] = [knows]


def rounds_of(contract: Contract) -> Rounds:
    return _knows[0](contract) if _knows else Rounds()


def starts(contract: Contract) -> tuple[Start, ...]:
    """The days from which a new set may hold, the nearest first: first days of quarters, and of rounds that there are, none of
    which has opened, nor any after it."""
    known = rounds_of(contract)
    found = {one.day: one for one in known.coming}
    quarter = quarter_of(clock.today())
    for _ in range(AHEAD):
        day = max(quarter.start, contract.start_date)
        found.setdefault(day, Start(day, words(quarter)))
        quarter = quarter_of(quarter.end + timedelta(days=1))
    days = sorted(day for day in found if contract.start_date <= day <= contract.end_date)
    return tuple(found[day] for day in days if known.opened is None or day > known.opened)


def start_problems(contract: Contract, day: date) -> list[Problem]:
    """Whether a set may hold from this day on."""
    offered = starts(contract)
    if day in {one.day for one in offered}:
        return []
    if not offered:
        fix = "Give the contract a later end first."
        return [Problem("proposal.no_round", "No round of the contract is still to open.", fix, field="from_date")]
    opened = rounds_of(contract).opened
    if opened is not None and day <= opened:
        fix = f"The earliest is {offered[0].day:%-d %B %Y}."
        message = "A round that begins then or later has opened already."
        return [Problem("proposal.opened", message, fix, field="from_date")]
    fix = "Choose one of the days that are offered."
    return [Problem("proposal.start", "No round begins on that day.", fix, field="from_date")]


def on(contract: Contract, day: date) -> tuple[MeasureView, ...]:
    """What a round that begins on a day carries. Two queries."""
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("area_outcome")
    return tuple(map(queries.measure_view, before(list(rows), later([contract.pk], day)[contract.pk], contract)))


def later(contract_ids: Iterable[int], day: date) -> dict[int, list[ProposalLine]]:
    """By contract, the lines that were agreed or decided and hold from a later day on, the newest first. One query."""
    found: dict[int, list[ProposalLine]] = defaultdict(list)
    lines = ProposalLine.objects.filter(
        proposal__contract__in=list(contract_ids), proposal__state__in=HOLDS, proposal__from_date__gt=day
    )
    for line in lines.select_related("proposal").order_by("-proposal__from_date", "-proposal__number", "-position"):
        found[line.proposal.contract_id].append(line)
    return found


def before(rows: Sequence[AgreedMeasure], lines: Sequence[ProposalLine], contract: Contract) -> list[AgreedMeasure]:
    """The set as it was before these lines, in its order. What was changed since otherwise than by them stays changed."""
    now: dict[tuple[str, str], AgreedMeasure] = {(row.measure, row.by): row for row in rows}
    for line in lines:
        key = (line.measure, line.by)
        if line.doing == "add":
            now.pop(key, None)
        elif line.doing == "drop":
            now.setdefault(key, agreeing.row_of(contract, line.measure, line.by, line.before))
        elif key in now:
            _back(contract, now[key], line)
    return sorted(now.values(), key=lambda row: (row.position, row.pk or 0))


def _back(contract: Contract, row: AgreedMeasure, line: ProposalLine) -> None:
    """Each term that is still as the line made it is again what it was."""
    now, was = wording.of(row), line.before
    back = {name: was[name] for name in wording.differing(was, line.terms) if now[name] == line.terms[name]}
    for name, value in agreeing.values_of(contract, {**now, **back}).items() if back else ():
        setattr(row, name, value)
