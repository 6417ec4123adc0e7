"""Measures: every figure, defined once. `insight` compiles these; `data/measures/README.md` lists the columns."""

from typing import Literal

from pydantic import model_validator

from cairn.definitions.conditions import Written
from cairn.definitions.shapes.base import Definition, Id, Words, shape

Kind = Literal["count", "distinct", "share", "mean", "paired_change", "sum"]
Table = Literal[
    "referral",
    "episode",
    "paid_support",
    "need",
    "need_asked",
    "step",
    "outcome",
    "assessment",
    "assessment_pair",
    "outcome_change",
    "feedback",
    "attendance",
    "headcount",
    "move_on_block",
    "carers_assessment",
    "signposting",
    "home_move",
    "safeguarding",
    "group_supported",
    "group_report",
    "group_sample",
    "group_help",
    "group_check",
    "group_application",
    "collected_form",
    "collected_need",
    "collected_reason",
    "collected_own_reason",
]
NEEDS_COLUMN: dict[str, str] = {
    "distinct": "distinct",
    "share": "numerator",
    "mean": "value",
    "paired_change": "value",
    "sum": "value",
}


@shape
class LeftOut:
    """Rows that could have counted and did not, with the reason in words. `by` is a column that splits them further."""

    id: Id
    words: Words
    where: Written
    by: Id | None = None


@shape
class Measure(Definition):
    """One measure.

    A row is in a period when its `period_date` falls in it; with `period_rule: open_during`, when it was open on any
    day of it (`period_date` the first day, `period_end` the last day or blank for still open).
    `where` picks the rows, of which `left_out` go uncounted; a share's `numerator` is a condition within `where`.
    With `latest_per`, of the rows in the period only the latest (by `period_date`) of each such column's value counts.
    `weight` is a number column: how many a row stands for, so that n, and what is left out, are its sums (shares and sums only).
    `is_sample`: it is of only some of those concerned; it says n of N, and is never summed, with its like or with full counts.
    `topic` is what a standardised output is about (a code of `output_topic`): a contract that works on it carries one such.
    `beside` names measures that are shown with it, because it would mislead without them. `not_shown` says what a reader
    must not take it for.
    """

    words: Words
    not_shown: Words | None = None
    kind: Kind
    table: Table
    period_date: Id
    period_rule: Literal["date", "open_during"] = "date"
    period_end: Id | None = None
    where: Written | None = None
    numerator: Written | None = None
    value: Id | None = None
    weight: Id | None = None
    is_sample: bool = False
    distinct: Id | None = None
    latest_per: Id | None = None
    scale: Id | None = None
    measure_class: Literal["primary_outcome", "standardised_output", "provider_output", "service_reach"]
    topic: Id | None = None
    may_group_by: tuple[Id, ...]
    not_additive_over: tuple[Id, ...] = ()
    never_added_to: tuple[Id, ...] = ()
    sum_of: tuple[Id, ...] = ()
    beside: tuple[Id, ...] = ()
    better: Literal["higher", "lower", "none"]
    decimals: int = 0
    left_out: tuple[LeftOut, ...] = ()
    frameworks: tuple[Words, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether an organisation made it itself, in the browser."""
        return self.id.startswith("own-")

    @model_validator(mode="after")
    def _complete(self) -> "Measure":
        """A kind brings the field it cannot do without."""
        needed = NEEDS_COLUMN.get(self.kind)
        if needed and getattr(self, needed) is None:
            raise ValueError(f"a measure of kind `{self.kind}` needs `{needed}`")
        if (self.period_rule == "open_during") != (self.period_end is not None):
            raise ValueError("`period_rule: open_during` and `period_end` come together")
        if self.weight and self.kind not in ("share", "sum"):
            raise ValueError("only a share or a sum has a `weight`")
        if stray := set(self.not_additive_over) - set(self.may_group_by):
            raise ValueError(f"`not_additive_over` names what it may not be grouped by: {', '.join(sorted(stray))}")
        return self
