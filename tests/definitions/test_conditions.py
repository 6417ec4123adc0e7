"""How conditions are written in definition files."""

from datetime import date
from typing import Any as Untyped

import pytest

from cairn.definitions.conditions import ConditionError, parse, written
from cairn.questionnaire.conditions import All, Answered, Any, AtLeast, AtMost, Condition, Equals, In, Not
from cairn.questionnaire.texts import DaysAfter, Matches, Reads


@pytest.mark.parametrize(
    ("raw", "read"),
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
        ({"field": "id", "matches": "[0-9]{5}"}, Matches("id", "[0-9]{5}")),
        ({"field": "end", "days_after": "start", "at_least": 28}, DaysAfter("end", "start", 28)),
        ({"field": "end", "days_after": "start", "at_most": -1, "at_least": -9}, DaysAfter("end", "start", -9, -1)),
    ],
)
def test_reads_and_is_written_back(raw: Untyped, read: Condition) -> None:
    assert parse(raw) == read
    assert written(read) == raw


def test_one_of_several_is_a_pattern() -> None:
    assert parse({"field": "groups", "includes": "2+1"}) == Matches("groups", r"(?:.*; )?2\+1(?:; .*)?")


def test_a_test_without_a_written_form() -> None:
    with pytest.raises(ConditionError, match="no written form"):
        written(Reads("age", "number"))


@pytest.mark.parametrize(
    ("raw", "wrong"),
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
        ({"field": "a", "matches": "["}, "takes a pattern"),
        ({"field": "a", "includes": 21}, "takes one code"),
        ({"field": "a", "days_after": "b"}, "takes a field, and"),
        ({"field": "a", "days_after": 3, "at_least": 1}, "takes a field, and"),
        ({"field": "a", "days_after": "b", "at_least": "28"}, "takes a field, and"),
        ({"field": "a", "days_after": "b", "equals": 1}, "takes a field, and"),
    ],
)
def test_says_what_is_wrong(raw: Untyped, wrong: str) -> None:
    with pytest.raises(ConditionError, match=wrong):
        parse(raw)
