"""One rule, two readings: over one row, and over a table. They must say the same."""

from datetime import date
from typing import Any as Untyped

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cairn.questionnaire.columns import check_table, column_kind, mask
from cairn.questionnaire.conditions import (
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
    Whole,
    evaluate,
)
from cairn.questionnaire.rules import Rule, check_row
from cairn.questionnaire.texts import DaysAfter, Matches, Reads

TEXT = st.sampled_from(
    ["", "man", "woman", "refused", "not_known", "3", "-7", "2024-02-29", "2025-02-29", "2025-01-04", "a\n", "٣"]
)
NUMBER = st.integers(-3, 12) | st.sampled_from([0.5, 3.0, float("nan"), float("inf")])
DAY = st.dates(date(2025, 1, 1), date(2025, 1, 9))


def _some(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[tuple[Condition, ...]]:
    return st.lists(inner, max_size=3).map(tuple)


COLUMNS: dict[str, tuple[pa.DataType, st.SearchStrategy[Untyped]]] = {
    "text": (pa.string(), TEXT),
    "more": (pa.large_string(), TEXT),
    "number": (pa.float64(), NUMBER),
    "count": (pa.int64(), st.integers(-3, 12)),
    "day": (pa.date32(), DAY),
    "truth": (pa.bool_(), st.booleans()),
    "blank": (pa.null(), st.none()),
}
FIELD = st.sampled_from([*COLUMNS, "absent"])
SCALAR = TEXT | st.integers(-3, 12) | st.just(0.5) | DAY | st.booleans()
PATTERN = st.sampled_from(["", "[0-9]", "man|woman", "(?:man; )?woman", ".", r"\d", r"[\s\S]{2,10}", "-?[0-9]+"])
SIZE = st.none() | st.integers(-9, 40)
BOUND = st.integers(-3, 12) | st.just(0.5) | DAY
LEAF: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Equals, FIELD, SCALAR),
    st.builds(In, FIELD, st.lists(SCALAR, max_size=3).map(tuple)),
    st.builds(AtLeast, FIELD, BOUND),
    st.builds(AtMost, FIELD, BOUND),
    st.builds(Answered, FIELD, st.booleans()),
    st.builds(Whole, FIELD),
    st.builds(OfKind, FIELD, st.sampled_from(["text", "number", "date"])),
    st.builds(Matches, FIELD, PATTERN),
    st.builds(Reads, FIELD, st.just("number"), SIZE, SIZE),
    st.builds(Reads, FIELD, st.just("date"), st.none() | DAY, st.none() | DAY),
    st.builds(DaysAfter, FIELD, FIELD, SIZE, SIZE),
)
CONDITION: st.SearchStrategy[Condition] = st.recursive(
    LEAF,
    lambda inner: st.builds(Not, inner) | st.builds(All, _some(inner)) | st.builds(Any, _some(inner)),
    max_leaves=6,
)


def _row() -> st.SearchStrategy[dict[str, Untyped]]:
    return st.fixed_dictionaries({name: st.none() | values for name, (_, values) in COLUMNS.items()})


def _table(rows: list[dict[str, Untyped]]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, (kind, _) in COLUMNS.items()})


@given(CONDITION, st.lists(_row(), max_size=6))
def test_a_condition_reads_the_same_over_rows_and_over_columns(
    condition: Condition, rows: list[dict[str, Untyped]]
) -> None:
    assert mask(condition, _table(rows)).to_pylist() == [evaluate(condition, row) for row in rows]


@given(st.lists(CONDITION, max_size=3), st.lists(_row(), max_size=5))
def test_a_rule_gives_the_same_problems_by_row_and_by_table(
    conditions: list[Condition], rows: list[dict[str, Untyped]]
) -> None:
    rules = [Rule(f"rule {n}", "text", must, "wrong", "mend it") for n, must in enumerate(conditions)]
    by_row = [problem for number, row in enumerate(rows) for problem in check_row(rules, row, number)]
    assert check_table(rules, _table(rows)) == by_row


def test_what_a_column_holds() -> None:
    assert column_kind(pa.large_string()) == "text"
    assert column_kind(pa.bool_()) is None
