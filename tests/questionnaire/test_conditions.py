"""The condition language over one row."""

from datetime import date

import pytest

from cairn.questionnaire.conditions import (
    ALWAYS,
    MISSING,
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Equals,
    In,
    Not,
    OfKind,
    Row,
    Whole,
    evaluate,
    fields_of,
    leaves_of,
)

HOLDS: list[tuple[Condition, Row]] = [
    (ALWAYS, {}),
    (Equals("state", "met"), {"state": "met"}),
    (In("state", ("met", "part_met")), {"state": "part_met"}),
    (AtLeast("age", 16), {"age": 16}),
    (AtMost("age", 24), {"age": 24.0}),
    (AtLeast("on", date(2025, 4, 1)), {"on": date(2025, 4, 1)}),
    (Answered("age"), {"age": 0}),
    (Answered("age", False), {}),
    (Answered("name", False), {"name": ""}),
    (Whole("n"), {"n": 3.0}),
    (OfKind("n", "number"), {"n": 3}),
    (OfKind("t", "text"), {"t": "x"}),
    (OfKind("d", "date"), {"d": date(2025, 1, 1)}),
    (Not(Equals("state", "met")), {}),
    (Any((Equals("a", 1), Equals("b", 2))), {"b": 2}),
    (All((Equals("a", 1), Not(Equals("b", 2)))), {"a": 1}),
    (Equals("is_new", True), {"is_new": True}),
]

FAILS: list[tuple[Condition, Row]] = [
    (Any(()), {}),
    (Equals("state", "met"), {}),
    (Equals("n", 1), {"n": True}),
    (Equals("n", 1), {"n": "1"}),
    (In("state", ("met",)), {"state": None}),
    (AtLeast("age", 16), {"age": 15}),
    (AtLeast("age", 16), {"age": "not_known"}),
    (AtLeast("age", 16), {"age": date(2025, 1, 1)}),
    (AtMost("age", 24), {}),
    (AtMost("age", 24), {"age": True}),
    (Answered("age"), {"age": None}),
    (Whole("n"), {"n": 3.5}),
    (Whole("n"), {"n": float("nan")}),
    (Whole("n"), {"n": "3"}),
    (Whole("n"), {"n": True}),
    (OfKind("n", "number"), {"n": "3"}),
    (All((Equals("a", 1), Equals("b", 2))), {"a": 1}),
]


@pytest.mark.parametrize(("condition", "row"), HOLDS)
def test_holds(condition: Condition, row: Row) -> None:
    assert evaluate(condition, row)


@pytest.mark.parametrize(("condition", "row"), FAILS)
def test_does_not_hold(condition: Condition, row: Row) -> None:
    assert not evaluate(condition, row)


@pytest.mark.parametrize("code", sorted(MISSING))
def test_a_code_for_a_missing_answer_is_not_an_answer(code: str) -> None:
    assert not evaluate(Answered("gender"), {"gender": code})


def test_a_condition_names_the_fields_it_looks_at() -> None:
    condition = All((Equals("a", 1), Not(Any((Answered("b"), In("c", ("x",)))))))
    assert fields_of(condition) == {"a", "b", "c"}
    assert leaves_of(condition) == (Equals("a", 1), Answered("b"), In("c", ("x",)))
