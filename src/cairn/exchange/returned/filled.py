"""What Cairn’s own records put into a file of a return: its figures, its words, its rows about people. Enter a scope first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts import breaks
from cairn.contracts import queries as contracts
from cairn.exchange.returned.shape import FIGURES, UNITS, WORDS, Form, Line
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.returns import codes, derive, finding, individual, narrative
from cairn.returns.models import Return
from cairn.returns.views import FigureView

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows of each sheet, in the order of its columns."""

    sheets: dict[str, list[Row]]


def empty(form: Form) -> Filling:
    """Every figure and every question, with nothing in it."""
    return Filling(
        {
            FIGURES: [_line(line, None, None, "") for line in form.lines],
            WORDS: [(one.uid, one.head, one.words, one.most_words, "") for one in form.questions],
            **{name: [] for name in form.tables},
        }
    )


def of(by: Actor, form: Form) -> Filling:
    """As the records have it now. People who have no code in this contract yet get one. Raises NotFound."""
    answer = finding.led(by, form.return_uid)
    agreed, asked = finding.carried(answer), finding.asked(by, answer)
    with one_reading():
        figures = derive.compute(asked, agreed, finding.overrides_of(answer))
        rows = _rows(by, answer, form) if form.tables else {}
    said = {line.uid: line.words for line in narrative.written(answer).lines}
    words = [(one.uid, one.head, one.words, one.most_words, said.get(one.uid, "")) for one in form.questions]
    listed = {line.key: line for line in form.lines}
    return Filling({FIGURES: [_figure(one, listed) for one in figures], WORDS: words, **rows})


def _figure(one: FigureView, listed: dict[tuple[str, str], Line]) -> Row:
    line = listed.get((one.measure, one.code))
    if line is None:
        breakdown, _, code = one.code.partition("=")
        line = Line(
            one.measure, one.measure_label, one.measure_class, breakdown, code, one.label, one.kind, one.decimals
        )
    return _line(line, one.value, one.n, one.override_reason or "")


def _line(line: Line, value: float | None, n: int | None, comment: str) -> Row:
    unit = UNITS.get(line.kind, line.kind)
    return (
        line.measure, _name(line), line.measure_class, line.breakdown, line.code, line.group, unit, value, n, comment,
    )  # fmt: skip


def _name(line: Line) -> str:
    """What it is called, and that its series breaks: people read it, programs do not."""
    return f"{line.name}, {breaks.said(date.fromisoformat(line.since))}" if line.since else line.name


def _rows(by: Actor, answer: Return, form: Form) -> dict[str, list[Row]]:
    """The rows about people that would leave, under their codes; none of who said no, is withheld or in figures only."""
    agreement = contracts.agreement_in_force(answer.round.contract, clock.today())
    leaving = individual.leaving_of(answer, finding.asked(by, answer), finding.carried(answer), agreement)
    rows = [row for row in leaving.rows if row.table in form.tables and row.person_uid and not row.stays]
    people = {row.person_uid: row.holder_id for row in rows}
    coded = codes.row_codes(answer.round.contract, people, make=True) if people else {}
    found: dict[str, list[Row]] = {name: [] for name in form.tables}
    for row in rows:
        names = [column.name for column in form.tables[row.table][2:]]
        found[row.table].append((coded[row.person_uid], row.shared["fact"], *(row.shared.get(name) for name in names)))
    return found
