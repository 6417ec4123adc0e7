"""The commissioner reads what the provider of a contract has published of its own, agrees it, and asks for it as of any other."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.rules_own_measures import Plan
from tests.commissioner.conftest import Desk
from tests.conftest import Party
from tests.returns.conftest import Quarter


def made(party: Party, label: str, publish: bool = True) -> str:
    by = party.service_manager
    with scope.of(by):
        plan = Plan(label=label, by=("gender", "ethnicity_group"), not_shown="Why they came")
        id = str(deeds.draft(by=by, plan=plan).one.measure)
        if publish:
            deeds.publish(by=by, id=id, number=1)
    return id


@pytest.fixture
def own(quarter: Quarter) -> str:
    return made(quarter.harbour, "People in the garden")


def page_of(desk: Desk, quarter: Quarter) -> Any:
    return desk.get("measures", contract=quarter.contract.uid)


def test_it_stands_among_the_providers_own_with_its_words_and_nobody_elses_does(
    desk: Desk, quarter: Quarter, own: str, oakfield: Party
) -> None:
    made(oakfield, "Secret of Oakfield")
    made(quarter.harbour, "Half thought through", publish=False)
    text = page_of(desk, quarter).text
    assert "People in the garden" in text and "How many different people came to an activity" in text
    assert "The provider’s own, version 1." in text and "What it does not show: Why they came" in text
    assert "Secret of Oakfield" not in text and "Half thought through" not in text


def test_it_is_agreed_and_stands_in_the_contract_and_the_question_of_the_table(
    desk: Desk, quarter: Quarter, own: str
) -> None:
    said = {"provider_output": [own], f"by_{own}": "gender", f"often_{own}": "quarterly", f"level_{own}": "individual"}
    page = desk.send("measures", {**said, f"target_{own}": "20"}, contract=quarter.contract.uid)
    assert page.status == 302, page.errors
    with scope.of(quarter.commissioner):
        row = AgreedMeasure.objects.get(measure=own)
    assert (row.measure_version, row.by, row.measure_class, row.target) == (1, "gender", "provider_output", 20)
    assert "People in the garden" in desk.get("contract", contract=quarter.contract.uid).text
    assert f'value="{own}"' in desk.get("crosstab").response.content.decode()


def test_what_was_crafted_to_carry_another_providers_measure_is_refused(
    desk: Desk, quarter: Quarter, oakfield: Party
) -> None:
    theirs = made(oakfield, "Secret of Oakfield")
    page = desk.send("measures", {"provider_output": [theirs]}, contract=quarter.contract.uid)
    assert page.status == 422 and "Secret" not in page.text
