"""A form of a programme, from the list to the receipt: begun by one, gone on with by another, by the keyboard; then changed
on a phone."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.actions import needs, plans
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.plans import NewPlan
from cairn.people.actions import groups
from tests.cases.conftest import Ground
from tests.collection.programme import lay_programme, supported
from tests.conftest import Party
from tests.journey.reader import Reader
from tests.journey.test_phone import WORKER, fits, touch

pytestmark = pytest.mark.browser
MANAGER = "service_manager@harbour.example"


def recorded(ground: Ground, council: Party) -> None:
    """A year with Bashir, as it is recorded anyway, in a service that takes part."""
    with scope.of(ground.by):
        lay_programme(ground, council)
        place = {"episode_uid": str(supported(ground, ground.bashir).uid)}
        groups.record(by=ground.by, client_uid=ground.bashir.uid, primary="7")
        new = NewNeed(need="debt", presented_date=date(2024, 7, 1), **place)
        debt = needs.present(by=ground.by, needs=[new]).one
        met = NewJudgement(need_uid=str(debt.uid), judged_date=date(2025, 6, 1), state="met", judged_by="together")
        needs.judge(by=ground.by, judgements=[met])
        dates = {"plan_date": date(2025, 6, 10), "review_date": date(2026, 6, 1)}
        plans.agree(by=ground.by, plans=[NewPlan(agreed="not_yet", **dates, **place)])


def test_a_yearly_form_is_filled_in_by_two_of_the_team_sent_and_changed(
    ground: Ground, eastborough: Party, open_reader: Callable[..., Reader]
) -> None:
    recorded(ground, eastborough)
    worker = open_reader()
    begun(worker)
    other = open_reader()
    gone_on_with(other)
    other.press("Send this form")
    other.on("Sent")
    other.sees("Receipt R", "1 received, 1 new", "Eastborough Council", "Hash of the receipt")
    phone = open_reader(phone=True)
    phone.page.set_viewport_size({"width": 360, "height": 780})
    changed(phone, ground)


def begun(worker: Reader) -> None:
    """From the list, by the keyboard; left half-way."""
    page, keys = worker.page, worker.page.keyboard
    worker.sign_in(WORKER)
    page.goto("/o/harbour/people/")
    worker.press("Forms of programmes that are due")
    worker.row("Bashir").get_by_role("button", name="Begin").click()
    worker.on("The support plan")
    worker.awake()
    worker.sees("Is that right?", "No support plan is agreed.", "From the record: The support plan, 10 Jun 2025.")
    keys.press("y")
    worker.on("The person")
    worker.sees("From the record: Client groups", "part 2 of 7")
    worker.awake()
    keys.press("2")  # in the first question that is open
    expect(page.get_by_role("group", name="Gender").get_by_label("Male", exact=True)).to_be_checked()
    for label, answer in (("Economic status", "Retired"), ("Ethnic group", "White: British"), ("Faith", "Christian")):
        page.get_by_label(label).select_option(answer)
    page.get_by_role("group", name="Does the person consider themselves disabled?").get_by_label("Yes").check()
    keys.press("Enter")
    worker.sees("Retired, and under 50.")
    worker.press("Save and see all parts")
    worker.sees("Asks if it is right")


def gone_on_with(other: Reader) -> None:
    """A colleague goes on where it stands."""
    other.sign_in(MANAGER)
    other.page.goto("/o/harbour/collections/forms/")
    other.row("Bashir").get_by_role("link", name="Go on").click()
    other.press("Go on with what is missing")
    other.on("The person")
    other.awake()
    other.page.keyboard.press("y")
    other.on("Achieve economic wellbeing")
    other.awake()
    other.sees("From the record: Need recorded: Debt", "From the record: Need judged met")
    other.page.keyboard.press("?")
    expect(other.page.locator(".fm-guide[open]")).to_have_count(1)
    other.page.keyboard.press("y")
    other.page.keyboard.press("n")
    expect(other.page.get_by_label("Main reason why it was not achieved").first).to_be_visible()
    other.page.get_by_label("Main reason why it was not achieved").first.select_option("c1")
    other.page.get_by_role("group", name="Is ongoing support required?").first.get_by_label("Yes").check()
    for domain in (
        "Achieve economic wellbeing",
        "Enjoy and achieve",
        "Be healthy",
        "Stay safe",
        "Make a positive contribution",
    ):
        other.on(domain)
        other.awake()
        if other.page.locator("[data-rest]").is_visible():
            other.page.get_by_role("button", name="No support needed with the rest").click()
        other.press("Save and go on")
    other.sees("Nothing is missing.")


def changed(phone: Reader, ground: Ground) -> None:
    """What was sent is put right on a phone."""
    phone.sign_in(WORKER)
    phone.page.goto(f"/o/harbour/people/{ground.bashir.uid}/forms/")
    fits(phone.page)
    phone.page.get_by_role("link", name="outcomes for long-term services").click()
    phone.on("Sent")
    touch(phone.page.get_by_role("button", name="Change it"))
    phone.sees("Until then, what was sent stands.")
    fits(phone.page)
    phone.page.get_by_role("link", name=re.compile("^Change faith")).click()
    phone.on("The person")
    fits(phone.page)
    phone.page.get_by_label("Faith").select_option("Sikh")
    touch(phone.page.get_by_role("button", name="Save and go on"))
    phone.sees("Nothing is missing.")
    touch(phone.page.get_by_role("button", name="Send this form"))
    phone.sees("Sikh", "0 new, 1 changed")
    fits(phone.page)
