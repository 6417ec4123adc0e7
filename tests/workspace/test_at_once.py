"""An answer that cannot be read does not hide what the rules find wrong with the others: one round shows it all, and
nothing is said that only the unread answer causes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from tests.cases.conftest import Ground, referred
from tests.workspace.conftest import Page, Screen, day

SPRING, WINTER, LATER = date(2025, 6, 2), date(2025, 1, 6), date(2025, 6, 9)


def bad_day(name: str) -> dict[str, str]:
    return {f"{name}_day": "31", f"{name}_month": "2", f"{name}_year": "2025"}


@dataclass(frozen=True)
class Case:
    name: str
    said: dict[str, Any]
    errors: set[str]
    role: str = "support_worker"

    def __str__(self) -> str:
        return f"{self.name} {' '.join(sorted(self.errors))}"


UNREAD_DAY = {"version": "1", "age_way": "birth_date", **bad_day("birth_date")}
HELD = {"postcode_state": "held", "postcode": "ZZ99 9ZZ9"}
VISIT = {"minutes": "60", "state": "attended"}
CASES = [
    Case("client_about", {**UNREAD_DAY, **HELD}, {"birth_date_day", "postcode"}),
    Case("client_about", {**UNREAD_DAY, "postcode_state": "withheld", "postcode": "ZZ99 9ZZ9"}, {"birth_date_day"}),
    Case("client_about", {"version": "1", "age_way": "refused", **HELD, "postcode_state": "mislaid"}, {"postcode_state"}),
    Case("client_contact", {"version": "1", "name": "A", "reference": "r" * 41, "email": "no"}, {"reference", "email"}),
    Case("service_change", {"name": "", "baseline_days": "400", "version": "1", **day("start_date", SPRING)},
         {"name", "baseline_days"}, "service_manager"),
    Case("referral_new", {"source": "s" * 201, **day("received_date", SPRING), **day("first_contact_date", WINTER)},
         {"service_uid", "sector", "source", "first_contact_date_day"}),
    Case("referral_new", {**bad_day("received_date"), **day("first_contact_date", WINTER)},
         {"service_uid", "sector", "received_date_day"}),
    Case("referral_new", {**bad_day("received_date"), **day("first_contact_date", LATER), **day("assessed_date", SPRING)},
         {"service_uid", "sector", "received_date_day", "assessed_date_day"}),
    Case("referral_accept", {"version": "1", **day("decided_date", date(2024, 1, 1)), **bad_day("start_date")},
         {"decided_date_day", "start_date_day"}),
    Case("referral_accept", {"version": "1", **bad_day("decided_date"), **day("start_date", date(2025, 7, 1))},
         {"decided_date_day", "start_date_day"}),
    Case("activity_record", {**VISIT, "state": "", "minutes": "1441", **day("activity_date", date(2024, 1, 1))},
         {"state", "minutes", "activity_date_day"}),
    Case("activity_record", {**VISIT, "minutes": "1441", **bad_day("activity_date")}, {"minutes", "activity_date_day"}),
    Case("activity_record", {**VISIT, **bad_day("activity_date")}, {"activity_date_day"}),
]  # fmt: skip


@pytest.fixture
def about(ground: Ground, episode: Any) -> dict[str, dict[str, Any]]:
    with scope.of(ground.by):
        referral = referred(ground, ground.cerys).uid
    anwen = {"client": ground.anwen.uid}
    return {
        "client_about": anwen, "client_contact": anwen, "service_change": {"service": ground.service.uid},
        "referral_new": {"client": ground.bashir.uid}, "referral_accept": {"referral": referral},
        "activity_record": {**anwen, "episode": episode.uid, "activity_type": ground.visit.uid},
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_that_is_wrong_is_said_in_one_answer_and_nothing_is_written(
    case: Case, ground: Ground, about: dict[str, dict[str, Any]]
) -> None:
    at = Screen(ground.party, case.role)
    before = at.deeds
    page: Page = at.send(case.name, case.said, **about[case.name])
    assert page.status == 422
    assert set(page.errors) == case.errors, page.errors
    assert at.deeds == before
