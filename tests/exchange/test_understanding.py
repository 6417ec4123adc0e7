"""What a list of people says, as people in Britain write it: dates, headings, words."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.clients import cells, dates, proposing, words
from cairn.exchange.clients.fields import BY_KEY, FIELDS, HEARD, choices
from cairn.exchange.clients.mapping import ColumnMap, from_json, headings, letter
from cairn.exchange.sheets import Sheet
from cairn.kernel.problems import Refused

TODAY = date(2025, 6, 30)
DAY = date(1980, 3, 31)


@pytest.mark.parametrize(
    "said",
    [
        "31/03/1980", "31/3/80", "31-03-1980", "31.3.1980", "31 3 1980", "1980-03-31", "1980/3/31", "31 March 1980",
        "31st Mar 1980", "31-Mar-80", "March 31, 1980", "31 march 1980 ", "1980-03-31T00:00:00", "31/03/1980 00:00",
        "29311", 29311, 29311.0, 29311.75, DAY, datetime(1980, 3, 31, 9, 30),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_date_in_every_form_that_people_use(said):
    assert dates.read(said, TODAY).day == DAY


@pytest.mark.parametrize(
    "said",
    ["", "soon", "31/02/1980",
      "1/13/1980", "13 Smarch 1980", "31 Marx 1980", "5", 5, 999_999, True, None, "12/12/12345", "0/0/0"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(said):
    assert dates.read(said, TODAY) == dates.UNREADABLE


@pytest.mark.parametrize(("said", "year"), [("1/1/25", 2025), ("1/7/25", 1925), ("1/1/80", 1980), ("29/2/00", 2000)])
def test_a_year_of_two_digits_is_the_latest_that_is_not_to_come_and_says_so(said, year):
    read = dates.read(said, TODAY)
    assert (read.day.year, read.two_digits) == (year, True)


@given(st.dates(date(1900, 3, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_usual_form(day):
    for said in (
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d %B %Y}",
        f"{day:%d-%b-%Y}",
        (day - date(1899, 12, 30)).days,
    ):
        assert dates.read(said, TODAY).day == day


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_nothing_breaks_the_reading_of_a_cell(value):
    for field in FIELDS:
        read, misread = cells.reader(field, {}, TODAY)(value)
        assert read is None or misread is None or misread.severity == "warning"


@pytest.mark.parametrize("heard", sorted({word for some in HEARD.values() for word in some}))
def test_every_heading_that_is_known_leads_to_one_field(heard):
    assert [key for key, some in HEARD.items() if heard in some] == [proposing.field_of(heard.upper() + ":")]


def test_the_headings_are_found_below_a_title():
    sheet = Sheet("", [["Clients 2025", None, None], [None] * 3, ["Name", "D.O.B.", "Sex"], ["Zoë", "1/1/80", "F"]])
    assert proposing.sheet_and_headings([sheet]) == (sheet, 3)


def test_the_sheet_that_is_a_list_of_people_is_proposed():
    cover, people = (
        Sheet("Cover", [["Hello"], ["World"]]),
        Sheet("Clients", [["First name", "Surname"], ["Zoë", "Green"]]),
    )
    assert proposing.sheet_and_headings([cover, people]) == (people, 1)


def test_columns_without_a_heading_one_knows_are_known_by_what_is_in_them():
    rows = [["a", "b", "c", "d", "e", "f"]]
    rows += [["B29 6QJ", "0121 496 0000", "a@b.org", "01/02/1961", "White British", "F"]] * 3
    found = proposing.columns(Sheet("", rows), 1, TODAY)
    assert list(found.values()) == ["postcode", "phone", "email", "birth_date", "ethnicity", "gender"]


def test_an_age_is_left_out_beside_a_date_of_birth_and_a_name_beside_its_parts():
    rows = [["First name", "Surname", "Name", "DOB", "Age"], ["Zoë", "Green", "Zoë Green", "1/1/80", 45]]
    found = proposing.columns(Sheet("", rows), 1, TODAY)
    assert found == {"First name": "first_name", "Surname": "last_name", "Name": "", "DOB": "birth_date", "Age": ""}


def test_headings_are_unique_and_never_blank():
    sheet = Sheet("", [["Name", None, "Name", "  ", None], ["Zoë", 1, "Al", "x", None]])
    assert headings(sheet, 1) == {0: "Name", 1: "Column B", 2: "Name (2)", 3: "Column D"}
    assert headings(sheet, 9) == {}


@pytest.mark.parametrize(("place", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_their_letters(place, said):
    assert letter(place) == said


@pytest.mark.parametrize(
    ("key", "word", "code"),
    [
        ("gender", "F", "woman"), ("gender", "Female", "woman"), ("gender", "MALE", "man"), ("gender", "x", ""),
        ("ethnicity", "Black Caribbean", "caribbean"), ("ethnicity", "White British", "white_british"),
        ("ethnicity", "White", "group:white"), ("ethnicity", "British", ""), ("ethnicity", "n/a", ""),
        ("ethnicity", "Prefer not to say", "refused"), ("disability", "No", ""), ("disability", "Yes", "disabled"),
        ("condition", "n", "no"), ("gender", "unknown", "not_known"), ("age_band", "65+", "65-plus"),
        ("closure_reason", "Deceased", "died"),
    ],
)  # fmt: skip
def test_a_word_is_understood_only_where_it_is_plain(key, word, code):
    assert words.proposed(BY_KEY[key], word, choices(BY_KEY[key])) == code


def test_every_label_and_code_of_a_list_is_understood_as_itself():
    for field in FIELDS:
        if field.is_coded and field.codes not in ("service", "worker"):
            for code, label in choices(field):
                assert words.proposed(field, label, choices(field)) == code


def test_a_worker_of_a_name_that_two_have_is_asked_for():
    there = [("1", "Sam Lee"), ("2", "sam lee"), ("3", "Al Okafor")]
    assert words.proposed(BY_KEY["worker"], "Sam Lee", there) == ""
    assert words.proposed(BY_KEY["worker"], "al okafor", there) == "3"


def test_a_phone_kept_as_a_number_gets_its_nought_back():
    read = cells.reader(BY_KEY["phone"], {}, TODAY)
    assert [read(value)[0] for value in (7700900123.0, 7700900123, "7700900123", 121, "n/a", "-", None)] == [
        "07700900123", "07700900123", "7700900123", "121", None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "age"), [(45, 45), (45.0, 45), ("45", 45), ("45 years", 45), ("about 45", None), (45.5, None)]
)
def test_an_age_is_a_whole_number(said, age):
    assert cells.reader(BY_KEY["age_years"], {}, TODAY)(said) == (age, None if age else cells.NOT_AN_AGE)


def test_a_mapping_comes_back_from_its_file():
    told = ColumnMap(
        "People", 3, {"Sex": "gender", "Notes": ""}, {"gender": {"f": "woman"}}, {"start_date": "2025-04-01"}
    )
    assert from_json(told.as_json()) == told


@pytest.mark.parametrize(
    "said",
    [[], "x", None, {"columns": ["x"]}, {"columns": {"A": "nonsense"}}, {"heading_row": 0}, {"heading_row": "2"},
     {"heading_row": True}, {"all": {"name": "x"}}, {"values": {"gender": ["f"]}}],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(said):
    with pytest.raises(Refused):
        from_json(said)
