"""The figures of a return as rows of a page, for both sides alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cairn.definitions import registry
from cairn.presentation import figures
from cairn.presentation.figures import Stat
from cairn.returns.views import FigureGroup, FigureView


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
        target=figures.value(figure.target, figure.kind, figure.decimals),
        facts=[] if part else figures.definition_facts(registry.get("measure", figure.measure, figure.version)),
    )
