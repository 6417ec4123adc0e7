"""Exactly what will leave with a return, table by table."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts import rules as sharing
from cairn.contracts.views import AgreementView
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.returns import adjusting, codes, derive, finding, individual, narrative, rules
from cairn.returns.derive import Asked
from cairn.returns.freezing import Leave, LeavingRow
from cairn.returns.rules import Leaving
from cairn.returns.views import FigureView, PreviewColumn, PreviewTable, PreviewView

TABLES = {
    "person": "People",
    "referral": "Referrals",
    "episode": "Episodes of support",
    "paid_support": "Stretches of support that this contract paid for",
    "need": "Needs",
    "need_asked": "Needs asked about",
    "step": "Steps reached",
    "outcome": "Outcomes looked for",
    "assessment": "Readings",
    "assessment_pair": "Pairs of readings",
    "outcome_change": "Readings of outcomes, against the first",
    "feedback": "Times of asking what the service was like",
    "attendance": "Attendances",
    "move_on_block": "Times of being blocked from moving on",
    "carers_assessment": "Carers' assessments",
    "signposting": "Other services told of",
    "home_move": "Moves from one kind of home to another",
    "safeguarding": "Safeguarding referrals made: that there was one, and in which quarter",
    "headcount": "Sessions where heads were counted",
    "group_supported": "Groups looked after",
    "group_report": "What groups told",
    "group_sample": "What groups counted or asked of only some",
    "group_help": "What groups say would help them",
    "group_check": "What groups have in place, item by item",
    "group_application": "Applications of groups",
}
CODE = PreviewColumn("row", "Code", "The same person has the same code in this contract, and no other", False)
FACT = PreviewColumn("fact", "Record", "Tells records apart without naming them", False)
NO_CODE_YET = "made when sent"
USUAL_THRESHOLD = 4


def preview(by: Actor, return_uid: str, limit: int | None = None) -> PreviewView:
    """For the provider: exactly what will leave, table by table; at most `limit` rows of each."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    contract = answer.round.contract
    agreed, agreement = finding.carried(answer), contracts.agreement_in_force(contract, clock.today())
    asked = finding.asked(by, answer)
    with one_reading():
        figures = derive.compute(asked, agreed, finding.overrides_of(answer))
        leaving = individual.leaving_of(answer, asked, agreed, agreement)
        adjusted = adjusting.adjustments(by, answer, agreed)
    return PreviewView(
        return_uid=str(answer.uid),
        groups=derive.grouped(figures),
        tables=tuple(_tables(asked, leaving, agreement, limit)),
        agreement=agreement,
        why_no_rows="" if agreement else _why_no_rows(finding.agreement_ended(answer, clock.today())),
        warnings=_warnings(figures, agreement),
        digest=rules.seen_digest(derive.frozen(figures), adjusting.frozen(adjusted), narrative.frozen(answer)),
        adjustments=adjusted,
        alone=len(individual.alone_in(leaving, agreement)),
    )


def _why_no_rows(ended: date | None) -> str:
    if ended is None:
        return "No data-sharing agreement is in force, so only figures leave."
    return f"The data-sharing agreement ended on {ended:%-d %B %Y}, so only figures leave."


def _tables(asked: Asked, leaving: Leave, agreement: AgreementView | None, limit: int | None) -> Iterator[PreviewTable]:
    coded = codes.row_codes(asked.contract, leaving.people, make=False)
    purposes = {field.name: field.purpose for field in agreement.fields} if agreement else {}
    for table, columns in leaving.columns.items():
        every = [row for row in leaving.rows if row.table == table]
        rows = [row for row in every if not row.stays]
        shown = tuple(_values(row, columns, coded) for row in rows[:limit])
        heading = (CODE, FACT, *(_column(column, purposes) for column in columns))
        yield PreviewTable(table, TABLES[table], heading, shown, len(rows), len(every) - len(rows))


def _values(row: LeavingRow, columns: Sequence[Leaving], coded: dict[str, str]) -> tuple[Any, ...]:
    code = coded.get(row.person_uid, NO_CODE_YET) if row.person_uid else ""
    return (code, row.shared["fact"], *(row.shared.get(column.name) for column in columns))


def _column(column: Leaving, purposes: dict[str, str]) -> PreviewColumn:
    label = sharing.SHAREABLE.get(column.name, column.name.replace("_", " ").capitalize())
    if column.is_agreed:
        return PreviewColumn(column.name, label, purposes[column.under or column.name], True)
    return PreviewColumn(column.name, label, f"To count: {', '.join(column.measures)}", False)


def _warnings(figures: Sequence[FigureView], agreement: AgreementView | None) -> tuple[str, ...]:
    """Figures leave as they are: say how many are small enough that somebody might be recognised in them."""
    threshold = agreement.threshold if agreement else USUAL_THRESHOLD
    small = sum(1 for figure in figures if figure.n and figure.n <= threshold)
    if not small:
        return ()
    noun = "figure rests" if small == 1 else "figures rest"
    return (
        f"{small} {noun} on {threshold} or fewer. The commissioner hides such numbers in anything that goes further.",
    )
