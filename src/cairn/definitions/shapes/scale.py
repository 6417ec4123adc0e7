"""Instruments: their items, how answers become a score, what a score is called, and who may see the wording."""

from typing import Literal

from pydantic import model_validator

from cairn.definitions.shapes.base import Definition, Id, Sure, Words, shape

Better = Literal["higher", "lower"]


@shape
class Item:
    """One item. `topic` is our own short tag; `text` is there only where the licence lets it ship."""

    id: Id
    number: int
    topic: Words
    text: Words | None = None
    low_label: Words | None = None
    high_label: Words | None = None
    better: Better | None = None
    parent_number: int | None = None


@shape
class Band:
    """A stretch of scores, both ends inclusive, by its published name."""

    name: Words
    low: float
    high: float


@shape
class BandSet:
    """One published way to name scores, `of` the total, the metric score, or one item."""

    id: Id
    label: Words
    of: Words
    source: Words
    sure: Sure
    bands: tuple[Band, ...]


@shape
class ChangeRule:
    """How much change counts as improved or worse: `least` points of the headline score."""

    least: float
    words: Words
    source: Words
    sure: Sure


@shape
class Flag:
    """An answer that somebody must look at today."""

    item: Id
    at_least: int
    words: Words


@shape
class Licence:
    """`locked`: no wording is shipped, and the scale is not offered until the organisation records its permission."""

    locked: bool
    words: Words
    holder: Words
    source: Words
    sure: Sure


@shape
class Missing:
    """What a blank item means for the score. So far every total needs every item."""

    words: Words
    source: Words
    sure: Sure


@shape
class Scale(Definition):
    """One version of an instrument. `rule`: the sum of the items; one single answer; or each item by itself, no total.

    `convert` turns a whole raw total into the metric score, which alone is then banded, averaged and compared.
    """

    short_label: Words
    recall: Words
    low: int
    high: int
    items: tuple[Item, ...]
    rule: Literal["sum", "single", "each"]
    convert: tuple[tuple[int, float], ...] = ()
    decimals: int = 0
    better: Better
    missing: Missing
    bands: tuple[BandSet, ...] = ()
    change: ChangeRule | None = None
    flags: tuple[Flag, ...] = ()
    licence: Licence
    note: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Scale":
        """Every total has a metric score, single answers are single, and bands and flags name what exists."""
        ids = [item.id for item in self.items]
        totals = [raw for raw, _ in self.convert]
        if self.convert and totals != list(range(len(ids) * self.low, len(ids) * self.high + 1)):
            raise ValueError("`convert` must give a metric score for every possible total, in order")
        if self.rule == "single" and len(ids) != 1:
            raise ValueError("a scale of rule `single` has one item")
        known = {*ids, "total", "metric"}
        lost = {band_set.of for band_set in self.bands} - known | {flag.item for flag in self.flags} - set(ids)
        if lost:
            raise ValueError(f"bands or flags are of what the scale has not: {', '.join(sorted(lost))}")
        if self.convert and any(band_set.of == "total" for band_set in self.bands):
            raise ValueError("bands of a converted scale are of its `metric` score, never of the raw total")
        return self

    @property
    def headline(self) -> Literal["metric", "total"] | None:
        """Which score is reported; None where each item stands by itself."""
        if self.rule == "each":
            return None
        return "metric" if self.convert else "total"

    def item(self, id: str) -> Item:
        """The item of this id. Raises KeyError when there is none."""
        return {item.id: item for item in self.items}[id]
