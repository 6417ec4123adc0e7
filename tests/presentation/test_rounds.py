"""Rounds as a picture, and days as a calendar file."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cairn.presentation import ics
from cairn.presentation.ics import Day
from cairn.presentation.rounds import WIDTH, timeline
from cairn.returns.rules_rounds import PARTS, Days, rounds_of

ALWAYS = (date(1950, 1, 1), date(2099, 12, 31))
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(
    st.integers(2000, 2030), st.sets(st.sampled_from(PARTS), min_size=1), st.dates(date(2000, 1, 1), date(2032, 1, 1))
)
def test_every_bar_lies_within_the_picture(year: int, parts: set[str], today: date) -> None:
    found = timeline(list(rounds_of(year, parts, Days(), ALWAYS)), today)
    assert found is not None and len(found.lines) == len(parts)
    for one in found.lines:
        assert one.observed[0] >= 0 and one.observed[0] + one.observed[1] <= one.taken[0] + 1
        assert one.taken[0] + one.taken[1] <= WIDTH
    assert found.today is None or 0 <= found.today <= WIDTH


def test_no_round_is_no_picture() -> None:
    assert timeline([], date(2026, 1, 1)) is None


def test_a_picture_says_itself_in_words() -> None:
    rounds = list(rounds_of(2026, ("q1",), Days(), ALWAYS))
    said = [timeline(rounds, day) for day in (date(2026, 5, 1), date(2027, 1, 1))]
    assert [one.sentence for one in said if one] == [
        "1 round: the next is due by 28 July 2026.", "1 round: all are past their day.",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_whatever_a_title_holds_the_file_keeps_its_shape(title: str) -> None:
    file = ics.calendar("Returns", [Day("1@cairn", date(2026, 7, 28), title, "Words", "https://x/", (14,))], NOW)
    assert all(len(line) <= ics.MOST_OCTETS for line in file.split(b"\r\n"))
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1 and "DTEND;VALUE=DATE:20260729" in lines


def test_no_control_character_and_no_half_of_a_pair_is_in_the_file() -> None:
    file = ics.calendar("a\x00b\ud800", [Day("1@cairn", date(2026, 7, 28), "x\x07\x1by\tz\r\nATTENDEE:me", "")], NOW)
    assert b"SUMMARY:xy\tz\\nATTENDEE:me\r\n" in file and b"X-WR-CALNAME:ab\r\n" in file
    assert not set(file) & (set(range(32)) - {9, 10, 13})


def test_some_names_and_how_many_more() -> None:
    assert ics.listed(["a", "b"]) == "a, b" and ics.listed(["a", "b", "c", "d"]) == "a, b, c and 1 more"
