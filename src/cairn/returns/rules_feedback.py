"""The city-wide picture that every provider of a round gets back: quartiles without names, from enough providers only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from statistics import quantiles

from cairn.kernel.problems import Problem

LEAST_PROVIDERS = 5
"""Fewer than five, and a provider that knows its own figure could work out another's. Our own judgement."""
MOST_OF_ONE = 0.8
"""A total of which one provider makes more than this would tell that provider's figure. Our own judgement (a dominance rule)."""
FOR_A_TOTAL = 10
"""Of five providers three are the quartiles: with the total and its own figure each would know the last one's. Of ten and more
at least six stay unknown to each. Our own judgement."""
LEAST_OF_OTHERS = 0.2
"""Who knows its own figure, the second largest, may come no nearer than this to the largest (a p% rule: our own p)."""
STEP = 5
"""What is counted is never said more finely: with few providers a quartile is one provider's own figure."""
WIDTH = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """One provider's accepted figure. `n` is how many people it is of."""

    provider: str
    value: float
    n: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """The picture of one measure. `low`, `middle` and `high` are the quartiles over providers, to two figures and counts to the
    nearest five; `total` is the city's, None where figures of this kind are not added or a provider would show through.
    `since`: the day from which these providers measure it differently, "" for those that never did."""

    measure: str
    version: int
    providers: int
    low: float
    middle: float
    high: float
    total: float | None
    since: str = ""

    @property
    def key(self) -> str:
        """What makes one's own figure the same thing."""
        return f"{self.measure}:{self.since}" if self.since else self.measure


def line(
    measure: str, version: int, given: Iterable[Given], total: float | None, threshold: int, *, is_counted: bool
) -> Line | None:
    """None where too few providers have the figure from enough people. A provider with several contracts counts once, with
    their mean: the picture is of providers, and one may not stand in for three."""
    found = by_provider(given, threshold)
    if len(found) < LEAST_PROVIDERS:
        return None
    values = sorted(found.values())
    step = STEP if is_counted else 0
    low, middle, high = (about(one, step=step) for one in quantiles(values, n=4, method="inclusive"))
    return Line(measure, version, len(values), low, middle, high, _safe(total, values))


def by_provider(given: Iterable[Given], threshold: int) -> dict[str, float]:
    """What each provider brings: figures of so few people that they would be hidden are left out."""
    values: dict[str, list[float]] = {}
    for one in given:
        if one.n is None or one.n > threshold:
            values.setdefault(one.provider, []).append(one.value)
    return {provider: sum(mine) / len(mine) for provider, mine in values.items()}


def _safe(total: float | None, values: Sequence[float]) -> float | None:
    """`values` are in order."""
    whole = sum(values)
    if total is None or len(values) < FOR_A_TOTAL or whole <= 0 or values[-1] > MOST_OF_ONE * whole:
        return None
    if sum(values[:-2]) < LEAST_OF_OTHERS * values[-1]:
        return None
    return about(total, 3)


def about(value: float, figures: int = 2, step: int = 0) -> float:
    """To so many significant figures, and to no less than a `step`: enough to compare by, too little to recognise somebody's
    figure by."""
    if value == 0:
        return 0.0
    places = figures - 1 - floor(log10(abs(value)))
    if step and places > -1:
        return float(round(value / step) * step)
    return round(value, places)


def place_of(value: float, found: Line) -> str:
    """Where a figure lies: below, among or above the middle half."""
    if value < found.low:
        return "below"
    return "above" if value > found.high else "among"


def problems(words: str, accepted: int, given_before: bool, most: int = WIDTH) -> list[Problem]:
    """Whether feedback may be given."""
    wrong = []
    if not words.strip():
        fix = "Say what you learnt from this round, and what you did with it."
        wrong.append(Problem("feedback.words", "There are no words yet.", fix, field="words"))
    if len(words) > most:
        fix = f"Keep it to {most} letters; it has {len(words)}."
        wrong.append(Problem("feedback.long", "This is too long to be read.", fix, field="words"))
    if given_before:
        fix = "Write to one provider on the page of its return. A second picture of the same round could tell of one provider."
        wrong.append(Problem("feedback.given", "Feedback about this round was given already.", fix))
    elif not accepted:
        fix = "Accept some returns first."
        wrong.append(Problem("feedback.none", "No return of this round is accepted.", fix))
    return wrong


def as_stored(found: Line) -> Mapping[str, object]:
    """For the row that keeps it."""
    return {name: getattr(found, name) for name in Line.__dataclass_fields__}
