"""A statement of what is paid, in words and as a file."""

from collections.abc import Iterator
from datetime import date

from cairn.definitions import registry
from cairn.kernel import clock
from cairn.returns.payments import PaidLine, Paper
from cairn.web import formats

STANDS = {
    "draft": "Not approved yet",
    "approved": "Approved",
    "reopened": "Approved; its return was opened again",
    "replaced": "Approved; rests on a submission that was replaced",
}
COLUMNS = (
    "Contract", "Round", "From", "To", "Stands", "Submission", "SHA-256", "Figure", "Value", "n", "Rule", "Counted",
    "Pounds", "Approved",
)  # fmt: skip


def rows(paper: Paper) -> Iterator[tuple[str | int | float | date | None, ...]]:
    """One line a figure, and the total of each statement."""
    for one in paper.statements:
        about = (paper.reference, paper.round_name, paper.period.start, paper.period.end, STANDS[one.stands])
        last = clock.london_date(one.approved_at) if one.approved_at else None
        for line in one.lines:
            value = None if line.value is None else float(line.value)
            said = (one.number, one.sha256, line.label, value, line.n, line.rule, line.counted)
            yield (*about, *said, f"{line.pounds:.2f}", last)
        yield (*about, one.number, one.sha256, "Together", None, None, "", "", f"{one.pounds:.2f}", last)


def value_words(line: PaidLine) -> str:
    """The value as every other page writes it."""
    if line.value is None:
        return "no figure"
    definition = registry.get("measure", line.key.partition(":")[0])
    if definition.kind == "share":
        return formats.percent(line.value, definition.decimals)
    if definition.kind == "count" and line.value == int(line.value):
        return formats.number(int(line.value))  # a locked statement keeps 1 as 1.0
    return formats.number(line.value, definition.decimals if definition.kind != "count" else None)
