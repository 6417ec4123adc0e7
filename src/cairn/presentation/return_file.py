"""A return as a table of a file: one line a figure, its number as it is kept, and beside it the other quarters of its year."""

from collections.abc import Iterator, Sequence
from datetime import date

from cairn.presentation.returns import basis
from cairn.presentation.year import Line, Table
from cairn.returns.views import ReturnView

Value = str | int | float | date | None
COLUMNS = (
    "Contract", "Round", "From", "To", "Basis", "Class", "Measure", "Version", "Breakdown", "Figure", "Value", "n", "Low",
    "High", "Worked out", "Why corrected", "Target", "Comments", "Series",
)  # fmt: skip


def columns(table: Table) -> tuple[str, ...]:
    """The columns above, then value and n of every other quarter that has figures, each with its basis."""
    others = [f"{head.name}, {head.basis}" for head in table.heads if head.quarter.basis and not head.quarter.is_here]
    parts = ("", "n of ", "Series of ") if table.breaks else ("", "n of ")
    return (*COLUMNS, *(f"{part}{said}" for said in others for part in parts))


def lines(view: ReturnView, table: Table) -> Iterator[tuple[Value, ...]]:
    words = basis(view).words
    for group in table.groups:
        for line in group.lines:
            yield (*_about(view, words, group.label, line), *_others(line, bool(table.breaks)))


def _about(view: ReturnView, words: str, label: str, line: Line) -> Sequence[Value]:
    figure = line.row.figure
    said = " / ".join(note.words for note in line.notes if note.kind == "comment")
    period = view.period
    return (
        view.contract_reference, view.round_name, period.start, period.end, words, label, figure.measure_label,
        figure.version, figure.label if figure.code else "", figure.key, figure.value, figure.n, figure.low, figure.high,
        figure.derived, figure.override_reason, figure.target, said, line.since,
    )  # fmt: skip


def _others(line: Line, breaks: bool) -> Iterator[Value]:
    """Where a series breaks between the quarters, each says beside its number whether it is of the same one."""
    for said in line.cells:
        if said.head.quarter.basis and not said.head.quarter.is_here:
            yield said.value
            yield said.n
            if breaks:
                yield said.series
