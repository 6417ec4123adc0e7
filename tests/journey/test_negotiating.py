"""Two sides at one table: the provider proposes, the commissioner asks on a phone, is answered, and agrees."""

from collections.abc import Callable
from datetime import date

import pytest

from cairn.access import scope
from cairn.contracts.actions import contracts, measures
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from tests.cases.conftest import Ground
from tests.conftest import Party
from tests.journey.reader import Reader
from tests.journey.test_scales import fits

pytestmark = pytest.mark.browser


def test_a_set_is_proposed_talked_about_and_agreed(
    ground: Ground, eastborough: Party, open_reader: Callable[..., Reader]
) -> None:
    buyer = eastborough.contract_manager
    with scope.of(buyer):
        new = NewContract("E-1", "Getting out", "carers", date(2025, 1, 1), date(2026, 12, 31), provider_slug="harbour")
        contract = str(contracts.add(by=buyer, contracts=[new]).one.uid)
        agreed = [NewMeasure("needs_met", target=10), NewMeasure("needs_presented")]
        measures.agree(by=buyer, contract_uid=contract, measures=agreed)
    lead, phone = open_reader(), open_reader(phone=True)
    lead.sign_in("data_lead@harbour.example")
    lead.page.goto(f"/o/harbour/negotiation/{contract}/")
    lead.press("Propose a change")
    proposes(lead)
    phone.sign_in("contract_manager@eastborough.example")
    phone.page.get_by_role("link", name="Harbour Trust proposes other measures for E-1").click()
    fits(phone)
    phone.look("asked")
    phone.page.get_by_role("link", name="Comment on Needs met").click()
    phone.fill("What do you say?", "Is there a second bus?")
    phone.press("Say it")
    phone.sees("Is there a second bus?")
    lead.page.reload()
    lead.sees("Is there a second bus?", "Eastborough")
    phone.press("Agree")
    phone.sees("Agreed. It holds from", "Why: More can be done")
    fits(phone)
    phone.look("agreed")
    lead.page.goto(f"/o/harbour/negotiation/{contract}/")
    lead.sees("Its target changes from 10 to 20.", "Nothing waits")
    lead.look("set")


def proposes(lead: Reader) -> None:
    """By the keyboard where it matters: the terms come up under the answer, and what the set would ask is seen first."""
    lead.awake()
    lead.page.get_by_text("Needs met: stays as it is").click()
    lead.page.locator("[name=do_needs_met][value=change]").focus()
    lead.page.keyboard.press("Space")
    lead.sees("Needs met: changes", "So far: 1 to change.")
    lead.page.get_by_label("Find one by a word").fill("wellbeing")
    lead.sees("measures have this word.", "Change in mental wellbeing (SWEMWBS)")
    lead.page.get_by_label("Find one by a word").fill("")
    lead.page.locator("[name=target_needs_met]").fill("20")
    lead.page.locator("[name=reason_needs_met]").fill("More can be done")
    lead.press("See first what it would ask")
    lead.sees("Nothing is proposed yet.")
    lead.look("proposing")
    lead.press("Propose this set")
    lead.sees("Proposal 1, by Harbour Trust", "Its target changes from 10 to 20.")
