"""The needs wheel: every area once, every need a segment, readable without colour and without eyes."""

import re
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.presentation import wheel


@dataclass(frozen=True)
class Area:
    label: str
    states: tuple[str, ...] = ()
    answer: str = "not_asked"


AREAS = st.lists(
    st.builds(
        Area,
        label=st.text(min_size=1, max_size=40),
        states=st.lists(st.sampled_from(wheel.STATES), max_size=9).map(tuple),
        answer=st.sampled_from(["not_present", "refused", "not_asked"]),
    ),
    min_size=1,
    max_size=20,
)


def drawn(found: wheel.Wheel) -> BeautifulSoup:
    return BeautifulSoup(str(found.svg), "html.parser")


@settings(max_examples=30)
@given(AREAS)
def test_each_need_has_a_segment_and_each_area_without_one_has_its_own(areas: list[Area]) -> None:
    picture = drawn(wheel.wheel(areas))
    parts = [part["class"][1].removeprefix("wheel__part--") for part in picture.select(".wheel__part")]
    assert parts == [state for area in areas for state in area.states or (area.answer,)]
    assert [one.get_text() for one in picture.select(".wheel__number")] == [str(n + 1) for n in range(len(areas))]


@settings(max_examples=30)
@given(AREAS)
def test_no_state_is_told_by_colour_alone(areas: list[Area]) -> None:
    """Every segment has a mark of its own state, but not asked, which has a dotted edge; part met is half filled."""
    picture = drawn(wheel.wheel(areas))
    states = [state for area in areas for state in area.states or (area.answer,)]
    marks = [mark["class"][1].removeprefix("wheel__mark--") for mark in picture.select(".wheel__mark")]
    assert marks == [state for state in states if state != "not_asked"]
    assert len(picture.select(".wheel__fill")) == states.count("part_met")


@settings(max_examples=30)
@given(AREAS)
def test_everything_is_in_the_picture(areas: list[Area]) -> None:
    """Segments lie within the picture; only words may stand outside it."""
    for path in drawn(wheel.wheel(areas)).select("path.wheel__part"):
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d+", str(path["d"]))]
        assert all(0 <= number <= 400 for number in numbers)


def test_the_picture_says_what_the_sentence_says() -> None:
    areas = [Area("Money", ("met", "unmet")), Area("Home", answer="not_present"), Area("Body")]
    found = wheel.wheel(areas, "Now")
    assert found.sentence == "Asked about 2 of 3 areas; 2 needs, 1 met."
    assert drawn(found).svg["aria-label"] == "Now: Asked about 2 of 3 areas; 2 needs, 1 met."
    assert "1 of 2" in drawn(found).get_text()
    assert not drawn(wheel.small(areas)).select(".wheel__number, .wheel__word")


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ([Area("Money"), Area("Home")], "Nothing asked about yet, of 2 areas."),
        ([Area("Money", answer="refused")], "Asked about all 1 areas; no needs."),
        ([Area("Money", ("part_met",)), Area("Home")], "Asked about 1 of 2 areas; 1 need, 1 part met."),
        ([Area("Money", ("met", "part_met", "unmet"))], "Asked about all 1 areas; 3 needs, 1 met and 1 part met."),
        ([Area("Money", ("unmet", "unmet")), Area("Home")], "Asked about 1 of 2 areas; 2 needs, none met yet."),
    ],
)
def test_sentences(areas: list[Area], words: str) -> None:
    assert wheel.sentence(areas) == words


def test_something_there_that_no_need_tells_of_is_an_empty_segment() -> None:
    [part] = drawn(wheel.wheel([Area("Money", answer="present")])).select(".wheel__part")
    assert "wheel__part--unmet" in part["class"]


def test_a_label_is_never_markup() -> None:
    svg = str(wheel.wheel([Area("<script>x</script> & more")]).svg)
    assert "<script>" not in svg and "&lt;script&gt;" in svg


def test_the_legend_draws_every_state() -> None:
    for code, _ in wheel.LEGEND:
        assert f"wheel__part--{code}" in wheel.swatch(code)
