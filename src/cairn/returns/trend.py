"""A total of what was accepted, over the rounds: only what is the same thing, of the same contracts, stands as one series.
Enter a scope first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts import breaks
from cairn.contracts.queries import NotFound
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.periods import Period, words
from cairn.returns import adding, inbox, totals
from cairn.returns.inbox import Filter
from cairn.returns.totals import Part, Same, Total

#: So many rounds are looked at, the one that is asked for among them: a year and the same quarter of the year before.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """What was accepted of one round, of the contracts that go the same way: `group` is the day from which they are measured
    differently by the last round, "" for those that never are. So no contract leaves one line for another."""

    round: str
    name: str
    total: Total
    group: str

    @property
    def way(self) -> tuple[str, str, int]:
        """What makes two points the same thing: whose they are, since when they are measured so, and by which version."""
        return self.group, self.total.same.since, self.total.same.version


@dataclass(frozen=True, slots=True)
class Trend:
    """The points of each group together, the oldest first."""

    definition: Measure
    label: str
    part: str
    points: tuple[Point, ...]
    why_not: str

    @property
    def totals(self) -> list[Total]:
        return [one.total for one in self.points]


def of(by: Actor, said: Filter, same: Same) -> Trend:
    """The figure in the round that is asked for, and in those before it of the same kind, whatever version or way of measuring.
    Two queries a round. Raises NotFound where no accepted return has it."""
    kind = said.round.partition(",")[2]
    keys = sorted(key for key in inbox.choices(by).rounds if key.endswith(f",{kind}") and key <= said.round)[-ROUNDS:]
    found = [(key, one) for key in keys for one in _all(by, replace(said, round=key), same)]
    if not found:
        raise NotFound(same.measure)
    last, groups = found[-1][1], _groups(by, same, said.round)
    points = [point for key, total in found for point in _split(key, total, groups)]
    points.sort(key=lambda one: (one.group, one.round, one.way))
    part = last.same.code.partition("=")[0]
    return Trend(last.definition, last.label, part, tuple(points), last.why_not)


def _all(by: Actor, said: Filter, same: Same) -> list[Total]:
    """The same measure and part in a round, in each way in which it is measured."""
    asked = (same.measure_class, same.measure, same.code)
    return [
        one for one in totals.of_measure(by, said, same.measure)
        if (one.same.measure_class, one.same.measure, one.same.code) == asked
    ]  # fmt: skip


def _groups(by: Actor, same: Same, last: str) -> dict[str, str]:
    """The contracts that are measured differently by the last round, each with the day since when."""
    day = date.fromisoformat(last.partition("..")[0])
    found = breaks.of_commissioner(by.organisation_id)
    days = {contract: breaks.since(mine, same.measure, same.code, day) for contract, mine in found.items()}
    return {contract: since.isoformat() for contract, since in days.items() if since}


def _split(key: str, total: Total, groups: dict[str, str]) -> Iterator[Point]:
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in total.parts:
        parts[groups.get(part.contract_uid, "")].append(part)
    name = words(Period.parse(key.partition(",")[0]))
    for group, mine in parts.items():
        value = None if total.why_not else adding.total(part.value for part in mine)
        yield Point(key, name, replace(total, parts=tuple(mine), value=value), group)
