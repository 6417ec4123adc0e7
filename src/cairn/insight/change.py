"""How people changed from a first reading to a later one, as a whole report of an organisation's own readings.

Paired people only; everybody else is counted with the reason. Every effect size is named. It is change, with its interval,
and beside it that of people on a waiting list where there are any; what would have been without support, nobody measured.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.definitions.shapes.scale import Cutoff, Item, Scale
from cairn.insight import effects, own, readings
from cairn.insight.effects import Difference, EffectSizes, Spread
from cairn.insight.pairing import WORDS, FirstTo, Pair, Paired, Reading, paired
from cairn.insight.results import FigureRow
from cairn.insight.statistics import PairedChange, Proportion, paired_change
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.scales.queries import asked as asked_here
from cairn.scales.scoring import change as rules
from cairn.scales.scoring.comparable import is_cut
from cairn.scales.scoring.limits import limits
from cairn.services import queries as services

MOST_BINS = 15
BROKEN_DOWN_BY = ("service", "gender", "age_band", "ethnicity_group", "disability", "referral_kind", "ward")


@dataclass(frozen=True, slots=True)
class Part:
    """How many of the paired people are in one class, with Wilson's interval; `share` is None of nobody."""

    id: str
    words: str
    count: int
    share: Proportion | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A rule of how much change counts, and the shares that it makes. `strict`: only more than `least` counts (Jacobson and
    Truax); else `least` itself does."""

    least: float
    strict: bool
    words: str
    source: str
    sure: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A cut-off, and how many were on its worse side at first and second; `parts` say who crossed it, and which way."""

    cutoff: Cutoff
    worse_first: int
    worse_second: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """People whose change lies from `low` to below `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same of people in services that are waiting lists. `difference` is the mean change here less theirs (Welch)."""

    services: tuple[str, ...]
    change: PairedChange
    difference: Difference


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a breakdown: its mean change with the interval, as a figure."""

    code: str
    figure: FigureRow


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """Everything about the change of one score. `of` is None for the headline score, else a subscale's or an item's id.

    `left_out` counts people by reason (`no_first/<code>` says why there is no first reading), `left_out_words` says each.
    `rater` is who was asked for, "" for anybody; `raters` who rated the pairs.
    `pairs` are every (first, second) in order of their values, nobody named. `reliable` is None where the scale's file has no
    reliability, `by_rule` where it has no rule, `crossing` where it has no cut-off; the first two only of the headline.
    `first_of_all` is of everybody with a first reading, whether or not a second came. `classes` are those of Jacobson and
    Truax, where both are there. `cut` counts the pairs to which an item did not apply: they are in no crossing.
    """

    scale: Scale
    of: str | None
    better: str
    low: float
    high: float
    period: Period
    first_to: FirstTo
    service: str
    rater: str
    raters: tuple[str, ...]
    as_of: datetime
    considered: int
    left_out: Mapping[str, int]
    left_out_words: Mapping[str, str]
    first: Spread
    second: Spread
    first_of_all: Spread
    change: PairedChange
    changes: Spread
    effects: EffectSizes
    days: Spread
    reliable: Verdicts | None
    by_rule: Verdicts | None
    crossing: Crossing | None
    classes: tuple[Part, ...]
    cut: int
    bins: tuple[Bin, ...]
    pairs: tuple[tuple[float, float], ...]
    comparison: Comparison | None
    group_by: str
    groups: tuple[Group, ...]

    @property
    def n(self) -> int:
        return self.change.n


def report(
    *,
    by: Actor,
    scale: str,
    period: Period,
    of: str | None = None,
    first_to: FirstTo = "latest",
    service: str | None = None,
    rater: str = "",
    group_by: str = "",
    where: Mapping[str, str] | None = None,
) -> ChangeReport:
    """The change of everybody whose second reading lies in the period, of one service (its uid) or of all that are no
    waiting list. `where` holds people to a code of a dimension. Nothing is hidden: the figures are their own.

    Needs SEE_OWN_FIGURES. Raises NotAllowed; services' NotFound; definitions.registry.NotDefined; KeyError for a part that
    the scale has not, and ValueError for a dimension that is none.
    """
    by.require(Permission.SEE_OWN_FIGURES)
    with scope.of(by):
        found = asked_here(by, scale, clock.today()).scale
        if service:
            services.get(by, service)
    places = readings.places(by)
    asked = readings.Asked(found, of or found.headline, period, rater, group_by, dict(where or {}))
    every = readings.of(own.reader(by), asked)
    waiting = places.waiting - ({service} if service else set())
    mine = [one for one in every if (one.service == service if service else one.service not in waiting)]
    theirs = [one for one in every if one.service in waiting]
    return _report(asked, first_to, service or "", paired(mine, period, first_to, places.one_off), (
        places.names(waiting), paired(theirs, period, first_to, places.one_off),
    ))  # fmt: skip


def used(by: Actor) -> list[Scale]:
    """The scales that the organisation has readings of, by what they are called. Needs SEE_OWN_FIGURES."""
    by.require(Permission.SEE_OWN_FIGURES)
    return sorted(readings.used(own.reader(by)), key=lambda one: one.short_label.lower())


def parts_of(scale: Scale) -> tuple[tuple[str, str], ...]:
    """(id, words) of every score of a scale that may be reported on, the headline (its id is "") first where it has one."""
    whole = (("", "The whole score"),) if scale.headline else ()
    subscales = tuple((one.id, one.label) for one in scale.subscales if one.id != scale.headline)
    items = scale.scored if scale.rule == "each" else ()
    return (*whole, *((one.id, f"{one.number}. {name_of(scale, one)}") for one in items), *subscales)


def name_of(scale: Scale, item: Item) -> str:
    """What an area is called: in the organisation's words where those of the licence holder are not shipped."""
    words = item.text if scale.licence.locked and item.text else item.topic
    return words[:1].upper() + words[1:]


def _report(
    asked: readings.Asked, first_to: FirstTo, service: str, mine: Paired, other: tuple[tuple[str, ...], Paired]
) -> ChangeReport:
    scale, of = asked.scale, asked.of
    part = None if of == scale.headline else of
    better = rules.better_of(scale, part)
    low, high = limits(scale, part)
    first, second = [one.first for one in mine.pairs], [one.second for one in mine.pairs]
    both = tuple(zip(first, second, strict=True))
    change = _change(mine.pairs, better, left_out=sum(mine.left_out.values()))
    reliable = _reliable(scale, both) if part is None else None
    whole = tuple((one.first, one.second) for one in mine.pairs if not is_cut(scale, one.aside))
    crossing = _crossing(scale, whole) if part is None else None
    return ChangeReport(
        scale=scale, of=part, better=better, low=low, high=high, period=asked.period, first_to=first_to,
        service=service, rater=asked.rater, raters=tuple(sorted({one.rater for one in mine.pairs})),
        as_of=clock.now(), considered=mine.considered, left_out=mine.left_out,
        left_out_words={key: WORDS[key.partition("/")[0]] for key in mine.left_out},
        first=effects.spread(first), second=effects.spread(second),
        first_of_all=effects.spread(mine.firsts), change=change,
        changes=effects.spread([b - a for a, b in both]), effects=effects.effect_sizes(first, second),
        days=effects.spread([one.days for one in mine.pairs]),
        reliable=reliable, by_rule=_by_rule(scale, part, both), crossing=crossing,
        classes=_classes(scale, whole) if reliable and crossing else (), cut=len(both) - len(whole) if part is None else 0,
        bins=bins([b - a for a, b in both], _step(scale, part)), pairs=both,
        comparison=_comparison(other[0], mine, other[1], better) if other[1].pairs else None,
        group_by=asked.group_by, groups=_groups(mine.pairs, better) if asked.group_by else (),
    )  # fmt: skip


def _change(pairs: Sequence[Pair], better: str, left_out: int = 0) -> PairedChange:
    found = paired_change(((one.first, one.second) for one in pairs), higher_is_better=better == "higher")
    return replace(found, left_out=left_out)


def _shares(kinds: Sequence[tuple[str, str]], said: Iterable[str | None]) -> tuple[Part, ...]:
    every = list(said)
    return tuple(Part(id, words, every.count(id), effects.share(every.count(id), len(every))) for id, words in kinds)


RELIABLE = (("improved", "Reliably improved"), ("unchanged", "No reliable change"), ("worse", "Reliably worse"))
RULED = (("improved", "Improved"), ("same", "About the same"), ("worse", "Worse"))
CROSSED = (
    ("to_better", "Crossed to the better side"),
    ("to_worse", "Crossed to the worse side"),
    ("stayed", "Stayed on their side"),
)
CLASSES = (
    ("recovered", "Recovered: reliably improved and crossed the cut-off"),
    ("improved", "Improved: reliably, not across the cut-off"),
    ("crossed", "Crossed the cut-off, but not reliably"),
    ("unchanged", "Unchanged"),
    ("worse", "Reliably worse"),
)
Both = Sequence[tuple[float, float]]


def _reliable(scale: Scale, both: Both) -> Verdicts | None:
    least, held = rules.least_reliable(scale), scale.reliability
    if least is None or held is None:
        return None
    words = f"more than {{least}} points, by the spread and reliability in {held.group}"
    parts = _shares(RELIABLE, (rules.reliable(scale, *pair) for pair in both))
    return Verdicts(least, True, words, held.source, held.sure, parts)


def _by_rule(scale: Scale, part: str | None, both: Both) -> Verdicts | None:
    """The scale's own rule is of the headline score, or of each item of a scale that has none."""
    rule = scale.change
    if rule is None or (part is not None and scale.headline is not None):
        return None
    parts = _shares(RULED, (rules.distance(scale, *pair, part).verdict for pair in both))
    return Verdicts(rule.least, False, rule.words, rule.source, rule.sure, parts)


def _crossing(scale: Scale, both: Both) -> Crossing | None:
    if scale.cutoff is None:
        return None
    first, second = (sum(bool(rules.is_case(scale, pair[side])) for pair in both) for side in (0, 1))
    parts = _shares(CROSSED, (rules.crossed(scale, *pair) or "stayed" for pair in both))
    return Crossing(scale.cutoff, first, second, parts)


def _classes(scale: Scale, both: Both) -> tuple[Part, ...]:
    """Jacobson and Truax's classes: what is reliable, and what crossed, held together."""

    def kind(pair: tuple[float, float]) -> str:
        said, across = rules.reliable(scale, *pair), rules.crossed(scale, *pair) == "to_better"
        if said == "improved":
            return "recovered" if across else "improved"
        return "worse" if said == "worse" else "crossed" if across else "unchanged"

    return _shares(CLASSES, (kind(pair) for pair in both))


def _step(scale: Scale, part: str | None) -> float:
    """The least step in which a score moves: a whole point, unless it has decimals."""
    return 1.0 if part in {one.id for one in scale.items} or not scale.decimals else 10.0**-scale.decimals


def bins(changes: Sequence[float], step: float = 1.0) -> tuple[Bin, ...]:
    """At most about 15 bars of the same width, one of them around nought. Of whole points the width is odd, so that no
    change lies on an edge."""
    if not changes:
        return ()
    reach = max(*(abs(change) for change in changes), step)
    width = _width(2 * reach / MOST_BINS, step)
    places = [math.floor(change / width + 0.5) for change in changes]
    low, high = min(*places, -1), max(*places, 1)
    return tuple(Bin((at - 0.5) * width, (at + 0.5) * width, places.count(at)) for at in range(low, high + 1))


def _width(wanted: float, step: float) -> float:
    if step >= 1:
        return float(2 * math.ceil((wanted - 1) / 2) + 1) if wanted > 1 else 1.0
    sizes = (size * 10.0**power for power in range(-3, 6) for size in (1, 2, 5))
    return next(size for size in sizes if size >= max(wanted, step))


def _moved(found: Paired) -> list[float]:
    return [one.second - one.first for one in found.pairs]


def _comparison(names: tuple[str, ...], mine: Paired, theirs: Paired, better: str) -> Comparison:
    return Comparison(
        names,
        _change(theirs.pairs, better, left_out=sum(theirs.left_out.values())),
        effects.welch(_moved(mine), _moved(theirs)),
    )


def _groups(pairs: Sequence[Pair], better: str) -> tuple[Group, ...]:
    codes = sorted({one.group for one in pairs})
    changes = {code: _change([one for one in pairs if one.group == code], better) for code in codes}
    return tuple(
        Group(code, FigureRow((code,), one.n, None, None, one.mean, one.low, one.high)) for code, one in changes.items()
    )


__all__ = ["BROKEN_DOWN_BY", "ChangeReport", "Reading", "bins", "parts_of", "report"]
