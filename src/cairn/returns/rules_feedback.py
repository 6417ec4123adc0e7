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
WIDTH = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """One provider's accepted figure. `n` is how many people it is of."""

    provider: str
    value: float
    n: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """The picture of one measure. `low`, `middle` and `high` are the quartiles over providers, to two figures; `total` is the
    city's, None where figures of this kind are not added or one provider would show through. `since`: the day from which these
    providers measure it differently, "" for those that never did."""

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


def line(measure: str, version: int, given: Iterable[Given], total: float | None, threshold: int) -> Line | None:
    """None where too few providers have the figure from enough people. A provider with several contracts counts once, with
    their mean: the picture is of providers, and one may not stand in for three."""
    found = by_provider(given, threshold)
    if len(found) < LEAST_PROVIDERS:
        return None
    values = sorted(found.values())
    low, middle, high = (about(one) for one in quantiles(values, n=4, method="inclusive"))
    return Line(measure, version, len(values), low, middle, high, _safe(total, values))


def by_provider(given: Iterable[Given], threshold: int) -> dict[str, float]:
    """What each provider brings: figures of so few people that they would be hidden are left out."""
    values: dict[str, list[float]] = {}
    for one in given:
        if one.n is None or one.n > threshold:
            values.setdefault(one.provider, []).append(one.value)
    return {provider: sum(mine) / len(mine) for provider, mine in values.items()}


def _safe(total: float | None, values: Sequence[float]) -> float | None:
    whole = sum(values)
    if total is None or whole <= 0 or max(values) > MOST_OF_ONE * whole:
        return None
    return about(total, 3)


def about(value: float, figures: int = 2) -> float:
    """To so many significant figures: enough to compare by, too little to recognise somebody's figure by."""
    if value == 0:
        return 0.0
    return round(value, figures - 1 - floor(log10(abs(value))))


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
