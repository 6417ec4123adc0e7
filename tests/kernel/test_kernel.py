"""Periods, postcodes, the clock, canonical JSON: what every room stands on."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.kernel import canonical, clock, periods, postcodes
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem, Refused, refuse_if, too_long, too_short


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("FY2025-Q1", date(2025, 4, 1), date(2025, 6, 30)),
        ("FY2025-Q4", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("FY2025", date(2025, 4, 1), date(2026, 3, 31)),
        ("2025-04-01..2025-06-30", date(2025, 4, 1), date(2025, 6, 30)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, start: date, end: date) -> None:
    assert Period.parse(text) == Period(start, end)


ENDLESS = ["0000-Q1", "FY9999", "9999", "0001-01-01..0001-03-31", "2025-01-01..9999-12-31", "1949-Q4"]


@pytest.mark.parametrize("text", ["", "2025-Q5", "Q1", "2025-13-01..2025-14-01", "yesterday", "2025-04-01..", *ENDLESS])
def test_anything_else_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(Refused) as refused:
        Period.parse(text)
    assert "FY2025-Q1" in refused.value.problems[0].fix


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(Refused):
        Period.parse("2025-06-30..2025-04-01")


days = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(days, st.integers(0, 2000))
def test_a_label_reads_back_as_its_period(start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    assert Period.parse(period.label) == period


@given(days)
def test_quarters_follow_one_another_without_a_gap(day: date) -> None:
    quarter = periods.quarter_of(day)
    assert quarter.contains(day)
    assert periods.previous(quarter).end + timedelta(days=1) == quarter.start
    assert Period.parse(str(quarter)) == quarter


def test_what_went_before_a_span_of_days_is_as_many_days() -> None:
    assert periods.previous(Period(date(2025, 1, 8), date(2025, 1, 14))) == Period(date(2025, 1, 1), date(2025, 1, 7))
    assert not Period(date(2025, 1, 1), date(2025, 1, 7)).contains(None)


@pytest.mark.parametrize(
    ("typed", "normal", "sector", "district"),
    [
        ("B29 6QJ", "B29 6QJ", "B29 6", "B29"),
        ("b1 1ay", "B1 1AY", "B1 1", "B1"),
        ("B11AY", "B1 1AY", "B1 1", "B1"),
        ("B111AY", "B11 1AY", "B11 1", "B11"),
        (" sw1a1aa ", "SW1A 1AA", "SW1A 1", "SW1A"),
        ("N1P 2JR", "N1P 2JR", "N1P 2", "N1P"),
    ],
)
def test_a_postcode_is_split_from_the_right(typed: str, normal: str, sector: str, district: str) -> None:
    assert postcodes.normalise(typed) == normal
    assert (postcodes.sector(normal), postcodes.district(normal)) == (sector, district)


@pytest.mark.parametrize(
    "typed", ["", "B", "B29", "B29 6Q", "B29 66J", "B29 6CK", "B29 6QQQ", "Q1 1AA", "B29-6QJ", "1B2 9QJ", "BIZ 1AA"]
)
def test_what_is_no_postcode_has_no_normal_form(typed: str) -> None:
    assert postcodes.normalise(typed) is None


def test_the_date_is_londons_not_the_servers() -> None:
    with clock.fixed(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2025, 7, 1)
    with clock.fixed(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2025, 12, 31)
        assert clock.now() == datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_clock_takes_no_naive_instant() -> None:
    with pytest.raises(ValueError, match="aware"), clock.fixed(datetime(2025, 1, 1)):  # noqa: DTZ001
        pass


#: Appendix B of RFC 8785 (numbers), and its section 3.2.3 (sorting by UTF-16 code units).
RFC_NUMBERS = [
    (0.0, "0"),
    (-0.0, "0"),
    (5e-324, "5e-324"),
    (-5e-324, "-5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (9007199254740992.0, "9007199254740992"),
    (295147905179352830000.0, "295147905179352830000"),
    (9.999999999999997e22, "9.999999999999997e+22"),
    (1e23, "1e+23"),
    (999999999999999700000.0, "999999999999999700000"),
    (1e21, "1e+21"),
    (9.999999999999997e-7, "9.999999999999997e-7"),
    (0.000001, "0.000001"),
    (333333333.33333329, "333333333.3333333"),
    (1424953923781206.2, "1424953923781206.2"),
]


@pytest.mark.parametrize(("value", "written"), RFC_NUMBERS)
def test_numbers_are_written_as_rfc_8785_says(value: float, written: str) -> None:
    assert canonical.dumps(value).decode() == written


def test_keys_are_sorted_by_utf_16_units() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical.dumps(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_canonical_json_reads_back_as_the_same_value(value: object) -> None:
    """As ECMAScript reads it: every number is a double."""
    back = json.loads(canonical.dumps(value), parse_int=float)
    assert back == value
    assert canonical.dumps(back) == canonical.dumps(value)


@given(json_values | st.integers(-(2**53), 2**53).map(float) | st.floats(1e-9, 1e-3) | st.floats(1e14, 1e24))
def test_what_is_written_quickly_is_what_is_written_by_hand(value: object) -> None:
    """The standard library's writer stands in wherever it says the same."""
    for said in (value, [value], {"a": [1.5, value]}):
        assert canonical.dumps(said).decode() == canonical._write(said)


def test_dates_and_decimals_are_text_and_other_things_are_refused() -> None:
    assert canonical.dumps([date(2025, 1, 2), Decimal("1.50")]) == b'["2025-01-02","1.50"]'
    assert canonical.dumps([date(2025, 1, 2), 0.5]) == b'["2025-01-02",0.5]'
    with pytest.raises(TypeError):
        canonical.dumps(object())
    with pytest.raises(ValueError, match="float"):
        canonical.dumps(float("nan"))


def test_a_warning_does_not_refuse_and_an_error_brings_all_problems() -> None:
    warning = Problem("soft", "Is that right?", severity="warning")
    refuse_if([warning])
    with pytest.raises(Refused) as refused:
        refuse_if([warning, Problem("hard", "No.", "Mend it.", field="name", row=3)])
    assert [problem.rule for problem in refused.value.problems] == ["soft", "hard"]
    assert refused.value.problems[1].as_json()["row"] == 3
    assert Done((7,)).one == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025", "2025"),
        ("FY2025", "April 2025 to March 2026"),
        ("2025-Q3", "July to September 2025"),
        ("2025-04-02..2025-06-30", "2 April 2025 to 30 June 2025"),
    ],
)
def test_a_period_is_said_in_words(text: str, said: str) -> None:
    assert periods.words(Period.parse(text)) == said


def test_a_year_that_can_only_be_a_slip_is_said_at_its_field() -> None:
    assert [problem.field for problem in periods.slip(date(1800, 11, 22), "received_date", 2)] == ["received_date"]
    assert periods.slip(date(2025, 11, 22), "received_date") == []


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    [problem] = too_long("x" * 201, 200, "source")
    assert "201" in problem.message
    assert "200" in problem.fix
    assert too_long("x" * 200, 200, "source") == []


@pytest.mark.parametrize("reason", ["", "  ", "Ill", "搬家了", "Zu früh"])
def test_a_reason_of_a_few_letters_is_one_and_a_blank_is_somebody_elses_to_miss(reason: str) -> None:
    assert too_short(reason, "reason") == []


@pytest.mark.parametrize("reason", ["x", "..", "ok", "12 345", "a - b"])
def test_a_reason_that_says_nothing_is_told_so_at_its_field(reason: str) -> None:
    assert [(one.rule, one.field, one.row) for one in too_short(reason, "why", 2)] == [("reason.short", "why", 2)]
