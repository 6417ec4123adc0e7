"""What a cell says, by what its column holds."""

import json
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.returned import body, example, form, values, writing
from cairn.exchange.returned.found import Odd, Raw, Unreadable
from cairn.exchange.returned.shape import Column, letters
from cairn.exchange.returned.values import Bad
from cairn.returns.rules import Leaving

NUMBERS = st.floats(min_value=-1e8, max_value=1e8, allow_nan=False).map(lambda each: float(f"{each:.12g}"))


def rule(said: object) -> str:
    return said.rule if isinstance(said, Bad) else ""


@given(NUMBERS)
def test_a_number_is_the_same_from_a_cell_from_text_and_from_json(value: float) -> None:
    said = values.number(value)
    assert said == values.number(repr(value)) == values.number(json.loads(json.dumps(value)))
    assert not isinstance(said, Bad) and said is not None and math.isclose(said, value, rel_tol=1e-11, abs_tol=1e-11)
    assert isinstance(said, int) == float(said).is_integer()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("6,5", "number.comma"), ("1,204", "number.comma"), ("1.204,5", "number.comma"), ("75%", "number.percent"),
        ("six", "number.text"), ("0x10", "number.text"), ("1_000", "number.text"), ("٣", "number.text"), ("nan", "number.text"),
        (True, "number.flag"), (1e12, "number.size"), (float("inf"), "number.size"), (Odd("formula", ""), "cell.formula"),
        (Odd("error", "#REF!"), "cell.error"), (Odd("date", "2025-01-01"), "number.date"), ("1e400", "number.size"),
        ("", ""), (None, ""), ("  12 ", ""), (".5", ""), ("-3", ""),
    ],
)  # fmt: skip
def test_what_is_no_number_is_said_by_its_kind(raw: Raw, expected: str) -> None:
    assert rule(values.number(raw)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"), [(-1, "number.negative"), (1.5, "number.whole"), ("x", "number.text"), (7, "")]
)
def test_n_is_a_whole_number(raw: Raw, expected: str) -> None:
    assert rule(values.whole(raw)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2025-03-31", "2025-03-31"), (Odd("date", "2025-03-31"), "2025-03-31"), ("", None), (None, None),
        ("31/03/2025", "date.text"), ("2025-02-30", "date.text"), ("1066-10-14", "date.text"), ("45775", "date.serial"),
        (45775, "date.serial"), (3, "date.text"), (True, "date.text"), (Odd("moment", "2025-03-31"), "date.time"),
        (Odd("formula", ""), "cell.formula"),
    ],
)  # fmt: skip
def test_a_day_is_one_that_can_be_read_only_in_one_way(raw: Raw, expected: str | None) -> None:
    said = values.day(raw)
    assert (rule(said) or said) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert values.day(day.isoformat()) == values.day(Odd("date", day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("C-0012", "C-0012"), (12, "12"), (12.0, "12"), ("a1b2" * 8, "a1b2" * 8), ("", None), (None, None), ("Ada", "code.own"),
        ("Ada Lovelace 1", "code.own"), ("x" * 64 + "1", "code.own"), (True, "code.own"), ("4857773456", "code.number"),
        (4857773456, "code.number"), (Odd("formula", ""), "cell.formula"), ("é1", "code.own"),
    ],
)  # fmt: skip
def test_a_code_can_be_no_name(raw: Raw, expected: str | None) -> None:
    said = values.token(raw)
    assert (rule(said) or said) == expected


@pytest.mark.parametrize(
    ("name", "said", "good"),
    [
        ("postcode", "B29 6QJ", True), ("postcode", "B29 6", True), ("postcode", "B29", True), ("postcode", "b29 6qj", False),
        ("sector", "B29 6", True), ("sector", "B29 6QJ", False), ("district", "B29", True), ("district", "B29 6", False),
        ("ward", "E05011118", True), ("ward", "Selly Oak", False), ("ward", "not_said", True), ("district", "", True),
    ],
)  # fmt: skip
def test_a_place_is_no_finer_than_its_column(name: str, said: str, good: bool) -> None:
    assert (not isinstance(values.place(name, frozenset({"not_said"}))(said), Bad)) is good


def test_several_codes_are_each_in_the_list() -> None:
    column = Column("impairment", "", "codes", frozenset({"sight", "hearing"}), several=True, blank="not_asked")
    read = values.reader(column)
    assert (read("sight;hearing"), read(""), read(None)) == ("sight;hearing", "not_asked", "not_asked")
    assert rule(read("sight;Ada")) == "code.list" and "Ada" not in read("sight;Ada").message


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("[1,null,2.0]", [1, None, 2]), ("[1,2.5]", "number.whole"), ("", None), (None, None), ("1 2 3", "numbers.list"),
        ('{"a":1}', "numbers.list"),
        ('["Ada"]', "numbers.list"), (7, "numbers.list"), ("[" * 5000, "numbers.list"), ("[true]", "number.flag"),
    ],
)  # fmt: skip
def test_answers_are_a_list_of_numbers(raw: Raw, expected: object) -> None:
    said = values.numbers(raw)
    assert (rule(said) or said) == expected


@pytest.mark.parametrize(("raw", "said"), [("yes", True), ("No", False), (True, True), ("", None), (None, None)])
def test_yes_and_no(raw: Raw, said: bool | None) -> None:
    assert values.flag(raw) is said
    assert rule(values.flag("perhaps")) == rule(values.flag(1)) == "flag.other"


def test_words_may_be_figures_or_yes_and_are_never_too_long() -> None:
    assert (values.text(12.0), values.text(True), values.text(False), values.text(" a\r\nb ")) == (
        "12",
        "yes",
        "no",
        "a\nb",
    )
    assert values.text("a\x00b") == "ab", "no database takes it"
    assert values.text(1e300) == "" and rule(values.text("x" * 61, 60)) == "text.long"
    assert rule(values.text(Odd("formula", ""))) == "cell.formula"


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_description_of_a_package_names_every_column_with_its_kind() -> None:
    told = writing.descriptor(example.form())
    (people,) = [one for one in told["resources"] if one["name"] == "person"]
    assert people["schema"]["primaryKey"] == "record" and people["schema"]["fields"][0]["constraints"] == {
        "required": True
    }
    assert {one["name"]: one["type"] for one in told["resources"][0]["schema"]["fields"]}["value"] == "number"


def test_a_column_has_the_codes_of_its_own_table() -> None:
    """`state` is another list in each."""
    tables = form.tables_of({"attendance": (Leaving("state", False),), "referral": (Leaving("state", False),)})
    attended, referred = (tables[name][2].codes for name in ("attendance", "referral"))
    assert "attended" in attended and "pending" in referred and not {"pending"} & attended


def test_what_only_json_can_say_is_a_finding() -> None:
    """Half of a sign of two halves; and a whole number that is longer than any float."""
    with pytest.raises(Unreadable):
        body.read(b'{"words": [{"answer": "\\ud800"}]}', example.form())
    assert rule(values.number(10**400)) == rule(values.number(-(10**400))) == "number.size"
