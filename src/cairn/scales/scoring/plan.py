"""A scale as the tables that scoring reads, made once: the one rule from which both forms are made, for one set of
answers (`score`) and for a column of them (`columnar`)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add

from cairn.definitions.shapes.scale import Band, BandSet, Item, Scale

DIGITS = 4
"""A score is kept to so many decimals: enough for any tariff, and the same in every engine."""
KEPT = 256


@dataclass(frozen=True, slots=True)
class Column:
    """One item: its bounds, and what each answer counts for, lowest answer first (none where no table gives it)."""

    item: Item
    low: int
    high: int
    points: tuple[float, ...]
    may_skip: bool

    @property
    def name(self) -> str:
        return f"Item {self.item.number} ({self.item.topic})"

    @property
    def is_plain(self) -> bool:
        """An answer counts for what it says."""
        return self.points == tuple(range(self.low, self.high + 1))


@dataclass(frozen=True, slots=True)
class Part:
    """What is added up or averaged: places of items in the scale's order, and how many of them may be blank.

    `fills` puts the person's own mean in place of a blank; `bare` gives a sum of nothing as nought.
    """

    id: str
    places: tuple[int, ...]
    is_mean: bool
    allow: int
    fills: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """A set of bands and to how many decimals they are written: a score is rounded so before it is named, so that none
    falls between two bands."""

    bands: BandSet
    digits: int

    def place(self, value: float) -> int | None:
        """Which band, from 0; None where none names it."""
        shown = value if type(value) is int else half_up(value, self.digits)
        for place, band in enumerate(self.bands.bands):
            if band.low <= shown <= band.high:
                return place
        return None

    def of(self, value: float) -> Band | None:
        place = self.place(value)
        return None if place is None else self.bands.bands[place]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """`is_plain`: every answer counts for what it says. `need` items are scored; the rest are asked beside them. `whole` is
    the total, `convert` its table; `spans` keeps the possible ranges that were asked for, by the items that do not apply.
    """

    scale: Scale
    columns: tuple[Column, ...]
    bounds: tuple[tuple[int, int], ...]
    is_plain: bool
    places: dict[str, int]
    need: int
    unknown: int | None
    whole: Part | None
    parts: tuple[Part, ...]
    convert: dict[int, float]
    bands: tuple[Naming, ...]
    profile: tuple[int, ...]
    spans: dict[frozenset[int], tuple[float, float] | None]

    def counted(self, of: str) -> tuple[int, ...]:
        """The places of the items that make up a score, by its name; of an item, its own."""
        if of in self.places:
            return (self.places[of],)
        return next((part.places for part in self.parts if part.id == of), tuple(range(self.need)))


def half_up(value: float, digits: int) -> float:
    """Rounded, halves upwards: the same sum in every engine, which `round` is not."""
    scale = 10**digits
    return math.floor(value * scale + 0.5) / scale


def tidy(value: float) -> float:
    """A score as it is kept: whole where it is whole, else to four decimals."""
    if isinstance(value, int):
        return value
    kept = half_up(value, DIGITS)
    return int(kept) if kept.is_integer() else kept


def added(values: Iterable[float]) -> float:
    """One after the other, as a column is added up (`sum` corrects its rounding on some versions of Python)."""
    return reduce(add, values, 0)


def plan_of(scale: Scale) -> Plan:
    """The tables of a scale. A scale is frozen, so they are kept as long as it is."""
    found = _plans.get(id(scale))
    if found is None or found.scale is not scale:
        if len(_plans) >= KEPT:
            _plans.clear()
        found = _plans[id(scale)] = _made(scale)
    return found


_plans: dict[int, Plan] = {}


def _made(scale: Scale) -> Plan:
    places = {item.id: place for place, item in enumerate(scale.items)}
    columns = tuple(_column(scale, item) for item in scale.items)
    return Plan(
        scale=scale,
        columns=columns,
        bounds=tuple((column.low, column.high) for column in columns),
        is_plain=all(column.is_plain for column in columns),
        places=places,
        need=len(scale.scored),
        unknown=scale.missing.unknown,
        whole=_whole(scale),
        parts=tuple(_parts(scale, places)),
        convert={raw: tidy(metric) for raw, metric in scale.convert},
        bands=tuple(Naming(one, max(map(decimals, _edges(one)), default=0)) for one in scale.bands),
        profile=tuple(places[id] for id in scale.profile),
        spans={},
    )


def _whole(scale: Scale) -> Part | None:
    if scale.rule == "each" or (scale.tariff and not scale.tariff.values):
        return None
    missing = scale.missing
    fills = missing.by == "person_mean"
    return Part("", tuple(range(len(scale.scored))), scale.rule == "mean", missing.allow, fills, bare=False)


def _parts(scale: Scale, places: dict[str, int]) -> Iterable[Part]:
    fills = scale.missing.by == "person_mean"
    for one in scale.subscales:
        at = tuple(places[id] for id in one.items)
        bare = scale.sum_shown and one.rule == "sum" and not fills
        yield Part(one.id, at, one.rule == "mean", one.allow, fills, bare)


def _column(scale: Scale, item: Item) -> Column:
    low, high = scale.bounds(item)
    answers = range(low, high + 1)
    points = _worth(scale, item)
    counted = tuple(points[low + high - answer if item.reverse else answer] for answer in answers) if points else ()
    return Column(item, low, high, counted, item.may_skip is not None)


def _worth(scale: Scale, item: Item) -> dict[int, float]:
    """What each answer counts for, before any reversal; nothing where the tariff is not in hand."""
    if scale.tariff and not item.extra:
        values = dict(scale.tariff.values).get(item.id, ())
        return {scale.bounds(item)[0] + place: tidy(value) for place, value in enumerate(values)}
    return {c.value: c.value if c.points is None else tidy(c.points) for c in scale.answers(item)}


def _edges(bands: BandSet) -> Iterable[float]:
    return (edge for band in bands.bands for edge in (band.low, band.high))


def decimals(edge: float) -> int:
    """To how many decimals a number is written: 2 for 19.25."""
    return next((digits for digits in range(DIGITS) if half_up(edge, digits) == edge), DIGITS)
