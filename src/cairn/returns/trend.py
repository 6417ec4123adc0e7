"""A total of what was accepted, over the rounds: only what is the same thing stands as one series. Enter a scope first."""

from dataclasses import dataclass, replace

from cairn.access.actors import Actor
from cairn.contracts.queries import NotFound
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.periods import Period, words
from cairn.returns import inbox, totals
from cairn.returns.inbox import Filter
from cairn.returns.totals import Same, Total

#: So many rounds are looked at, the one that is asked for among them: a year and the same quarter of the year before.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """What was accepted of one round."""

    round: str
    name: str
    total: Total

    @property
    def way(self) -> tuple[str, int]:
        """What makes two points the same thing: since when it is measured so, and by which version of its definition."""
        return self.total.same.since, self.total.same.version


@dataclass(frozen=True, slots=True)
class Trend:
    """The oldest first. Where one round holds what is measured in two ways, there are two points of it."""

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
    last = found[-1][1]
    return Trend(
        last.definition,
        last.label,
        last.same.code.partition("=")[0],
        tuple(Point(key, words(Period.parse(key.partition(",")[0])), one) for key, one in found),
        last.why_not,
    )


def _all(by: Actor, said: Filter, same: Same) -> list[Total]:
    """The same measure and part in a round, the older way of measuring first."""
    asked = (same.measure_class, same.measure, same.code)
    found = [
        one for one in totals.of_measure(by, said, same.measure)
        if (one.same.measure_class, one.same.measure, one.same.code) == asked
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.same.since, one.same.version))
