"""What may be recorded of a person, and what follows from it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.people import rules
from cairn.people.rules import Answers

TODAY = date(2025, 6, 30)
DATES = st.dates(date(1900, 1, 1), date(2030, 12, 31))


def found(answers: Answers) -> set[tuple[str, str]]:
    """(rule, field) of everything wrong with answers as they were typed."""
    return {(p.rule, p.field) for p in rules.problems_of(rules.settle(answers, TODAY), TODAY)}


def test_nothing_answered_is_incomplete_but_not_wrong() -> None:
    assert found(Answers()) == set()


# Age


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1990, 6, 30), date(2025, 6, 29), 34),
        (date(1990, 6, 30), date(2025, 6, 30), 35),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_age_rises_on_the_birthday_and_for_29_february_on_1_march(born: date, on: date, age: int) -> None:
    assert rules.age_on(Answers(birth_date=born), on) == age


@given(DATES, DATES)
def test_a_year_later_everybody_is_a_year_older(born: date, on: date) -> None:
    on = on if (on.month, on.day) != (2, 29) else on + timedelta(1)
    later = on.replace(year=on.year + 1)
    assert rules.completed_years(born, later) == rules.completed_years(born, on) + 1


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-15"),
        (15, "0-15"),
        (16, "16-24"),
        (24, "16-24"),
        (25, "25-34"),
        (49, "35-49"),
        (50, "50-64"),
        (65, "65-plus"),
    ],
)
def test_the_six_census_bands_have_inclusive_bounds(age: int, band: str) -> None:
    assert rules.band_of(age) == band


@given(st.integers(0, 130))
def test_every_age_is_in_exactly_one_band(age: int) -> None:
    entries = registry.get("codes", "age_band").entries
    bands = {e.code: range(e.low, 200 if e.high is None else e.high + 1) for e in entries if e.low is not None}
    holding = [code for code, ages in bands.items() if age in ages]
    assert holding == [rules.band_of(age)]


def test_age_band_comes_from_whichever_way_the_age_was_given() -> None:
    on = date(2025, 6, 30)
    assert rules.age_band_on(Answers(birth_date=date(2000, 7, 1)), on) == "16-24"
    assert rules.age_band_on(Answers(age_years=24, age_on_date=date(2024, 6, 30)), on) == "25-34"
    assert rules.age_band_on(Answers(age_band="50-64"), on) == "50-64"
    assert rules.age_band_on(Answers(age_band="refused"), on) == "refused"


def test_an_age_before_birth_or_without_a_date_is_not_known() -> None:
    assert rules.age_band_on(Answers(birth_date=date(2025, 7, 1)), TODAY) == "not_known"
    assert rules.age_band_on(Answers(age_years=30), TODAY) == "not_known"
    assert rules.age_on(Answers(age_band="25-34"), TODAY) is None


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (Answers(birth_date=TODAY + timedelta(1)), ("birth_date.future", "birth_date")),
        (Answers(birth_date=date(1899, 12, 31)), ("birth_date.past", "birth_date")),
        (Answers(age_years=-1), ("client.age", "age_years")),
        (Answers(age_years=121), ("client.age", "age_years")),
        (Answers(age_on_date=TODAY), ("client.age", "age_years")),
        (Answers(age_years=30, age_on_date=TODAY + timedelta(1)), ("age_on_date.future", "age_on_date")),
        (Answers(birth_date=date(1990, 1, 1), age_years=35), ("client.age_twice", "age_years")),
        (Answers(birth_date=date(1990, 1, 1), age_band="35-49"), ("client.age_twice", "age_band")),
    ],
)
def test_an_impossible_age_is_refused_at_its_field(answers: Answers, problem: tuple[str, str]) -> None:
    assert problem in found(answers)


@pytest.mark.parametrize(
    "answers",
    [Answers(birth_date=TODAY), Answers(birth_date=rules.EARLIEST), Answers(age_years=0), Answers(age_years=120)],
)
def test_the_bounds_of_an_age_are_possible(answers: Answers) -> None:
    assert found(answers) == set()


def test_an_age_without_a_date_is_as_of_today() -> None:
    assert rules.settle(Answers(age_years=40), TODAY).age_on_date == TODAY


# Codes, gender, ethnicity


@pytest.mark.parametrize("field", rules.CODE_LISTS)
def test_a_code_that_is_on_no_list_is_refused_with_the_choices(field: str) -> None:
    [problem] = [
        p for p in rules.problems_of(rules.overlay(Answers(), {field: "purple"}), TODAY) if p.rule == "client.code"
    ]
    assert problem.field == field and "not_known" in problem.fix


def test_every_code_of_every_list_is_accepted_by_itself() -> None:
    for field, list_id in rules.CODE_LISTS.items():
        for code in registry.get("codes", list_id).codes:
            problems = rules.problems_of(rules.overlay(Answers(), {field: code}), TODAY)
            assert not [p for p in problems if p.rule == "client.code"]


def test_words_for_a_gender_go_with_the_answer_self_described_only() -> None:
    assert found(Answers(gender="self_described", gender_described="genderqueer")) == set()
    assert found(Answers(gender="woman", gender_described="genderqueer")) == {("client.gender", "gender")}


def test_the_ethnic_group_alone_is_enough_and_the_second_step_must_belong_to_it() -> None:
    assert found(Answers(ethnicity_group="black")) == set()
    assert found(Answers(ethnicity_group="black", ethnicity="caribbean")) == set()
    assert found(Answers(ethnicity_group="asian", ethnicity="caribbean")) == {("client.ethnicity", "ethnicity")}
    assert found(Answers(ethnicity_group="refused", ethnicity="caribbean")) == {("client.ethnicity", "ethnicity")}


def test_the_second_step_settles_the_first_and_a_refused_first_settles_the_second() -> None:
    assert rules.settle(Answers(ethnicity="caribbean"), TODAY).ethnicity_group == "black"
    assert rules.settle(Answers(ethnicity_group="refused"), TODAY).ethnicity == "refused"
    assert rules.settle(Answers(ethnicity_group="black"), TODAY).ethnicity == "not_asked"


# Disability: the Equality Act rule


@pytest.mark.parametrize(
    ("condition", "limits", "disability"),
    [
        ("yes", "a_lot", "limited_a_lot"),
        ("yes", "a_little", "limited_a_little"),
        ("yes", "not_at_all", "not_limited"),
        ("no", "not_applicable", "no_condition"),
        ("yes", "refused", "refused"),
        ("yes", "not_known", "not_known"),
        ("refused", "not_asked", "refused"),
        ("withheld", "not_asked", "withheld"),
        ("not_asked", "not_asked", "not_asked"),
    ],
)
def test_disability_is_derived_and_missing_answers_are_carried_through(
    condition: str, limits: str, disability: str
) -> None:
    assert rules.disability_of(condition, limits) == disability
    assert disability in registry.get("codes", "disability").codes


def test_how_far_it_limits_is_asked_only_of_those_with_a_condition() -> None:
    field = ("client.limits", "condition_limits")
    assert found(Answers(condition="no", condition_limits="a_lot")) == {field}
    assert found(Answers(condition_limits="a_lot")) == {field}
    assert found(Answers(condition="yes", condition_limits="not_applicable")) == {field}
    assert rules.settle(Answers(condition="no"), TODAY).condition_limits == "not_applicable"


@given(
    st.sampled_from(registry.get("codes", "condition").codes),
    st.sampled_from(registry.get("codes", "activity_restriction").codes),
)
def test_answers_without_a_problem_always_derive_a_code_of_the_list(condition: str, limits: str) -> None:
    settled = rules.settle(Answers(condition=condition, condition_limits=limits), TODAY)
    derived = rules.disability_of(settled.condition, settled.condition_limits)
    if not rules.problems_of(settled, TODAY):
        assert derived in registry.get("codes", "disability").codes


# Postcode


@pytest.mark.parametrize(
    ("typed", "postcode", "state"),
    [
        ("b296qj", "B29 6QJ", "known"),
        ("b11ay", "B1 1AY", "known"),
        ("b111ay", "B11 1AY", "known"),
        ("b29", "B29", "part"),
        ("b29 6", "B29 6", "part"),
        ("b296", "B29 6", "part"),
        ("b11", "B11", "part"),
        ("b1 1", "B1 1", "part"),
        ("", "", "not_asked"),
    ],
)
def test_what_was_typed_says_by_itself_whether_it_is_whole_or_part(typed: str, postcode: str, state: str) -> None:
    settled = rules.settle(Answers(postcode=typed), TODAY)
    assert (settled.postcode, settled.postcode_state) == (postcode, state)
    assert found(Answers(postcode=typed)) == set()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "known"),
        ("B29", "known"),
        ("", "part"),
        ("B29 6QJ", "part"),
        ("somewhere", "not_asked"),
        ("B29 6QJ", "withheld"),
        ("B29 6QJ", "refused"),
        ("B29", "not_collected"),
        ("B29 6QJ", "no_fixed_address"),
    ],
)
def test_a_postcode_and_its_state_must_agree(text: str, state: str) -> None:
    assert found(Answers(postcode=text, postcode_state=state)) == {("client.postcode", "postcode")}


@pytest.mark.parametrize("state", ["not_known", "refused", "withheld", "not_collected", "no_fixed_address"])
def test_there_may_be_a_reason_for_having_no_postcode(state: str) -> None:
    assert found(Answers(postcode_state=state)) == set()


@given(st.text(max_size=12))
def test_settling_twice_changes_nothing_whatever_was_typed(text: str) -> None:
    once = rules.settle(Answers(name=text, postcode=text, gender_described=text), TODAY)
    assert rules.settle(once, TODAY) == once


# Contact, reference; all problems at once


@pytest.mark.parametrize("email", ["jo", "jo@", "@example.org", "jo@example", "jo smith@example.org"])
def test_what_is_no_email_address_is_refused(email: str) -> None:
    assert found(Answers(email=email)) == {("client.email", "email")}


@pytest.mark.parametrize("phone", ["junk", "0121", "ask 12345", "+"])
def test_what_is_no_phone_number_is_refused(phone: str) -> None:
    assert found(Answers(phone=phone)) == {("client.phone", "phone")}


@pytest.mark.parametrize("phone", ["", "496000", "+44 121 496 0000", "0121 496 0000 (sister, after 6)"])
def test_a_phone_number_is_accepted_as_it_is_written(phone: str) -> None:
    assert found(Answers(phone=phone)) == set()


def test_an_email_address_is_accepted() -> None:
    assert found(Answers(email=" jo@example.org ")) == set()


def test_all_problems_come_at_once_with_their_row_and_without_what_was_typed() -> None:
    answers = Answers(reference="x" * 41, email="jo", gender="purple", age_years=300, postcode="nowhere")
    problems = rules.problems_of(rules.settle(answers, TODAY), TODAY, row=7)
    assert {p.field for p in problems} == {"reference", "email", "gender", "age_years", "postcode"}
    assert {p.row for p in problems} == {7}
    assert all(p.fix for p in problems)
    assert not [p for p in problems for value in ("purple", "300", "nowhere") if value in p.message + p.fix]


# A changed answer makes others stale


def test_a_changed_answer_drops_what_followed_from_the_old_one() -> None:
    before = Answers(gender="self_described", gender_described="x", condition="no", condition_limits="not_applicable")
    after = rules.overlay(before, {"gender": "woman", "condition": "yes"})
    assert (after.gender_described, after.condition_limits) == ("", "not_asked")


def test_what_is_given_together_stays_together() -> None:
    after = rules.overlay(Answers(), {"condition": "yes", "condition_limits": "a_lot"})
    assert (after.condition, after.condition_limits) == ("yes", "a_lot")


def test_withholding_a_postcode_takes_the_old_one_away_and_a_new_one_ends_the_withholding() -> None:
    held = Answers(postcode="B29 6QJ", postcode_state="known")
    hidden = rules.overlay(held, {"postcode_state": "withheld"})
    assert (hidden.postcode, hidden.postcode_state) == ("", "withheld")
    again = rules.settle(rules.overlay(hidden, {"postcode": "b1 1ay"}), TODAY)
    assert (again.postcode, again.postcode_state) == ("B1 1AY", "known")


def test_an_answer_given_again_unchanged_drops_nothing() -> None:
    before = Answers(ethnicity_group="black", ethnicity="african")
    assert rules.overlay(before, {"ethnicity_group": "black"}) == before


def test_a_birth_date_replaces_an_age_and_a_band() -> None:
    born = date(1990, 1, 1)
    assert rules.overlay(Answers(age_years=30, age_on_date=TODAY), {"birth_date": born}) == Answers(birth_date=born)
    assert rules.overlay(Answers(age_band="25-34"), {"birth_date": born}) == Answers(birth_date=born)


# Dated statuses and reasons


@pytest.mark.parametrize("kind", rules.STATUS_KINDS)
def test_each_kind_of_status_has_its_list(kind: str) -> None:
    code = registry.get("codes", kind).codes[0]
    assert rules.status_problems(kind, code, TODAY, TODAY) == []


def test_a_wrong_status_says_all_that_is_wrong() -> None:
    tomorrow = TODAY + timedelta(1)
    assert [p.field for p in rules.status_problems("employment", "king", tomorrow, TODAY, 2)] == ["start_date", "code"]
    assert [p.field for p in rules.status_problems("hair", "red", date(1899, 1, 1), TODAY)] == ["start_date", "kind"]


def test_a_reason_for_erasing_is_chosen_never_typed() -> None:
    assert all(rules.reason_problems(reason) == [] for reason in rules.ERASURE_REASONS)
    assert [p.field for p in rules.reason_problems("Jo Smith of 3 High Street asked")] == ["reason"]
