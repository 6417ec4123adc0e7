"""Every row held against the rules of the form, all that is wrong at once, at its cell."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.exchange import queries, sheets
from cairn.exchange.clients import checking
from cairn.exchange.clients.building import forwards
from cairn.exchange.clients.fields import BY_KEY, FIELDS, choices
from cairn.exchange.clients.mapping import ColumnMap, headings
from cairn.exchange.clients.proposing import word_of
from cairn.exchange.sheets import Sheet
from cairn.kernel import clock
from cairn.people import adding, rules
from cairn.people.actions import clients
from tests.exchange.conftest import GOOD, HEADINGS, book, checked, received
from tests.thorough import examples


def found(ground: Any, *rows: Any, columns: Any = HEADINGS, **everyone: str) -> list[tuple[str, str]]:
    """(cell, rule) of everything that is found."""
    row = checked(ground, book(*rows, columns=columns), **everyone)
    return [(one.cell, one.rule) for one in queries.findings(row)]


def test_a_good_row_has_nothing_wrong(ground):
    assert found(ground, GOOD, service="Getting out") == []


def test_everything_wrong_with_a_row_is_said_at_once_each_at_its_cell(ground):
    bad = ["", "", "31/02/1980", "?", "Martian", "nowhere", "12", "01/01/2030"]
    assert found(ground, GOOD, bad, service="Getting out") == [
        ("C3", "date.unreadable"), ("D3", "value.unknown"), ("E3", "value.unknown"), ("G3", "client.phone"),
        ("F3", "client.postcode"), ("A3", "client.name"), ("H3", "date.future"),
    ]  # fmt: skip


def test_a_finding_carries_no_value(ground):
    bad = ["Zqx", "Zqx", "Zqx", "Zqx", "Zqx", "Zqx", "Zqx", "Zqx"]
    row = checked(ground, book(bad), service="Getting out")
    assert all("Zqx" not in str(one) for one in queries.findings(row))
    assert "Zqx" not in str(row.totals)


def test_a_reference_that_is_taken_or_comes_twice(ground):
    clients.add(by=ground.by, clients=[clients.NewClient(name="Somebody", reference="A1")])
    rows = [["A1", "Ada"], ["A2", "Bo"], ["A2", "Cy"]]
    assert found(ground, *rows, columns=["Ref", "Name"]) == [
        ("A2", "client.reference_taken"), ("A4", "client.reference_taken"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "born", "rule"),
    [("Zoe Green", "31/03/1980", "client.like"), ("ZOË  GREEN", "", "client.like"), ("Zoë Green", "01/01/1990", "")],
)
def test_who_looks_like_somebody_on_record_is_pointed_out(ground, name, born, rule):
    clients.add(by=ground.by, clients=[clients.NewClient(name="Zoë Green", birth_date=date(1980, 3, 31))])
    assert [one for _, one in found(ground, [name, born], columns=["Name", "DOB"])] == [rule][: bool(rule)]


def test_who_comes_twice_in_the_file_is_pointed_out_with_the_row(ground):
    row = checked(ground, book(["Zoë Green", "1/1/1980"], ["Al", ""], ["zoe green", ""], columns=["Name", "DOB"]))
    (finding,) = queries.findings(row)
    assert (finding.cell, finding.rule, finding.severity) == ("A4", "client.twice", "warning")
    assert "row 2" in finding.message
    assert (row.totals["good"], row.totals["alike"]) == (3, 1)


def test_a_line_of_totals_is_nobody(ground):
    assert found(ground, ["Zoë Green", ""], ["Total", "35"], columns=["Name", "DOB"]) == [("A3", "row.total")]


def test_a_title_between_the_rows_is_nobody_and_a_blank_name_is_pointed_out(ground):
    rows = [["A1", "Zoë Green", ""], ["--- closed ---", "", ""], ["Total", "2", ""], ["A2", "", "1/1/1980"]]
    assert found(ground, *rows, columns=["Ref", "Name", "DOB"]) == [
        ("B3", "row.nobody"), ("B4", "row.total"), ("B5", "row.nameless"),
    ]  # fmt: skip


def test_where_no_column_is_a_name_a_reference_is_enough(ground):
    assert found(ground, ["A1", ""], ["A2", "1/1/1980"], columns=["Ref", "DOB"]) == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bhatt, Meera", "Meera Bhatt"), ("Ann Lee, MBE", "Ann Lee, MBE"), ("Ann Lee, Jr.", "Ann Lee, Jr."),
        ("Lee, Ann, Dr", "Lee, Ann, Dr"), ("Lee,", "Lee,"), ("Ann Lee", "Ann Lee"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_with_the_surname_first_is_turned_round(written, read):
    assert forwards(written) == read


def test_blank_rows_between_are_passed_over(ground):
    row = checked(ground, book(GOOD, [None] * 8, ["  "] * 8, ["Al", *GOOD[1:]]), service="Getting out")
    assert (row.totals["rows"], row.totals["good"]) == (2, 2)


SUPPORT = ["Name", "Service", "Key worker", "Start date", "End date", "Reason for closure"]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (["Getting out", "", "01/04/2025", "", ""], []),
        (["Getting out", "", "01/04/2025", "01/05/2025", "Completed"], []),
        (["Getting out", "", "01/04/2025", "01/05/2025", ""], []),
        (["", "", "", "", ""], []),
        (["Getting out", "", "", "", ""], [("D2", "import.start")]),
        (["Getting out", "", "soon", "", ""], [("D2", "date.unreadable")]),
        (["", "", "01/04/2025", "", ""], [("B2", "import.service")]),
        (["Elsewhere", "", "01/04/2025", "", ""], [("B2", "value.unknown")]),
        (["Getting out", "", "01/04/2025", "01/03/2025", "Completed"], [("E2", "date.order")]),
        (["Getting out", "", "01/04/2025", "", "Completed"], [("E2", "import.end")]),
        (["Getting out", "Nobody Known", "01/04/2025", "", ""], [("C2", "value.unknown")]),
        (["Getting out", "", "01/04/0025", "", ""], [("D2", "date.slip")]),
    ],
)
def test_support_is_checked_by_the_rules_of_cases(ground, said, wrong):
    assert found(ground, ["Zoë Green", *said], columns=SUPPORT) == wrong


def test_ages_hold_on_a_date_and_bands_are_bands(ground):
    row = checked(
        ground,
        book(["Zoë Green", 45, ""], ["Al", "", "65+"], columns=["Name", "Age", "Age band"]),
        age_on_date="2025-01-01",
    )
    mapping = queries.mapping(row)
    (sheet,) = queries.book(ground.manager, row)
    zoe, al = checking.check(ground.manager, sheet, mapping).rows
    assert (zoe.client.age_years, zoe.client.age_on_date) == (45, date(2025, 1, 1))
    assert al.client.age_band == "65-plus"


@pytest.mark.parametrize(
    ("word", "state", "text"),
    [("NFA", "no_fixed_address", ""), ("withheld", "withheld", ""), ("b29", "part", "B29"), ("n/a", "not_asked", "")],
)
def test_what_is_said_instead_of_a_postcode(ground, word, state, text):
    row = received(ground, book(["Zoë Green", word], columns=["Name", "Postcode"]))
    (sheet,) = queries.book(ground.manager, row)
    (one,) = checking.check(ground.manager, sheet, queries.mapping(row)).rows
    assert (one.client.postcode_state, one.client.postcode) == (state, text)


CODES = {field.key: [code for code, _ in choices(field)] for field in FIELDS if field.is_coded and field.key in {
    "gender", "ethnicity", "disability", "condition", "age_band", "same_as_birth"}}  # fmt: skip
DIRT = st.one_of(
    st.text(max_size=12), st.integers(-(10**6), 10**6), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.none(), st.dates(), st.sampled_from(["31/03/1980", "B29 6QJ", "0121 496 0000", "F", "n/a", "=1+1", "\u202e", "👩🏽‍🦽"]),
)  # fmt: skip


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(DIRT, min_size=6, max_size=6), max_size=12), st.permutations(list(BY_KEY)))
def test_dirt_never_breaks_the_check_and_every_cell_that_is_named_is_there(ground, rows, keys):
    sheet = Sheet("", sheets.square([["a", "b", "c", "d", "e", "f"], *rows]))
    names = headings(sheet, 1)
    mapping = ColumnMap("", 1, dict(zip(names.values(), keys, strict=False)))
    result = checking.check(ground.manager, sheet, mapping)
    for number, some in result.findings.items():
        for one in some:
            assert one.row == number
            assert 1 < one.row <= len(sheet.rows)
            assert 0 <= one.place < len(sheet.rows[0])
            assert one.message
            assert one.fix


BORN = [None, date(1980, 3, 31), date(2030, 1, 1), date(1800, 1, 1)]
ANSWERS = st.fixed_dictionaries(
    {"name": st.sampled_from(["Zoë Green", "", "x" * 300]), "birth_date": st.sampled_from(BORN)},
    optional={
        "phone": st.sampled_from(["0121 496 0000", "12"]), "email": st.sampled_from(["a@b.org", "nobody"]),
        "age_years": st.sampled_from([45, 130]), "postcode": st.sampled_from(["B29 6QJ", "B29", "nowhere"]),
        **{key: st.sampled_from(codes) for key, codes in CODES.items()},
    },
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, min_size=1, max_size=6))
def test_the_check_of_a_column_is_the_rule_of_one_record(ground, records):
    """A sheet of many rows is found to have exactly what the form's rules find wrong with each person by themselves."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    sheet = Sheet("", [keys, *([record.get(key) for key in keys] for record in records)])
    values = {key: {word_of(code): code for code in codes} for key, codes in CODES.items()}
    mapping = ColumnMap("", 1, {key: key for key in keys}, values)
    result = checking.check(ground.manager, sheet, mapping)
    by_number = {row.number: row.client for row in result.rows}
    for number, client in by_number.items():
        alone = adding.problems_of(ground.manager, [rules.settle(client, clock.today())])
        there = {one.rule for one in result.findings.get(number, ()) if one.severity == "error"} - {
            "client.age.unreadable"
        }
        assert there == {one.rule for one in alone}
