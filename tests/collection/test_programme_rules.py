"""What a collection's years, samples, sign-ups, services and own indicators have to be, told without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.models import Organisation
from cairn.collection import library, rules_programme, windows
from cairn.collection.models import Collection, CollectionYear
from cairn.collection.rules_programme import Indicator, Offered, YearDates, following_year, usual_year
from cairn.collection.sampling import in_sample
from cairn.kernel.problems import Problem

YEAR = YearDates(date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30))
OFFERED = Offered({"long": ("supported_housing",), "short": ("direct_access",)}, frozenset({"7"}))
GARDEN = Indicator(label="Grow food", domain="be_healthy", outcome="Grew something", says="Anything that grows.")


def fields(found: list[Problem]) -> list[tuple[str, str | None]]:
    return [(problem.rule, problem.field) for problem in found]


def a_year(dates: YearDates = YEAR) -> CollectionYear:
    run_by = Collection(organisation=Organisation(name="Eastborough Council"))
    return CollectionYear(
        collection=run_by, label=dates.label, **{name: getattr(dates, name) for name in YearDates.__slots__}
    )


@pytest.mark.parametrize(
    ("today", "new", "change"),
    [
        (date(2026, 5, 1), True, True),  # after the day that forms are asked for by, which closes nothing
        (date(2026, 5, 31), True, True),
        (date(2026, 6, 1), False, True),
        (date(2026, 6, 30), False, True),
        (date(2026, 7, 1), False, False),
    ],
)
def test_a_year_closes_to_new_forms_first_and_to_changes_later(today: date, new: bool, change: bool) -> None:
    year = a_year()
    assert (windows.lock(year, today, is_new=True) is None, windows.lock(year, today, is_new=False) is None) == (
        new,
        change,
    )


def test_a_lock_says_its_cause_its_day_and_whom_to_ask() -> None:
    found = windows.lock(a_year(), date(2026, 6, 1), is_new=True)
    assert found
    assert (found.cause, found.date) == ("New forms of 2025/26 were taken until 31 May 2026.", date(2026, 5, 31))
    assert found.ask.startswith("Ask Eastborough Council") and "which runs the collection" in found.ask
    changes = windows.lock(a_year(), date(2026, 7, 1), is_new=False)
    assert changes and changes.cause == "Changes of 2025/26 were taken until 30 June 2026."


def test_of_two_years_open_at_once_the_forms_own_date_decides() -> None:
    last, this = a_year(), a_year(following_year(YEAR))
    today = date(2026, 5, 10)
    assert windows.lock(last, today, is_new=True) is None and windows.lock(this, today, is_new=True) is None
    years = (this, last)
    assert windows.year_of(years, date(2026, 3, 31)) is last
    assert windows.year_of(years, date(2026, 4, 1)) is this
    assert windows.year_of(years, date(2025, 3, 31)) is None


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2025, 4, 1), date(2026, 3, 31), "2025/26"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2024, 2, 29), date(2025, 2, 27), "2024/25"),
    ],
)
def test_a_usual_year_has_twelve_months_and_is_called_by_them(start: date, end: date, label: str) -> None:
    made = usual_year(start)
    assert (made.end_date, made.label) == (end, label)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_what_is_proposed_for_years_is_always_right_and_leaves_no_day_out(start: date) -> None:
    first = usual_year(start)
    then = following_year(first)
    assert then.start_date == first.end_date + timedelta(days=1)
    assert then.edit_until - then.end_date == first.edit_until - first.end_date
    assert rules_programme.year_problems(then, [(first.start_date, first.end_date)], None) == []


def test_everything_wrong_with_a_years_dates_is_said_at_once() -> None:
    wrong = YearDates(date(2026, 4, 1), date(2026, 3, 31), date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1))
    found = rules_programme.year_problems(wrong, [], (date(2026, 5, 2), date(2026, 6, 3)))
    assert fields(found) == [
        ("year.order", "end_date"), ("year.order", "due_date"), ("year.order", "new_until"), ("year.order", "edit_until"),
        ("year.held", "start_date"),
    ]  # fmt: skip
    assert "2 May 2026 to 3 June 2026" in found[-1].message


@pytest.mark.parametrize(
    ("held", "is_right"),
    [
        ((YEAR.start_date, YEAR.end_date), True),
        ((date(2025, 3, 31), YEAR.end_date), False),
        ((YEAR.start_date, date(2026, 4, 1)), False),
    ],
)
def test_a_year_takes_in_the_forms_that_lie_in_it(held: tuple[date, date], is_right: bool) -> None:
    assert (rules_programme.year_problems(YEAR, [], held) == []) is is_right


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        ((date(2024, 4, 1), date(2025, 3, 31)), False),
        ((date(2024, 4, 1), date(2025, 4, 1)), True),
        ((date(2026, 3, 31), date(2027, 3, 30)), True),
        ((date(2026, 4, 1), date(2027, 3, 31)), False),
    ],
)
def test_no_day_lies_in_two_years(other: tuple[date, date], overlaps: bool) -> None:
    found = rules_programme.year_problems(YEAR, [other], None)
    assert fields(found) == ([("year.overlap", "start_date")] if overlaps else [])


def test_a_sample_has_shares_and_a_reason() -> None:
    assert rules_programme.sampling_problems(True, 1, 100, "As the nation asked.") == []
    assert rules_programme.sampling_problems(False, 10, 50, "") == []
    wrong = fields(rules_programme.sampling_problems(True, 0, 101, " "))
    assert wrong == [
        ("sampling.share", "older_percent"), ("sampling.share", "other_percent"), ("sampling.reason", "reason"),
    ]  # fmt: skip


def test_who_is_in_a_sample_can_be_worked_out_by_anybody_as_documented() -> None:
    """SHA-256 of `2025:P1` begins with be4c, 74.3% of ffff; that of `2025:P2` with d7b2, 84.3%."""
    assert [in_sample("2025", "P1", percent) for percent in (74, 75)] == [False, True]
    assert [in_sample("2025", "P2", percent) for percent in (84, 85)] == [False, True]


@pytest.mark.parametrize(
    ("five", "eight", "wrong"),
    [
        ("04217", "", []),
        ("04217", "00012345", []),
        ("4217", "", ["provider_number"]),
        ("042170", "1234567", ["provider_number", "national_number"]),
        ("0421a", "", ["provider_number"]),
        ("٠٤٢١٧", "", ["provider_number"]),
        ("04217\n", "", ["provider_number"]),
    ],
)
def test_provider_ids_have_five_and_eight_figures(five: str, eight: str, wrong: list[str]) -> None:
    assert [problem.field for problem in rules_programme.sign_up_problems(five, eight)] == wrong


def test_an_authority_has_a_code_of_its_own() -> None:
    assert rules_programme.code_problems("E08000025", ["E07000999"]) == []
    assert fields(rules_programme.code_problems("E0800-0025", [])) == [("authority.code", "code")]
    assert fields(rules_programme.code_problems("E08000025", ["E08000025"])) == [("authority.taken", "code")]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"term": "medium"}, ["place.term"]),
        ({"term": "short"}, ["place.type"]),
        ({"service_number": "B%42"}, ["place.number"]),
        ({"client_group": "99"}, ["place.group"]),
        ({"dates": (date(2025, 4, 1), date(2025, 4, 1))}, []),
        ({"dates": (date(2025, 4, 1), date(2025, 3, 31))}, ["place.dates"]),
    ],
)
def test_what_is_said_of_a_service_is_what_its_forms_offer(changed: dict[str, object], wrong: list[str]) -> None:
    right = {
        "term": "long", "service_type": "supported_housing", "service_number": "B 42", "client_group": "7",
        "offered": OFFERED, "dates": (date(2025, 4, 1), None),
    }  # fmt: skip
    found = rules_programme.place_problems(**{**right, **changed})  # type: ignore[arg-type]
    assert [problem.rule for problem in found] == wrong


def test_an_indicator_has_words_a_domain_a_form_and_a_target_that_can_be_reached() -> None:
    known = library.of_programme("supporting-people")
    assert rules_programme.indicator_problems(GARDEN, ["sp-long"], 60, known) == []
    assert rules_programme.indicator_problems(GARDEN, ["sp-long", "sp-short"], None, known) == []
    blank = replace(GARDEN, label=" ", outcome="", says="", domain="gardening")
    assert fields(rules_programme.indicator_problems(blank, [], 101, known)) == [
        ("indicator.words", "label"), ("indicator.words", "outcome"), ("indicator.words", "says"),
        ("indicator.forms", "on_forms"), ("indicator.domain", "domain"), ("indicator.target", "target_percent"),
    ]  # fmt: skip
    without_needs = rules_programme.indicator_problems(GARDEN, ["sp-client-record"], 0, known)
    assert [problem.rule for problem in without_needs] == ["indicator.forms", "indicator.target"]


def test_words_of_an_authority_are_as_long_as_can_be_kept() -> None:
    known = library.of_programme("supporting-people")
    words = dict.fromkeys(("says", "counts", "counts_not"), "x" * 1000)
    at_most = replace(GARDEN, label="x" * 200, outcome="x" * 200, **words)
    assert rules_programme.indicator_problems(at_most, ["sp-long"], 60, known) == []
    over = replace(at_most, **{name: f"{getattr(at_most, name)}x" for name in ("label", "outcome", *words)})
    assert fields(rules_programme.indicator_problems(over, ["sp-long"], 60, known)) == [
        ("text.long", name) for name in ("label", "outcome", *words)
    ]
    assert rules_programme.reason_problems("x" * 200, "external", ["sp-long"], known) == []
    assert fields(rules_programme.reason_problems("x" * 201, "external", ["sp-long"], known)) == [
        ("text.long", "label")
    ]


def test_words_of_an_authority_can_stand_in_every_file_of_the_form() -> None:
    """One bell in a label, and no provider could read the XML schema of the form."""
    known = library.of_programme("supporting-people")
    unseen = replace(GARDEN, label="Grow\x07", counts="Beans\u202e")
    assert fields(rules_programme.indicator_problems(unseen, ["sp-long"], 60, known)) == [
        ("form.unseen", "label"), ("form.unseen", "counts"),
    ]  # fmt: skip
    found = rules_programme.reason_problems("It rained\x07", "external", ["sp-long"], known)
    assert fields(found) == [("form.unseen", "label")]
