"""The figures of a return as rows of a page, for both sides alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from cairn.definitions import registry
from cairn.presentation import figures, mapping
from cairn.presentation.figures import Stat
from cairn.presentation.periods import words as period_words
from cairn.returns.views import AdjustmentView, FigureGroup, FigureView, ReturnView
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures are: `code` is "now", "sent", "accepted" or "" where there are none; `words` as they stand beside a figure;
    `sentence` with its date."""

    code: str
    words: str
    sentence: str


BASES = {"now": "as now", "sent": "as sent, not accepted yet", "accepted": "as accepted", "": "no figures yet"}


def basis(view: ReturnView) -> Basis:
    """Worked out from the records now; or read from what was sent, or accepted, on a day. What was accepted stays so when the
    return is opened again, until another is accepted."""
    if view.is_draft:
        return Basis("now", BASES["now"], "As now: worked out from the records just now.")
    if view.submitted_at is None:
        return Basis("", BASES[""], "Nothing was sent yet.")
    if view.is_accepted:
        return Basis(
            "accepted", BASES["accepted"], f"As accepted, of what was sent on {formats.instant(view.submitted_at)}."
        )
    return Basis("sent", BASES["sent"], f"As sent on {formats.instant(view.submitted_at)}, not accepted yet.")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `is_part` stands under its whole; `before` is the value of the accepted return before, or ""."""

    figure: FigureView
    label: str
    is_part: bool
    stat: Stat
    before: str
    derived: str
    target: str
    facts: list[Mapping[str, str]]

    @property
    def dimension(self) -> str:
        return self.figure.code.partition("=")[0]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one declared class of measure."""

    label: str
    rows: tuple[Row, ...]


def groups_of(groups: Iterable[FigureGroup], before: Mapping[str, FigureView] | None = None) -> tuple[Group, ...]:
    known = before or {}
    return tuple(
        Group(group.label, tuple(row(figure, known.get(figure.key)) for figure in group.figures)) for group in groups
    )


def row(figure: FigureView, before: FigureView | None = None) -> Row:
    part = bool(figure.code)
    return Row(
        figure=figure,
        label=figure.label if part else figure.measure_label,
        is_part=part,
        stat=figures.stat(figure, figure.kind, figure.decimals),
        before=figures.value(before.value, figure.kind, figure.decimals) if before else "",
        derived=figures.value(figure.derived, figure.kind, figure.decimals) or "none",
        target=figures.target(figure.target, figure.kind, figure.decimals),
        facts=[] if part else _facts(figure),
    )


def _facts(figure: FigureView) -> list[Mapping[str, str]]:
    """What it counts; and, of outcomes, which tools told of them."""
    definition = registry.get("measure", figure.measure, figure.version)
    return [*figures.definition_facts(definition), *mapping.facts(figure.told)]


@dataclass(frozen=True, slots=True)
class AdjustedRow:
    """One figure of an earlier period: as it was last told, as it reads now, and the change where numbers add up."""

    label: str
    is_part: bool
    was: str
    now: str
    change: str
    by_hand: str


@dataclass(frozen=True, slots=True)
class AdjustedPeriod:
    """What became known of one earlier period."""

    name: str
    period: str
    rows: tuple[AdjustedRow, ...]


def adjusted(found: Iterable[AdjustmentView]) -> tuple[AdjustedPeriod, ...]:
    """Adjustments by the period that they are of, in the order given."""
    return tuple(
        AdjustedPeriod(name, period_words(period), tuple(map(_adjusted, rows)))
        for (name, period), rows in groupby(found, key=lambda one: (one.round_name, one.period))
    )


def _adjusted(one: AdjustmentView) -> AdjustedRow:
    def said(value: float | None) -> str:
        return figures.value(value, one.kind, one.decimals) or "none"

    adds_up = one.kind in {"count", "distinct", "sum"} and one.difference
    change = f"{'+' if one.difference > 0 else ''}{said(one.difference)}" if adds_up and one.difference else ""
    label = f"{one.measure_label}: {one.label}" if one.code else one.measure_label
    by_hand = said(one.sent_value) if one.sent_value is not None else ""
    return AdjustedRow(label, bool(one.code), said(one.was), said(one.now), change, by_hand)
