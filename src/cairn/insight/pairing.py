"""Who of a group has a first reading and a second one to hold against it, and why the others have not. Pure.

Readings may be held against each other when they are of one time of support (episode), one rater, one version of the
scale, and when the same items of it apply. A person is counted once, however many such lines of readings they have: by the
pair whose second reading is latest.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.kernel.periods import Period

FirstTo = Literal["latest", "review", "end"]

NO_SCORE, NO_FIRST, ONE_OFF, ONLY_ONE, NOT_IN_PERIOD = "no_score", "no_first", "one_off", "only_one", "not_in_period"
OTHER_VERSION = "other_version"
WORDS: Mapping[str, str] = {
    NO_SCORE: "The reading was not complete enough for a score",
    NO_FIRST: "There is no first reading to compare with",
    ONLY_ONE: "Only one reading so far",
    NOT_IN_PERIOD: "No later reading of this kind in the period",
    ONE_OFF: "A one-off service: no second reading is expected",
    OTHER_VERSION: "Read with another version of the scale, whose scores are not put together with these",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a person. `value` is None without a score; `is_first`: later ones of its line are held against it;
    `no_first` is why the episode has no first reading (a code, or ""); the episode ran from `start` to `end` (None: it
    runs still); `group` is what the report is broken down by, "" for nothing; `aside` are the items that do not apply.
    `is_other`: of a version whose scores are not put together with the others'."""

    person: str
    episode: str
    service: str
    rater: str
    version: int
    stage: str
    day: dt.date
    value: float | None
    is_first: bool
    no_first: str
    start: dt.date
    end: dt.date | None
    group: str = ""
    aside: tuple[int, ...] = ()
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """The first and the second reading of one person, with the days between. `aside` are the items that did not apply to
    either. Nothing in it says who it is."""

    first: float
    second: float
    days: int
    group: str
    day: dt.date
    rater: str
    aside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paired:
    """`pairs` in order of their values; `left_out` counts people by reason, `no_first/<code>` with the code of why. `firsts`
    are the first readings of everybody who has one, paired or not: whether those read only once began elsewhere."""

    pairs: tuple[Pair, ...]
    left_out: dict[str, int]
    firsts: tuple[float, ...]

    @property
    def considered(self) -> int:
        return len(self.pairs) + sum(self.left_out.values())


Line = Sequence[Reading]


def paired(readings: Iterable[Reading], period: Period, first_to: FirstTo, one_off: Collection[str] = ()) -> Paired:
    """The pairs whose second reading lies in the period: the latest, the first at a review, or the latest at an end. Left
    out are people read in the period, or supported in it after a first reading, who have no such pair. `one_off` are
    services that expect no second reading."""
    lines: dict[tuple[str, str, str, int], list[Reading]] = defaultdict(list)
    for one in readings:
        if one.day <= period.end:
            lines[one.person, one.episode, one.rater, one.version].append(one)
    pairs: dict[str, Pair] = {}
    reasons: dict[str, str] = {}
    alone: dict[str, float] = {}
    for (person, *_), line in lines.items():
        line.sort(key=lambda one: one.day)
        found = _pair(line, period, first_to)
        if isinstance(found, Pair):
            if person not in pairs or found.day > pairs[person].day:
                pairs[person] = found
        elif reason := found and _reason(line, period, one_off):
            reasons[person] = min(reasons.get(person, reason), reason, key=_weight)
            alone.update((person, one.value) for one in line if one.is_first and one.value is not None)
    left: dict[str, int] = defaultdict(int)
    for person, reason in reasons.items():
        if person not in pairs:
            left[reason] += 1
    ordered = sorted(pairs.values(), key=lambda one: (one.first, one.second, one.days))
    firsts = [one.first for one in ordered] + [alone[person] for person in alone if person not in pairs]
    in_order = sorted(left.items(), key=lambda item: (_weight(item[0]), item[0]))
    return Paired(tuple(ordered), dict(in_order), tuple(sorted(firsts)))


def _pair(line: Line, period: Period, first_to: FirstTo) -> Pair | bool:
    """The pair of a line of readings; or whether the line belongs to the period at all."""
    first = next((one for one in line if one.is_first), None)
    if first is not None and first.value is not None:
        alike = (one for one in line if one.day > first.day and one.aside == first.aside)
        later = [one for one in alike if one.value is not None and _wanted(one, first_to)]
        found = later[:1] if first_to == "review" else later[-1:]
        for second in found:
            if period.contains(second.day) and second.value is not None:
                days = (second.day - first.day).days
                return Pair(first.value, second.value, days, second.group, second.day, second.rater, second.aside)
    return _belongs(line, period, has_first=first is not None)


def _wanted(one: Reading, first_to: FirstTo) -> bool:
    return first_to == "latest" or one.stage == first_to


def _belongs(line: Line, period: Period, *, has_first: bool) -> bool:
    ran = line[0].start <= period.end and (line[0].end is None or line[0].end >= period.start)
    return any(period.contains(one.day) for one in line) or (has_first and ran)


def _reason(line: Line, period: Period, one_off: Collection[str]) -> str:
    """Why a line has no pair, in the order in which it is mended."""
    if line[0].service in one_off:
        return ONE_OFF
    if line[0].is_other:
        return OTHER_VERSION
    first = next((one for one in line if one.is_first), None)
    if all(one.value is None for one in line):
        return NO_SCORE
    if first is None:
        return f"{NO_FIRST}/{line[0].no_first or 'not_known'}"
    later = [one for one in line if one.day > first.day]
    if any(period.contains(one.day) and one.value is None for one in later):
        return NO_SCORE
    return NOT_IN_PERIOD if later else ONLY_ONE


_ORDER = (NO_SCORE, NOT_IN_PERIOD, ONLY_ONE, NO_FIRST, OTHER_VERSION, ONE_OFF)


def _weight(reason: str) -> int:
    return _ORDER.index(reason.partition("/")[0])
