"""What a service, a step ladder and a type of activity may say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.kernel.problems import Problem
from cairn.services import rules
from cairn.services.rules import ServiceFacts


def fields(problems: list[Problem]) -> list[str]:
    return [problem.field for problem in problems]


def test_a_name_is_enough_for_a_service() -> None:
    assert rules.service_problems(ServiceFacts("Getting out")) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ServiceFacts(" "), "name"),
        (ServiceFacts("x" * 201), "name"),
        (ServiceFacts("A", who_for="x" * 301), "who_for"),
        (ServiceFacts("A", commissioning_area="moon"), "commissioning_area"),
        (ServiceFacts("A", baseline_days=-1), "baseline_days"),
        (ServiceFacts("A", baseline_days=366), "baseline_days"),
        (ServiceFacts("A", start_date=date(2025, 2, 1), end_date=date(2025, 1, 31)), "end_date"),
    ],
)
def test_each_thing_that_is_wrong_with_a_service_is_said_at_its_field(facts: ServiceFacts, field: str) -> None:
    [problem] = rules.service_problems(facts, 3)
    assert (problem.field, problem.row) == (field, 3) and problem.fix


def test_every_area_of_the_definitions_is_accepted_and_one_day_is_long_enough() -> None:
    day = date(2025, 1, 1)
    for area in registry.get("codes", "commissioning_area").codes:
        facts = ServiceFacts("A", commissioning_area=area, start_date=day, end_date=day)
        assert rules.service_problems(facts) == []


def test_all_problems_of_a_service_come_at_once() -> None:
    facts = ServiceFacts("", "x" * 301, "moon", baseline_days=999)
    assert fields(rules.service_problems(facts)) == ["name", "commissioning_area", "who_for", "baseline_days"]


def test_every_starter_makes_a_ladder_without_a_problem() -> None:
    for starter in registry.all("ladder"):
        labels = [rung.label for rung in starter.rungs]
        for need in starter.needs:
            assert rules.ladder_problems(starter.label, labels, need, starter.id) == []


def test_all_problems_of_a_ladder_come_at_once() -> None:
    problems = rules.ladder_problems("", ["Door", " door ", "", "x" * 121], "nothing", "nowhere", 1)
    assert fields(problems) == ["name", "rungs-1", "rungs-2", "rungs-3", "need", "starter"]
    assert fields(rules.ladder_problems("Out", [], "", "")) == ["rungs"]


@pytest.mark.parametrize("mode", ["individual", "group"])
def test_a_type_with_names_may_carry_steps_and_outcomes(mode: str) -> None:
    framework = registry.all("framework")[0]
    outcomes = [(framework.id, one.ref) for one in framework.outcomes]
    assert rules.type_problems("Visit", mode, 60, 3, outcomes) == []


def test_where_nobody_is_named_nothing_is_reached() -> None:
    framework = registry.all("framework")[0]
    outcome = (framework.id, framework.outcomes[0].ref)
    assert rules.type_problems("Drop-in", "head_count", 60, 0, []) == []
    assert fields(rules.type_problems("Drop-in", "head_count", 60, 1, [])) == ["mode"]
    assert fields(rules.type_problems("Drop-in", "head_count", 60, 0, [outcome])) == ["mode"]


def test_all_problems_of_a_type_come_at_once() -> None:
    problems = rules.type_problems("", "telepathy", -1, 0, [("nowhere", "1a")], 2)
    assert fields(problems) == ["name", "outcomes", "mode", "usual_minutes"]
    assert {problem.row for problem in problems} == {2}
    assert fields(rules.type_problems("Visit", "group", 1441, 0, [])) == ["usual_minutes"]


def test_names_are_the_same_however_they_are_written() -> None:
    assert rules.twice(["Visit", "visit ", "Call"], ["CALL"]) == [1, 2]
    assert rules.twice(["", ""]) == []


@given(st.lists(st.text(max_size=3)), st.lists(st.text(max_size=3)))
def test_without_the_names_that_come_twice_none_comes_twice(names: list[str], taken: list[str]) -> None:
    again = set(rules.twice(names, taken))
    assert rules.twice([name for place, name in enumerate(names) if place not in again], taken) == []
