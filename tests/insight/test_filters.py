"""A condition says the same of a row read by Python and of a row read by the mart."""

from datetime import date, timedelta
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.insight.measures.filters import holds
from cairn.questionnaire.conditions import (
    All,
    Answered,
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
from cairn.questionnaire.conditions import Any as AnyOf
from cairn.questionnaire.texts import Matches
from tests.thorough import examples

TYPES = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "day": pa.date32(), "flag": pa.bool_()}
IBIS = {"text": "string", "whole": "int64", "number": "float64", "day": "date", "flag": "boolean"}
FIELDS = [*TYPES, "elsewhere"]

words = st.sampled_from(["", "met", "unmet", "not_known", "refused"])
wholes = st.integers(-3, 3)
numbers = st.sampled_from([-1.5, 0.0, 1.0, 2.5])
days = st.integers(0, 3).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
scalars = st.one_of(words, wholes, numbers, days, st.booleans())
bounds = st.one_of(wholes, numbers, days)
fields = st.sampled_from(FIELDS)
leaves = st.one_of(
    st.builds(Equals, fields, scalars),
    st.builds(In, fields, st.lists(scalars, min_size=1, max_size=3).map(tuple)),
    st.builds(AtLeast, fields, bounds),
    st.builds(AtMost, fields, bounds),
    st.builds(Answered, fields, st.booleans()),
    st.builds(Whole, fields),
    st.builds(OfKind, fields, st.sampled_from(["text", "number", "date"])),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {
        "text": st.none() | words,
        "whole": st.none() | wholes,
        "number": st.none() | numbers,
        "day": st.none() | days,
        "flag": st.none() | st.booleans(),
    }
)


def in_mart(condition: Condition, data: list[dict[str, Any]]) -> list[bool | None]:
    table = ibis.table(IBIS | {"place": "int64"}, name="facts")
    text = ibis.to_sql(table.mutate(held=holds(condition, table)).order_by("place").select("held"), dialect="duckdb")
    numbered = [{**row, "place": place} for place, row in enumerate(data)]
    with duckdb.connect() as connection:
        connection.register(
            "facts", pa.Table.from_pylist(numbered, schema=pa.schema([*TYPES.items(), ("place", pa.int64())]))
        )
        return [held for (held,) in connection.execute(str(text)).fetchall()]


@settings(max_examples=examples(80), deadline=None)
@given(conditions, st.lists(rows, min_size=1, max_size=8))
def test_a_filter_of_the_mart_says_what_a_condition_says(condition: Condition, data: list[dict[str, Any]]) -> None:
    assert in_mart(condition, data) == [evaluate(condition, row) for row in data]


def test_null_is_false_before_not_turns_it() -> None:
    data = [{"text": None, "whole": None, "number": None, "day": None, "flag": None}]

    assert in_mart(Equals("text", "met"), data) == [False]
    assert in_mart(Not(Equals("text", "met")), data) == [True]


def test_every_kind_of_leaf_says_the_same_over_every_kind_of_column() -> None:
    """What chance may miss: each leaf, over each column, with values of its own kind and of another."""
    data = [
        {"text": "met", "whole": 1, "number": 2.5, "day": date(2025, 1, 1), "flag": True},
        {"text": "refused", "whole": -3, "number": 1.0, "day": date(2025, 1, 3), "flag": False},
        {"text": "", "whole": None, "number": None, "day": None, "flag": None},
    ]
    values = ("met", 1, 2.5, date(2025, 1, 1), True)
    for field in FIELDS:
        leaves: list[Condition] = [Answered(field, answered) for answered in (True, False)]
        leaves += [Equals(field, value) for value in values] + [In(field, values), Whole(field)]
        leaves += [bound(field, value) for bound in (AtLeast, AtMost) for value in values[1:4]]
        leaves += [OfKind(field, "text"), OfKind(field, "number"), OfKind(field, "date")]
        for leaf in leaves:
            assert in_mart(leaf, data) == [evaluate(leaf, row) for row in data], leaf


def test_a_test_of_text_in_files_is_for_forms() -> None:
    with pytest.raises(TypeError, match="for forms"):
        in_mart(Matches("text", "met"), [{"text": "met"}])
