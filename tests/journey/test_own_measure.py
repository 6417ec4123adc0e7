"""A measure made in the browser fills itself: a manager makes it from an example, the commissioner agrees it, a worker records
as ever, and the return has its figure. No code was changed for it."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.actions import activities
from cairn.cases.actions.activities import NewActivity
from cairn.contracts import own_measures
from cairn.contracts.actions import contracts, measures, services
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.returns.actions import rounds
from cairn.returns.actions.rounds import NewRound
from cairn.services.actions import activity_types
from cairn.services.actions.activity_types import NewActivityType
from tests.cases.conftest import Ground, came, open_episode
from tests.conftest import Party
from tests.journey.reader import Reader
from tests.journey.test_scales import fits

pytestmark = pytest.mark.browser
SUMMER = NewRound("Summer", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31))


def makes(manager: Reader) -> None:
    """From the example to what is published, and its figure beside it while it is made."""
    manager.sign_in("service_manager@harbour.example")
    manager.page.goto("/o/harbour/figures/")
    manager.page.get_by_role("link", name="Measures of our own").click()
    manager.page.get_by_role("link", name="People who came to ESOL").click()
    manager.awake()
    manager.sees("the type of activity is “ESOL class (Getting out)”", "Nothing to count in the last 8 quarters")
    manager.page.get_by_label("Home visit (Getting out)").check()
    manager.sees("is “ESOL class (Getting out)” or “Home visit (Getting out)”")
    manager.page.get_by_label("Home visit (Getting out)").uncheck()
    manager.page.get_by_label("Add a condition").select_option(label="Age band")
    manager.page.get_by_role("button", name="Add it").click()
    expect(manager.page.locator("#where-1")).to_be_focused()
    manager.page.get_by_role("button", name="Remove condition 2").click()
    expect(manager.page.locator("#where-1")).to_have_count(0)
    fits(manager)
    manager.look("built")
    manager.page.locator(".govuk-button-group").get_by_role("button", name="Save the draft").click()
    manager.page.get_by_role("button", name="Check and publish").click()
    manager.page.get_by_role("button", name="Publish this version").click()
    manager.sees("It is published.", "No contract carries it yet")
    manager.look("published")


def test_it_is_made_agreed_recorded_and_stands_in_the_return(
    ground: Ground,
    eastborough: Party,
    open_reader: Callable[..., Reader],
    calendar: Callable[[int, int, int], None],
) -> None:
    buyer = eastborough.contract_manager
    with scope.of(buyer):
        new = NewContract("E-1", "Getting out", "carers", date(2025, 1, 1), date(2025, 12, 31), provider_slug="harbour")
        contract = str(contracts.add(by=buyer, contracts=[new]).one.uid)
    with scope.of(ground.manager):
        services.fund(by=ground.manager, contract_uid=contract, service_uid=str(ground.service.uid))
        new_type = NewActivityType(service_uid=str(ground.service.uid), name="ESOL class", mode="group")
        esol = str(activity_types.add(by=ground.manager, types=[new_type]).one.uid)
        supported = open_episode(ground, ground.bashir)
    makes(open_reader())
    with scope.of(ground.manager):
        [made] = own_measures.offered(ground.manager)
    with scope.of(buyer):
        measures.agree(by=buyer, contract_uid=contract, measures=[NewMeasure(made.id)])
        answer = rounds.add(by=buyer, contract_uid=contract, rounds=[SUMMER]).one.answer
    calendar(2025, 10, 2)
    with scope.of(ground.by):
        told = [came(supported)]
        new_activity = NewActivity(activity_type_uid=esol, activity_date=date(2025, 9, 2), attendances=told)
        activities.record(by=ground.by, activities=[new_activity])
    lead = open_reader(phone=True)
    lead.sign_in("data_lead@harbour.example")
    lead.page.goto(f"/o/harbour/returns/{answer.uid}/")
    lead.sees("People who came to ESOL")
    lead.page.goto(f"/o/harbour/returns/{answer.uid}/rows/{made.id}/")
    lead.sees("1 row in all", "Bashir")
    fits(lead)
    lead.look("return")
