"""A commissioning area is renamed or ended from a day on; its code stays, and each day shows the name of that day."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.contracts import areas
from cairn.contracts.actions import areas as actions
from cairn.contracts.models import AreaName, Contract
from cairn.kernel.problems import Refused
from cairn.presentation import dimensions
from tests.conftest import Party
from tests.contracts.conftest import YEAR, a_contract

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
AFTER = date(2028, 1, 1)
OLD = "Vulnerable Adults 2: disabilities and mental health"
NEW = "Prevention and Empowerment Pathway"
CODE = "vulnerable_adults_2"


def named(party: Party, name: str = NEW, from_date: date = SUMMER, area: str = CODE) -> AreaName:
    by = party.contract_manager
    with scope.of(by):
        return actions.name(by=by, area=area, name=name, from_date=from_date).one


def ended(party: Party, ended_date: date, area: str = CODE) -> AreaName:
    by = party.contract_manager
    with scope.of(by):
        return actions.end(by=by, area=area, ended_date=ended_date).one


def label(party: Party, day: date) -> str:
    by = party.contract_manager
    with scope.of(by):
        return areas.labels(by, day)[CODE]


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {problem.rule for problem in refused.value.problems}


def test_each_day_shows_the_name_of_that_day(eastborough: Party) -> None:
    named(eastborough)
    named(eastborough, "Another name", AUTUMN)
    assert [label(eastborough, day) for day in (SPRING, SUMMER, AUTUMN)] == [OLD, NEW, "Another name"]


def test_a_figure_by_area_is_named_as_of_its_period_under_one_code(eastborough: Party) -> None:
    named(eastborough)
    by = eastborough.contract_manager
    with scope.of(by):
        assert dimensions.names(by, "commissioning_area", [CODE], SPRING) == {CODE: OLD}
        assert dimensions.names(by, "commissioning_area", [CODE], SUMMER) == {CODE: NEW}
        assert dimensions.names(by, "commissioning_area", ["", CODE], AUTUMN)[""] == "Not recorded"


def test_the_names_of_one_commissioner_are_nobody_elses(eastborough: Party, westborough: Party) -> None:
    named(eastborough)
    assert label(westborough, SUMMER) == OLD


def test_the_same_day_again_puts_a_name_right(eastborough: Party) -> None:
    first = named(eastborough, "Prevension")
    again = named(eastborough)
    assert (again.uid, again.version, label(eastborough, SUMMER)) == (first.uid, first.version + 1, NEW)


def test_all_that_is_wrong_with_a_name_is_said_at_once(eastborough: Party) -> None:
    with pytest.raises(Refused) as refused:
        named(eastborough, " ", date(202, 6, 1), "moon")
    assert rules_of(refused) == {"area.unknown", "name.missing", "date.slip"}
    with pytest.raises(Refused) as refused:
        named(eastborough, "x" * 121)
    assert rules_of(refused) == {"name.long"}


def test_no_two_areas_have_one_name_on_a_day(eastborough: Party) -> None:
    with pytest.raises(Refused) as refused:
        named(eastborough, "CARERS")
    assert rules_of(refused) == {"area.twice"}
    named(eastborough, "Looking after others", SPRING, "carers")
    assert named(eastborough, "Carers", SUMMER).name == "Carers"


def test_an_ended_area_takes_no_new_contract_until_it_is_named_again(harbour: Party, eastborough: Party) -> None:
    ended(eastborough, SUMMER)
    by = eastborough.contract_manager
    with scope.of(by):
        assert CODE in areas.open_on(by, SPRING) and CODE not in areas.open_on(by, SUMMER)
    with pytest.raises(Refused) as refused:
        a_contract(by, commissioning_area=CODE, start_date=AUTUMN)
    assert rules_of(refused) == {"area.ended"}
    named(eastborough, NEW, AUTUMN)
    assert a_contract(by, commissioning_area=CODE, start_date=AUTUMN).commissioning_area == CODE


def test_a_name_before_a_set_end_leaves_the_end_standing(eastborough: Party) -> None:
    named(eastborough, NEW, SPRING)
    ended(eastborough, AUTUMN)
    assert named(eastborough, "For a summer", SUMMER).ended_date == AUTUMN


def test_an_area_does_not_end_under_its_contracts(eastborough: Party, contract: Contract) -> None:
    with pytest.raises(Refused) as refused:
        ended(eastborough, YEAR[1], contract.commissioning_area)
    assert rules_of(refused) == {"area.running"} and "One contract" in refused.value.problems[0].message
    a_contract(eastborough.contract_manager, reference="E-9")
    with pytest.raises(Refused) as refused:
        ended(eastborough, SUMMER, contract.commissioning_area)
    assert "2 contracts" in refused.value.problems[0].message
    assert ended(eastborough, AFTER, contract.commissioning_area).ended_date == AFTER


@pytest.mark.parametrize(
    ("before", "day", "rule"), [(AUTUMN, SUMMER, "area.later"), (SPRING, date(202, 1, 1), "date.slip")]
)
def test_an_end_before_a_later_name_or_in_no_year_is_refused(
    before: date, day: date, rule: str, eastborough: Party
) -> None:
    named(eastborough, NEW, before)
    with pytest.raises(Refused) as refused:
        ended(eastborough, day)
    assert rule in rules_of(refused)


def test_what_has_ended_does_not_end_again_and_what_is_none_not_at_all(eastborough: Party) -> None:
    ended(eastborough, SUMMER)
    for day, area, rule in ((AUTUMN, CODE, "area.ended"), (AUTUMN, "moon", "area.unknown")):
        with pytest.raises(Refused) as refused:
            ended(eastborough, day, area)
        assert rules_of(refused) == {rule}


def test_only_who_manages_contracts_for_a_commissioner_names_an_area(harbour: Party, eastborough: Party) -> None:
    deeds: list[Any] = [
        lambda by: actions.name(by=by, area=CODE, name=NEW, from_date=SUMMER),
        lambda by: actions.end(by=by, area=CODE, ended_date=SUMMER),
    ]
    for deed in deeds:
        with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
            deed(harbour.data_lead)
        with scope.of(harbour.system), pytest.raises(Refused) as refused:
            deed(harbour.system)
        assert rules_of(refused) == {"commissioner.not"}
