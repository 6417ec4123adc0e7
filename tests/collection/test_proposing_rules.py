"""What a record proposes to a form, and where it comes from; what it does not know, it does not say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cairn.collection.known import Known, NeedKnown, PersonKnown, StayKnown
from cairn.collection.rules_proposing import proposals
from cairn.definitions import registry

LONG, SHORT, ENTRY = (registry.get("form", id) for id in ("sp-long", "sp-short", "sp-client-record"))
OLD_SHORT = registry.get("form", "sp-short", 1)
DAY = date(2026, 6, 1)
CAME = date(2025, 6, 1)
PERSON = PersonKnown(
    code="c0de", age=44, gender="woman", ethnicity="chinese", disability="limited_a_little", religion="hindu",
    employment="looking", employment_date=date(2026, 1, 2), primary="16", secondary=("17", "complex"),
    groups_date=date(2026, 2, 3),
)  # fmt: skip
STAY = StayKnown(start_date=CAME)
KNOWN = Known(
    form_date=DAY, number="12345678901", provider_name="Harbour", provider_number="04217", national_number="00012345",
    authority_code="E08000025", service_name="Night stop", service_number="B 42", service_type="supported_housing",
    service_group="7", person=PERSON, stay=STAY,
)  # fmt: skip


def said(form: Any, known: Known = KNOWN) -> dict[str, str]:
    return {column: one.value for column, one in proposals(form, known).items()}


def with_needs(*needs: NeedKnown, **stay: Any) -> Known:
    return replace(KNOWN, stay=replace(STAY, needs=needs, **stay))


def need(ref: str, state: str = "unmet", judged: date | None = None, presented: date = CAME) -> NeedKnown:
    return NeedKnown(ref, f"Need {ref}", state, presented, judged)


def test_the_provider_the_service_and_the_person_fill_themselves_in_the_codes_of_the_day() -> None:
    assert said(LONG) == {
        "FormID": "12345678901", "ClientRecordProviderID": "04217", "NationalProviderID": "00012345",
        "ProviderName": "Harbour", "AdminAuth": "E08000025", "Service_Name": "Night stop", "SPServiceID": "B 42",
        "ServiceType": "supported_housing", "Died": "No", "PersonCode": "c0de", "StartDate": "2025-06-01",
        "ReviewDate": "2026-06-01", "Age": "44", "Gender": "F", "EconomicStatus": "job_seeker", "Ethnicity": "e1",
        "Faith": "hindu", "Disability": "Yes", "ClientGroup_Primary": "16", "ClientGroup_Secondary": "17; 21",
    }  # fmt: skip


def test_each_proposal_says_where_it_comes_from_and_by_which_rule_where_the_codes_are_not_the_same() -> None:
    found = proposals(LONG, KNOWN)
    assert found["EconomicStatus"].source.startswith("Employment") and found["EconomicStatus"].date == date(2026, 1, 2)
    assert "census" in found["Ethnicity"].source.lower() or "2001" in found["Ethnicity"].source
    assert found["AdminAuth"].source == "Your sign-up"


def test_what_is_not_recorded_is_not_proposed() -> None:
    nobody = said(LONG, replace(KNOWN, person=None, stay=None, service_group="", national_number=""))
    assert set(nobody) == {"FormID", "ClientRecordProviderID", "ProviderName", "AdminAuth", "Service_Name", "SPServiceID",
                           "ServiceType", "ReviewDate"}  # fmt: skip
    bare = said(LONG, replace(KNOWN, person=PersonKnown("c0de"), service_group=""))
    assert not {"Age", "Gender", "Ethnicity", "Faith", "EconomicStatus", "ClientGroup_Primary"} & bare.keys()
    assert said(LONG, replace(KNOWN, person=PersonKnown("c0de")))["ClientGroup_Primary"] == "7", "of the service"


def test_a_choice_that_the_form_does_not_have_is_not_proposed() -> None:
    assert "ServiceType" not in said(SHORT, replace(KNOWN, service_type="almshouse"))
    assert "ClientGroup_Secondary" not in said(LONG, replace(KNOWN, person=replace(PERSON, secondary=("gone",))))


@pytest.mark.parametrize(
    ("agreed", "answer", "old"),
    [("together", "Yes", "completed"), ("not_yet", "No", "declined"), ("disagrees", "No", "declined"), ("cannot", None, None),
     ("", None, None)],
)  # fmt: skip
def test_whether_a_plan_is_agreed_comes_from_the_plan(agreed: str, answer: str | None, old: str | None) -> None:
    known = replace(KNOWN, stay=replace(STAY, plan_agreed=agreed, plan_date=date(2026, 3, 1)))
    assert said(LONG, known).get("SupportPlan") == answer
    assert said(OLD_SHORT, known).get("SupportPlan") == old


def test_how_support_ended_says_whether_they_died_and_where_they_live() -> None:
    died = replace(STAY, end_date=DAY, closure_reason="died")
    assert said(SHORT, replace(KNOWN, stay=died))["Died"] == "Yes"
    left = replace(STAY, end_date=DAY, closure_reason="moved_on", destination="own_home", needs=(need("4b-short"),))
    answers = said(SHORT, replace(KNOWN, stay=left))
    assert answers["Died"] == "No" and answers["EndDate"] == "2026-06-01"
    assert [value for column, value in answers.items() if column.startswith("ActualOutcome")] == ["Yes"]


def test_who_referred_themselves_is_the_one_referrer_that_the_record_has_as_a_code() -> None:
    assert said(ENTRY, replace(KNOWN, stay=replace(STAY, referral_sector="self")))["ReferralSource"] == "self"
    assert "ReferralSource" not in said(ENTRY, replace(KNOWN, stay=replace(STAY, referral_sector="statutory")))
    home = replace(KNOWN, person=replace(PERSON, accommodation="rough", accommodation_date=CAME))
    assert said(ENTRY, home)["PriorAccommodation"] == "rough"


def test_a_need_on_record_was_needed_and_one_that_was_asked_about_and_not_there_was_not() -> None:
    answers = said(LONG, replace(with_needs(need("1b")), stay=replace(
        STAY, needs=(need("1b"),), not_present={"1a": date(2026, 1, 1), "3c": date(2024, 1, 1)})))  # fmt: skip
    assert answers["ManagingDebt_1b"] == "Yes" and answers["MaxIncome_1a"] == "No"
    assert answers["OngoingSupport_1b"] == "Yes" and "ActualOutcome_1b" not in answers
    assert not any(column.endswith("_3c") for column in answers), "asked over a year ago"


@pytest.mark.parametrize(
    ("state", "judged", "achieved", "ongoing"),
    [
        ("met", date(2026, 5, 1), "Yes", "No"),
        ("unmet", date(2026, 5, 1), "No", "Yes"),
        ("unmet", CAME, None, "Yes"),  # judged on the day that it was presented: how it began, not what came of it
        ("part_met", date(2026, 5, 1), None, "Yes"),
        ("unmet", None, None, "Yes"),
    ],
)
def test_how_a_need_was_judged_says_whether_it_was_achieved_and_goes_on(
    state: str, judged: date | None, achieved: str | None, ongoing: str
) -> None:
    answers = said(LONG, with_needs(need("1b", state, judged)))
    assert (answers.get("ActualOutcome_1b"), answers["OngoingSupport_1b"]) == (achieved, ongoing)


def test_two_needs_that_count_towards_one_are_achieved_only_together() -> None:
    met, not_met = need("1a", "met", date(2026, 5, 1)), need("1a", "unmet", date(2026, 5, 2))
    assert "ActualOutcome_1a" not in said(LONG, with_needs(met, not_met))
    assert said(LONG, with_needs(met, met))["ActualOutcome_1a"] == "Yes"


def test_an_outcome_on_record_counts_before_a_judgement_and_of_parts_speaks_for_the_first() -> None:
    reached = {"1b": date(2026, 4, 1), "2a": date(2026, 4, 1)}
    answers = said(
        LONG, with_needs(need("1b", "unmet", date(2026, 5, 1)), need("2a", "met", date(2026, 5, 1)), reached=reached)
    )
    assert (answers["ActualOutcome_1b"], answers["ActualOutcome_2a_i"]) == ("Yes", "Yes")
    assert "ActualOutcome_2a_ii" not in answers
    old = said(LONG, with_needs(need("1b"), reached={"1b": date(2025, 5, 1)}))
    assert "ActualOutcome_1b" not in old, "a yearly form is about a year"


def test_a_need_that_was_met_before_this_year_is_not_of_this_year() -> None:
    old = need("1b", "met", date(2025, 5, 1), presented=date(2024, 1, 1))
    assert "ManagingDebt_1b" not in said(LONG, with_needs(old))


@pytest.mark.parametrize(("status", "answer"), [("employed_part_time", "Yes"), ("looking", "No"), ("", None)])
def test_employment_as_it_stands_says_whether_they_are_in_work(status: str, answer: str | None) -> None:
    known = replace(with_needs(need("1c")), person=replace(PERSON, employment=status))
    assert said(LONG, known).get("ActualOutcome_1c") == answer


@pytest.mark.parametrize(
    ("destination", "home", "answer"),
    [
        ("no_home", "owner", "No"),
        ("", "social_rent", "Yes"),
        ("other", "hostel", "No"),
        ("", "other", None),
        ("", "", None),
    ],
)
def test_where_they_went_or_live_says_whether_their_home_is_settled(
    destination: str, home: str, answer: str | None
) -> None:
    person = replace(PERSON, accommodation=home)
    answers = said(SHORT, replace(with_needs(need("4b-short"), destination=destination), person=person))
    assert next((value for column, value in answers.items() if column.startswith("ActualOutcome")), None) == answer
    assert said(SHORT, with_needs(need("4a"), destination="stays"))["ActualOutcome_4a"] == "Yes"
    assert "ActualOutcome_4a" not in said(SHORT, with_needs(need("4a")))
    nobody = replace(with_needs(need("4b-short"), need("1c")), person=None)
    assert not any(column.startswith("ActualOutcome") for column in said(SHORT, nobody))


def test_nothing_goes_on_for_who_has_died() -> None:
    answers = said(LONG, with_needs(need("1b"), end_date=DAY, closure_reason="died"))
    assert answers["Died"] == "Yes" and answers["OngoingSupport_1b"] == "No"


def test_a_need_that_is_of_no_framework_is_asked_and_where_no_stay_is_known_nothing_is_said_of_one() -> None:
    own = replace(LONG, needs=(replace(LONG.needs[0], outcome=None),))
    assert "MaxIncome_1a" not in said(own, with_needs(need("1a")))
    assert "Died" not in said(LONG, replace(KNOWN, stay=None))
    by_its_start = replace(SHORT, date_column="StartDate")
    assert "EndDate" not in said(by_its_start, with_needs()), "still there"
    assert said(by_its_start, with_needs(end_date=DAY))["EndDate"] == "2026-06-01"
