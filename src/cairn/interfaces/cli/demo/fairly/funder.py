"""A funder who is not on Cairn, in the demonstration: its own workbook, mapped once, and filled for two quarters. The workbook is
made here and belongs to nobody."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

import xlsxwriter

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.exchange.actions import funders
from cairn.exchange.actions.funders import NewCell
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of

PROVIDER, FUNDER, NAME = "stepping-out", "Brookside Charitable Trust", "Quarterly monitoring, second weekday"
SHEET, FILE = "Monitoring", "brookside-monitoring-form.xlsx"
#: What the form asks, in its own words, with what goes into the cell beside; "" stays for people to write.
ASKED = (
    ("Organisation", NewCell(SHEET, "", "organisation")),
    ("Reporting period", NewCell(SHEET, "", "period")),
    ("Date of this report", NewCell(SHEET, "", "today")),
    ("How many individuals benefited?", NewCell(SHEET, "", measure="people_supported")),
    ("… of whom were new to you", NewCell(SHEET, "", measure="people_new")),
    ("How many individuals so far this financial year?", NewCell(SHEET, "", measure="people_supported", span="year")),
    ("… in the quarter before", NewCell(SHEET, "", measure="people_supported", span="before")),
    ("Number of needs met", NewCell(SHEET, "", measure="needs_met")),
    ("Percentage of referrals accepted", NewCell(SHEET, "", measure="referrals_accepted_share", part="percent")),
    ("In your own words: what would you like us to know?", None),
)
FIRST = 3


def lay(founded: Mapping[str, Founded], own: str) -> None:
    """`own` is a measure of the provider's own that the form asks for too, by its id, or ""."""
    if PROVIDER not in founded:
        return
    lead = founded[PROVIDER].lead
    asked = (*ASKED[:-1], *([("Individuals taken out", NewCell(SHEET, "", measure=own))] if own else []), ASKED[-1])
    with scope.of(lead):
        uid = _take_in(lead, asked)
        for period in _quarters():
            with clock.fixed(_later(period)):
                funders.fill(by=lead, funder_uid=uid, period=period)


def _take_in(lead: Actor, asked: tuple[tuple[str, NewCell | None], ...]) -> str:
    data = workbook([words for words, _ in asked])
    row = funders.add(by=lead, name=NAME, funder=FUNDER, file_name=FILE, data=data).one
    cells = [
        NewCell(one.sheet, f"B{FIRST + at}", one.what, one.measure, part=one.part, span=one.span)
        for at, (_, one) in enumerate(asked)
        if one is not None
    ]
    funders.put(by=lead, funder_uid=str(row.uid), cells=cells)
    return str(row.uid)


def workbook(questions: list[str]) -> bytes:
    """As a small trust sends it: a title, its questions one under another, and an empty cell beside each."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 22)
    sheet.write_string(0, 0, f"{FUNDER}: monitoring form (invented for the demonstration)", bold)
    for at, words in enumerate(questions):
        sheet.write_string(FIRST - 1 + at, 0, words)
    book.close()
    return out.getvalue()


def _quarters() -> list[Period]:
    last = previous(quarter_of(clock.today()))
    return [previous(last), last]


def _later(period: Period) -> datetime:
    return min(datetime.combine(period.end + timedelta(days=12), time(10), UTC), clock.now())
