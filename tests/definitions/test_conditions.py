"""How conditions are written in definition files."""

from datetime import date
from typing import Any as Untyped

import pytest

from cairn.definitions.conditions import ConditionError, parse
from cairn.questionnaire.conditions import All, Answered, Any, AtLeast, AtMost, Condition, Equals, In, Not


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"field": "state", "equals": "met"}, Equals("state", "met")),
        ({"field": "is_new", "equals": True}, Equals("is_new", True)),
        ({"field": "state", "in": ["met", "part_met"]}, In("state", ("met", "part_met"))),
        ({"field": "age", "at_least": 16}, AtLeast("age", 16)),
        ({"field": "on", "at_most": date(2025, 6, 30)}, AtMost("on", date(2025, 6, 30))),
        ({"field": "score", "answered": False}, Answered("score", False)),
        ({"all": []}, All(())),
        ({"any": [{"field": "a", "equals": 1}]}, Any((Equals("a", 1),))),
        ({"not": {"all": [{"field": "a", "equals": 1}]}}, Not(All((Equals("a", 1),)))),
    ],
)
def test_reads(written: Untyped, read: Condition) -> None:
    assert parse(written) == read


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("state is met", "a condition is"),
        ({}, "this has: nothing"),
        ({"all": [], "any": []}, "this has: all, any"),
        ({"both": []}, "`both` with this content"),
        ({"all": {"field": "a", "equals": 1}}, "`all` with this content"),
        ({"field": "a"}, "its name and one test"),
        ({"field": 3, "equals": 1}, "its name and one test"),
        ({"field": "a", "equals": 1, "in": [1]}, "its name and one test"),
        ({"field": "a", "is": 1}, "`is` is no test; there are equals, in"),
        ({"field": "a", "equals": [1]}, "a value is text"),
        ({"field": "a", "equals": None}, "a value is text"),
        ({"field": "a", "in": []}, "`in` takes a list"),
        ({"field": "a", "in": "met"}, "`in` takes a list"),
        ({"field": "a", "at_least": "16"}, "a bound is a number or a date"),
        ({"field": "a", "at_most": True}, "a bound is a number or a date"),
        ({"field": "a", "answered": "yes"}, "takes true or false"),
    ],
)
def test_says_what_is_wrong(written: Untyped, wrong: str) -> None:
    with pytest.raises(ConditionError, match=wrong):
        parse(written)
