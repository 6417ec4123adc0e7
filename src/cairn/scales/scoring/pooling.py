"""What may be put together. Points only of one measure; across instruments only whether things improved, stayed or got
worse. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem, refuse_if
from cairn.scales.scoring.change import Verdict, better_of
from cairn.scales.scoring.limits import limits
from cairn.scales.scoring.plan import tidy

UNLIKE = "pooling.unlike"
FIX = "Compare improved, the same and worse instead, or look at each by itself."
VERDICTS: tuple[Verdict, ...] = ("improved", "same", "worse")


@dataclass(frozen=True, slots=True)
class Points:
    """Points, and what they are points of: a scale at its version, which score of it (`of`), and its bounds."""

    value: float
    scale: str
    version: int
    of: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many improved, stayed the same and got worse: what may be counted over any instruments together."""

    improved: int
    same: int
    worse: int

    @property
    def n(self) -> int:
        return self.improved + self.same + self.worse


def points(scale: Scale, value: float, of: str | None = None) -> Points:
    """A score as points of what it is. Raises KeyError for what the scale has not."""
    low, high = limits(scale, of)
    return Points(value, scale.id, scale.version, of or scale.headline or "total", low, high)


def unlike(given: Iterable[Points], *, areas: bool = False) -> list[Problem]:
    """Why these are never one mean: each rule that they break. With `areas`, the areas of one tool may stand together where
    their bounds are the same."""
    kinds = set(given)
    problems = []
    if len({one.scale for one in kinds}) > 1:
        problems.append(_never("points of different instruments"))
    elif len({one.version for one in kinds}) > 1:
        problems.append(_never("points of different versions of an instrument"))
    elif len({one.of for one in kinds}) > 1 and not areas:
        problems.append(_never("points of different areas or scores of an instrument"))
    if len({(one.low, one.high) for one in kinds}) > 1:
        problems.append(_never("points within different bounds, such as 1 to 5 and 1 to 10,"))
    return problems


def mean(given: Sequence[Points]) -> float | None:
    """The mean of points of one measure; None of none. Raises Refused, by the rule `pooling.unlike`, for any others."""
    refuse_if(unlike(given))
    return fmean(one.value for one in given) if given else None


def areas_verdict(scale: Scale, read: Mapping[str, tuple[float, float]], least: float) -> Verdict | None:
    """What becomes of an outcome that several areas of one tool feed: the mean of their moves (first, later), the better way
    round, counts from `least` points. None where no area was read both times. Raises Refused where bounds are unlike."""
    if not read:
        return None
    refuse_if(unlike((points(scale, after, item) for item, (_, after) in read.items()), areas=True))
    moved = tidy(fmean(_gain(scale, item, *both) for item, both in read.items()))
    if abs(moved) < least or moved == 0:
        return "same"
    return "improved" if moved > 0 else "worse"


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Improved, the same and worse, counted over whatever instruments they come from."""
    found = list(verdicts)
    return Tally(*(found.count(each) for each in VERDICTS))


def _gain(scale: Scale, item: str, before: float, after: float) -> float:
    return after - before if better_of(scale, item) == "higher" else before - after


def _never(what: str) -> Problem:
    return Problem(UNLIKE, f"{what[0].upper()}{what[1:]} are never added up or averaged together.", FIX)
