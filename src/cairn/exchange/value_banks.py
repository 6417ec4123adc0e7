"""A value bank as its licensee has it: a sheet with one outcome a row. No bank is shipped; only the empty template is."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cairn.contracts.rules_value_banks import FACTS, NEEDED, NewOutcome, outcome_problems
from cairn.exchange import sheets, tables
from cairn.exchange.sheets import Value
from cairn.kernel.problems import Problem, refuse_if

POUNDS = "Value in pounds"
HEADINGS = (*FACTS.values(), POUNDS)
_FIELDS = {word.casefold(): name for name, word in FACTS.items()} | {POUNDS.casefold(): "value_pounds"}


def template() -> bytes:
    """An empty workbook with the headings."""
    return tables.xlsx(HEADINGS, (), title="Value bank")


def read(data: bytes) -> list[NewOutcome]:
    """Every outcome of the file. Raises Refused with each fault of the headings, or of a number, and where it is."""
    found = sheets.read(data)
    if len(found) > 1:
        names = ", ".join(f"“{one.name}”" for one in found[:6])
        refuse_if([_problem("sheets", f"The workbook has several sheets: {names}.", "Keep the one with the outcomes.")])
    rows = found[0].rows
    places, problems = _places(rows[0])
    refuse_if(problems)
    outcomes = []
    for number, row in enumerate(rows[1:], start=2):
        if any(_text(value) for value in row):
            said: dict[str, Any] = {name: _text(row[at]) for name, at in places.items() if name != "value_pounds"}
            pounds, wrong = _pounds(row[places["value_pounds"]] if "value_pounds" in places else None, number)
            problems += wrong
            outcomes.append(NewOutcome(**said, value_pounds=pounds, row=number))
    refuse_if([*problems, *outcome_problems(outcomes)] if problems else [])
    return outcomes


def _places(headings: Sequence[Value]) -> tuple[dict[str, int], list[Problem]]:
    """In which column each part stands, by the words of its heading."""
    places: dict[str, int] = {}
    problems = []
    for at, value in enumerate(headings):
        word = _text(value)
        name = _FIELDS.get(" ".join(word.split()).casefold())
        if word and name is None:
            said = f"Row 1, column {at + 1}: a heading that is not in the template."
            problems.append(_problem("heading", said, f"Take the column out. Headings are: {', '.join(HEADINGS)}."))
        elif name in places:
            said = f"Row 1, column {at + 1}: the heading “{HEADINGS[list(_FIELDS.values()).index(name)]}” stands twice."
            problems.append(_problem("heading_twice", said, "Keep one of the two columns."))
        elif name:
            places[name] = at
    problems += [
        _problem("heading_missing", f"Row 1: there is no column “{FACTS[name]}”.", "Begin from the template.")
        for name in NEEDED
        if name not in places
    ]
    return places, problems


def _pounds(value: Value, row: int) -> tuple[Decimal | None, list[Problem]]:
    text = _text(value).replace("£", "").replace(",", "").strip()
    if not text:
        return None, []
    try:
        return Decimal(text).quantize(Decimal("0.01")), []
    except InvalidOperation:
        said = f"Row {row}, {POUNDS}: that is not a number."
        return None, [_problem("pounds", said, "Write a number of pounds, or leave it blank.")]


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _problem(rule: str, message: str, fix: str) -> Problem:
    return Problem(f"value_bank.{rule}", message, fix, field="file")
