"""Instruments: their items, how answers become a score, what a score is called, and who may see the wording."""

from typing import Literal

from pydantic import model_validator

from cairn.definitions.shapes.base import Definition, Id, Sure, Words, shape

Better = Literal["higher", "lower"]
Rater = Literal["client", "worker", "both"]


@shape
class Choice:
    """One answer that may be given. `points` is what it counts for in a score, where that is not the answer itself."""

    value: int
    label: Words | None = None
    points: float | None = None


@shape
class Item:
    """One item. `topic` is our own short tag; `text` is there only where the licence lets it ship.

    `low` and `high` where its bounds are not the scale's. `choices` name the answers, of this item alone. `reverse` counts an
    answer from the other end. `extra` is asked beside the scale and is in no score: a list of answers may stop short of it.
    `may_skip` says when the item does not apply: answered `not_applicable`, it is left out and the range shrinks.
    `outcome` ("framework/outcome") is what an area of an organisation's own scale tells of; a framework maps the others.
    """

    id: Id
    number: int
    topic: Words
    text: Words | None = None
    low: int | None = None
    high: int | None = None
    low_label: Words | None = None
    high_label: Words | None = None
    choices: tuple[Choice, ...] = ()
    reverse: bool = False
    extra: bool = False
    may_skip: Words | None = None
    better: Better | None = None
    parent_number: int | None = None
    outcome: Words | None = None


@shape
class Band:
    """A stretch of scores, both ends inclusive, by its published name."""

    name: Words
    low: float
    high: float


@shape
class BandSet:
    """One published way to name scores, `of` the total, the metric score, a subscale, or one item."""

    id: Id
    label: Words
    of: Words
    source: Words
    sure: Sure
    bands: tuple[Band, ...]


@shape
class ChangeRule:
    """How much change counts as improved or worse: `least` points of the headline score, or of each item without one."""

    least: float
    words: Words
    source: Words
    sure: Sure


@shape
class Reliability:
    """What Jacobson and Truax's reliable change needs: the standard deviation of scores in `group`, and their reliability."""

    sd: float
    reliability: float
    group: Words
    source: Words
    sure: Sure


@shape
class Cutoff:
    """The headline score at which a case begins: `at` belongs to the worse side."""

    at: float
    words: Words
    source: Words
    sure: Sure


@shape
class Flag:
    """An answer that somebody must look at today: `at_least` or more, or, where a low answer is the worse one, `at_most`."""

    item: Id
    at_least: int | None = None
    at_most: int | None = None
    words: Words

    @model_validator(mode="after")
    def _one_end(self) -> "Flag":
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a flag has `at_least` or `at_most`, and not both")
        return self

    @property
    def ends(self) -> str:
        """Which answers raise it, in words: `1 or more`."""
        return f"{self.at_least} or more" if self.at_most is None else f"{self.at_most} or less"

    def holds(self, answer: float) -> bool:
        """Whether this answer raises it."""
        if self.at_most is not None:
            return answer <= self.at_most
        return self.at_least is not None and answer >= self.at_least


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
    """What a blank item means for the score. Up to `allow` blanks still give one: `person_mean` puts the mean of the person's
    own answers in their place (a mean is then over what was answered); `left_out` adds up what is there. `unknown` is an
    answer that means not known."""

    words: Words
    source: Words
    sure: Sure
    allow: int = 0
    by: Literal["person_mean", "left_out"] = "person_mean"
    unknown: int | None = None


@shape
class Subscale:
    """A score of some of the items, by itself. A mean is of what was answered, with at most `allow` blanks."""

    id: Id
    label: Words
    items: tuple[Id, ...]
    rule: Literal["sum", "mean"]
    allow: int = 0
    better: Better | None = None
    decimals: int = 0


@shape
class Tariff:
    """The value of each answer to each item, lowest answer first; the score is their sum. Where `values` are not in hand,
    `lacking` says which table is missing and where to find it: an administrator may load it."""

    source: Words
    sure: Sure
    values: tuple[tuple[Id, tuple[float, ...]], ...] = ()
    lacking: Words | None = None


@shape
class Guidance:
    """Help for staff, in our own words: before asking, while asking, and what the score does and does not say."""

    before: Words
    asking: Words
    reading: Words


@shape
class Scale(Definition):
    """One version of an instrument.

    `rule` of the total: the `sum` of the items; their `mean`; one `single` answer; `each` item by itself, no total; or a
    `tariff`. A total is multiplied by `factor`. `convert` turns a whole raw total, and `times` any total, into the metric
    score, which alone is then banded, averaged and compared. `sum_shown`: the sum of what was rated is the total even with
    too many blanks; the score is the metric. `main` names the subscale that is compared where there is no total. `profile`
    lists items whose answers, put side by side, have a name ("11223"). `template`: not asked as it is; an organisation makes
    its own scale from it. `family` and `based_on` tie editions and copies to what they come from.
    """

    short_label: Words
    recall: Words
    low: int
    high: int
    items: tuple[Item, ...]
    choices: tuple[Choice, ...] = ()
    rule: Literal["sum", "mean", "single", "each", "tariff"]
    factor: float = 1
    times: float | None = None
    convert: tuple[tuple[int, float], ...] = ()
    sum_shown: bool = False
    tariff: Tariff | None = None
    subscales: tuple[Subscale, ...] = ()
    main: Id | None = None
    profile: tuple[Id, ...] = ()
    decimals: int = 0
    better: Better
    missing: Missing
    bands: tuple[BandSet, ...] = ()
    change: ChangeRule | None = None
    reliability: Reliability | None = None
    cutoff: Cutoff | None = None
    flags: tuple[Flag, ...] = ()
    raters: tuple[Rater, ...] = ("client", "worker", "both")
    licence: Licence
    guidance: Guidance | None = None
    template: bool = False
    family: Id | None = None
    based_on: Id | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Scale":
        """Every total has a metric score, single answers are single, and what is named exists."""
        problems = (_converting(self), _counting(self), _naming(self), _tariff(self))
        if said := next((words for words in problems if words), None):
            raise ValueError(said)
        return self

    @property
    def scored(self) -> tuple[Item, ...]:
        """The items that a score is made of."""
        return tuple(item for item in self.items if not item.extra)

    @property
    def headline(self) -> str | None:
        """Which score is reported: `metric`, `total` or a subscale's id; None where each item stands by itself."""
        if self.rule == "each":
            return self.main
        return "metric" if self.convert or self.times or self.sum_shown or self.rule == "tariff" else "total"

    def item(self, id: str) -> Item:
        """The item of this id. Raises KeyError when there is none."""
        return {item.id: item for item in self.items}[id]

    def bounds(self, item: Item) -> tuple[int, int]:
        """The lowest and the highest answer to an item."""
        return (self.low if item.low is None else item.low, self.high if item.high is None else item.high)

    def answers(self, item: Item) -> tuple[Choice, ...]:
        """Every answer to an item, lowest first, by name where it has one."""
        low, high = self.bounds(item)
        named = {choice.value: choice for choice in item.choices or self.choices}
        ends = {low: item.low_label, high: item.high_label}
        return tuple(named.get(value) or Choice(value=value, label=ends.get(value)) for value in range(low, high + 1))


def _converting(scale: Scale) -> str | None:
    totals = [raw for raw, _ in scale.convert]
    count = len(scale.scored)
    if scale.convert and totals != list(range(count * scale.low, count * scale.high + 1)):
        return "`convert` must give a metric score for every possible total, in order"
    if scale.headline == "metric" and any(one.of == "total" for one in scale.bands):
        return "bands of a converted scale are of its `metric` score, never of the raw total"
    return None


def _counting(scale: Scale) -> str | None:
    if scale.rule == "single" and len(scale.scored) != 1:
        return "a scale of rule `single` has one item"
    ids = [item.id for item in scale.items]
    if len(set(ids)) != len(ids):
        return "two items have one id"
    if any(item.extra for item in scale.items[: len(scale.scored)]):
        return "`extra` items come last"
    return (
        "an answer's `value` lies out of its item's bounds"
        if any(_stray(scale, item) for item in scale.items)
        else None
    )


def _stray(scale: Scale, item: Item) -> bool:
    low, high = scale.bounds(item)
    return low > high or any(not low <= choice.value <= high for choice in item.choices)


def _naming(scale: Scale) -> str | None:
    ids, parts = {item.id for item in scale.items}, {part.id for part in scale.subscales}
    named = {one.of for one in scale.bands} - {"total", "metric"} - parts - ids
    named |= {flag.item for flag in scale.flags} - ids
    named |= {id for part in scale.subscales for id in part.items} - ids
    named |= set(scale.profile) - ids
    named |= ({scale.main} if scale.main else set()) - parts
    named |= parts & ids
    return (
        f"bands, flags or subscales are of what the scale has not: {', '.join(sorted(map(str, named)))}"
        if named
        else None
    )


def _tariff(scale: Scale) -> str | None:
    if (scale.rule == "tariff") != (scale.tariff is not None):
        return "a scale of rule `tariff` has a `tariff`, and no other has"
    if scale.tariff is None:
        return None
    if bool(scale.tariff.values) == bool(scale.tariff.lacking):
        return "a tariff has its `values`, or says what is `lacking`"
    wanted = {item.id: len(scale.answers(item)) for item in scale.scored}
    given = {id: len(values) for id, values in scale.tariff.values}
    return "a tariff has a value for every answer to every item" if given and given != wanted else None
