"""Tests of text as it stands in files."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.questionnaire.conditions import All, Condition, Not, evaluate, fields_of
from cairn.questionnaire.texts import DaysAfter, Matches, Reads, day, number

HOLDS: list[tuple[Condition, dict[str, str]]] = [
    (Matches("id", "[0-9]{5}"), {"id": "04217"}),
    (Reads("age", "number"), {"age": "-3"}),
    (Reads("age", "number", 0, 120), {"age": "120"}),
    (Reads("on", "date"), {"on": "2024-02-29"}),
    (Reads("on", "date", date(2024, 4, 1)), {"on": "2024-04-01"}),
    (DaysAfter("end", "start", 28), {"start": "2026-01-01", "end": "2026-01-29"}),
    (DaysAfter("end", "start", high=-1), {"start": "2026-01-02", "end": "2026-01-01"}),
    (DaysAfter("end", "start"), {"start": "2026-01-02", "end": "2026-01-01"}),
]
FAILS: list[tuple[Condition, dict[str, str]]] = [
    (Matches("id", "[0-9]{5}"), {"id": "042171"}),
    (Matches("id", "[0-9]{5}"), {"id": "04217\n"}),
    (Matches("id", r"\d"), {"id": "٣"}),
    (Matches("id", ".*"), {}),
    (Reads("age", "number"), {"age": "3.0"}),
    (Reads("age", "number"), {"age": " 3"}),
    (Reads("age", "number", 0, 120), {"age": "121"}),
    (Reads("on", "date"), {"on": "2023-02-29"}),
    (Reads("on", "date"), {"on": "29/02/2024"}),
    (Reads("on", "date", high=date(2024, 4, 1)), {"on": "2024-04-02"}),
    (DaysAfter("end", "start", 28), {"start": "2026-01-01", "end": "2026-01-28"}),
    (DaysAfter("end", "start", 0), {"end": "2026-01-28"}),
]


@pytest.mark.parametrize(("condition", "row"), HOLDS)
def test_holds(condition: Condition, row: dict[str, str]) -> None:
    assert evaluate(condition, row)


@pytest.mark.parametrize(("condition", "row"), FAILS)
def test_does_not_hold(condition: Condition, row: dict[str, str]) -> None:
    assert not evaluate(condition, row)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_there_is_reads_as_itself(on: date) -> None:
    assert day(on.isoformat()) == on


def test_no_other_day_is_one() -> None:
    every = {(date(1900, 1, 1) + timedelta(n)).isoformat() for n in range(73049)}
    written = {f"{y}-{m:02}-{d:02}" for y in (1900, 2000, 2023, 2024, 2099) for m in range(14) for d in range(33)}
    assert {text for text in written if day(text)} == written & every


def test_what_a_text_reads_as() -> None:
    assert (number("007"), number(""), number(None), number(7)) == (7, None, None, None)
    assert day(20240229) is None


def test_both_days_are_fields_that_are_looked_at() -> None:
    assert fields_of(All((Not(DaysAfter("end", "start", 0)), Matches("id", "x")))) == {"end", "start", "id"}
