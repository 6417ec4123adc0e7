"""The city as it stands: every odd case of the review is in it, its chains hold, and every page says it is invented."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client as Browser
from django.urls import get_resolver

from cairn.access import chain
from cairn.access.models import Organisation, User
from cairn.cases.models import Activity, Episode, EpisodeFunding, Need, Referral
from cairn.contracts.models import Contract, ContractPartner
from cairn.intake.models import RatingLink
from cairn.interfaces.cli.demo.city import COMMISSIONER, PROVIDERS
from cairn.interfaces.cli.demo.doubles import TWICE
from cairn.people.models import Client
from cairn.returns.models import Return
from tests.demo.conftest import PEOPLE
from tests.towns import taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]
SIGN_INS = {email: plan.slug for plan in PROVIDERS for email, _, _ in plan.people} | {COMMISSIONER[2]: COMMISSIONER[0]}


@pytest.fixture
def _django_db_helper(city: object) -> Iterator[None]:
    with taken_back():
        yield


def test_everybody_is_there_once_but_for_two_who_are_on_record_twice() -> None:
    assert Organisation.objects.filter(is_provider=True).count() == len(PROVIDERS) >= 12
    assert not Organisation.objects.filter(is_demonstration=False).exists()
    assert 0 <= Client.objects.count() - PEOPLE - TWICE <= 4  # and whoever was taken in at the door


def test_referred_is_accepted_unsuccessful_withdrawn_and_pending() -> None:
    states = list(Referral.objects.values_list("state", flat=True))
    assert (
        {"accepted", "unsuccessful", "withdrawn"} <= set(states) <= {"accepted", "unsuccessful", "withdrawn", "pending"}
    )
    assert Episode.objects.count() == states.count("accepted")


def test_a_lead_has_partners_that_agreed() -> None:
    lead = next(plan for plan in PROVIDERS if plan.leads)
    contract = Contract.objects.get(reference=lead.contract)
    partners = ContractPartner.objects.filter(contract=contract)
    assert {row.partner.slug for row in partners.select_related("partner")} == set(lead.leads)
    assert all(row.agreed_date for row in partners)


def test_some_who_were_asked_to_rate_themselves_have_and_some_have_still_to() -> None:
    links = RatingLink.objects.filter(purpose="rating")
    assert links.filter(used_at__isnull=False).exists()
    assert links.filter(used_at__isnull=True).exists()


def test_a_group_only_counts_heads() -> None:
    counted = Activity.objects.filter(heads__isnull=False)
    assert counted.exists()
    assert not counted.filter(attendances__isnull=False).exists()
    lunch = [service.name for plan in PROVIDERS for service in plan.services if not service.weight]
    assert lunch
    assert not Episode.objects.filter(service__name__in=lunch).exists(), "nobody is named there"


def test_intakes_in_crisis_have_no_baseline_and_say_so() -> None:
    assert Episode.objects.filter(no_baseline_reason="crisis", referral__crisis="yes").exists()


def test_missing_baselines_have_several_reasons() -> None:
    assert len(set(Episode.objects.exclude(no_baseline_reason="").values_list("no_baseline_reason", flat=True))) >= 3


def test_some_people_stand_under_two_contracts() -> None:
    second = next(plan for plan in PROVIDERS if plan.second_contract)
    paid = EpisodeFunding.objects.filter(contract__reference=second.second_contract)
    assert paid.exists()
    assert paid.filter(episode__service__name=second.services[0].name).count() == paid.count()


def test_postcodes_are_withheld_and_not_collected() -> None:
    assert {"withheld", "not_collected", "known"} <= set(Client.objects.values_list("postcode_state", flat=True))


def test_needs_are_unmet_part_met_and_met_and_some_cannot_be_met_here() -> None:
    assert {"unmet", "part_met", "met"} == set(Need.objects.values_list("state", flat=True))
    assert {"yes", "no"} <= set(Need.objects.values_list("can_meet", flat=True))


def test_returns_were_accepted_and_one_waits() -> None:
    states = set(Return.objects.values_list("state", flat=True))
    assert {"accepted", "open"} <= states


def test_every_chain_verifies() -> None:
    for organisation in Organisation.objects.all():
        assert chain.verify(organisation.pk) == []


def pages() -> list[str]:
    """Every address that needs nothing but the organisation."""
    found: list[str] = []

    def walk(patterns: object, before: str) -> None:
        for one in patterns:  # type: ignore[attr-defined]
            path = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, path)
            elif re.fullmatch(r"o/<slug:organisation>/[^<]*", path):
                found.append(path)

    walk(get_resolver().url_patterns, "")
    return found


@pytest.mark.parametrize("email", SIGN_INS)
def test_every_page_says_that_the_people_are_invented(email: str) -> None:
    browser = Browser(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email=email))
    read = 0
    for path in pages():
        response = browser.get("/" + path.replace("<slug:organisation>", SIGN_INS[email]))
        assert response.status_code in (200, 302, 404, 405), path
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert b"every person here is invented" in response.content, path
            read += 1
    assert read >= 3, "most pages were not opened"
