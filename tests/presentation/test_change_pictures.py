"""Star, answers by item, slopes, histogram, readings with marks: what is drawn, what is said, and nothing by colour alone."""

import re
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from cairn.definitions import registry
from cairn.presentation import histogram, items, measured, readings, slope, star
from cairn.presentation.lines import wrapped
from cairn.presentation.own import page as own
from cairn.presentation.own.words import words_of

FIRST, LATEST = date(2025, 1, 6), date(2025, 4, 7)


def scale(id: str) -> Any:
    return registry.get("scale", id)


def tags(drawn: object, name: str, look: str) -> int:
    return len(BeautifulSoup(str(drawn), "html.parser").select(f"{name}.{look}"))


@dataclass(frozen=True)
class Took:
    answers: tuple[int | str | None, ...]
    value: float | None = None
    uid: str = "one"
    assessed_date: date = FIRST
    stage: str = "start"
    reason: str = ""


@dataclass(frozen=True)
class Own(Took):
    rater: str = "client"


@pytest.mark.parametrize(
    ("id", "is_one"),
    [("star_carers", True), ("ladder_5", True), ("ladder_10", True), ("ons4", False), ("eq5d5l_vas", False),
     ("swemwbs", False), ("dialog", False), ("icecap_a", False)],
)  # fmt: skip
def test_what_is_a_star(id: str, is_one: bool) -> None:
    assert star.is_star(scale(id)) is is_one


def test_first_and_latest_lie_over_each_other_and_a_missing_area_leaves_a_gap() -> None:
    found = star.star(scale("star_carers"), (4, 3, 2, 2, None, 1, 3), LATEST, (2, 3, None, 4, 5, 1, 2), FIRST)
    assert found.sentence == (
        "Carers Star, from 6 January 2025 to 7 April 2025: 2 areas better, 2 areas the same, 1 area worse. 1 area not rated."
    )
    assert (tags(found.svg, "circle", "star__dot--first"), tags(found.svg, "circle", "star__dot--latest")) == (6, 6)
    assert tags(found.svg, "line", "star__shape--latest") == 5 and tags(found.svg, "polygon", "star__shape") == 0
    assert [one.way for one in found.areas] == ["better", "the same", "", "worse", "", "the same", "better"]
    assert found.areas[4].latest is None and found.areas[2].change is None


def test_one_reading_is_a_whole_line_and_says_each_area() -> None:
    found = star.star(scale("ladder_5"), (1, 5, 3), LATEST)
    assert tags(found.svg, "polygon", "star__shape--latest") == 1 and tags(found.svg, "circle", "star__dot") == 3
    assert "First area 1, Second area 5, Third area 3" in found.sentence


@pytest.mark.parametrize(("count", "high"), [(3, 5), (3, 10), (7, 5), (14, 10), (14, 5)])
def test_numbers_and_dots_of_any_star_stay_inside_the_picture(count: int, high: int) -> None:
    plain = scale("ladder_10")
    areas = tuple(replace(plain.items[0], id=f"a{n}", number=n + 1, topic=f"area {n + 1}") for n in range(count))
    made = replace(plain, items=areas, low=1, high=high)
    found = star.star(made, tuple(high for _ in areas), LATEST, tuple(1 for _ in areas), FIRST)
    drawn = BeautifulSoup(str(found.svg), "html.parser")
    spots = [(float(dot["cx"]), float(dot["cy"])) for dot in drawn.select("circle")]
    numbers = [(float(text["x"]), float(text["y"])) for text in drawn.select("text.star__number")]
    assert len(numbers) == count and len(spots) == 2 * count and star.is_star(made)
    assert all(80 <= x <= 440 and 10 <= y <= 430 for x, y in spots + numbers)
    apart = {(round(x), round(y)) for x, y in spots}
    assert len(apart) == 2 * count


def test_answers_by_item_say_their_words_and_which_way() -> None:
    found = items.chart(scale("eq5d5l_vas"), (1, 2, 3, 4, None, 60), LATEST, (2, 2, 1, 4, 5, 40), FIRST)
    assert [line.way for line in found.lines] == ["better", "the same", "worse", "the same", "", "better"]
    assert "item by item: 2 better, 2 the same, 1 worse" in found.sentence
    assert tags(found.svg, "circle", "items__dot--first") == 6 and tags(found.svg, "line", "items__way") == 3
    assert ">not answered<" in str(found.svg) and found.lines[4].latest == "not answered"


def test_one_reading_of_items_is_told_whole() -> None:
    found = items.chart(scale("ons4"), (7, 8, 6, 2), LATEST)
    assert found.sentence.startswith("ONS4 on 7 April 2025: ") and tags(found.svg, "circle", "items__dot--first") == 0
    two = items.chart(scale("ons4"), (7, 8, 6, 2), LATEST, (7, 8, 6, 4), FIRST)
    assert two.lines[3].way == "better"  # anxiety: lower is better


def test_slopes_tell_the_way_by_dash_and_sample_above_three_hundred() -> None:
    pairs = [(1.0, 5.0), (5.0, 1.0), (3.0, 3.0)]
    drawn = slope.picture(pairs, low=0, high=10, better="higher", words="W", ends=("First", "Latest"), n=3, cutoff=4)
    looks = ("better", "worse", "same")
    assert [tags(drawn, "line", f"slope__one--{way}") for way in looks] == [1, 1, 1]
    assert tags(drawn, "line", "slope__cutoff") == 1 and 'aria-label="W"' in drawn and ">n = 3<" in drawn
    lower = slope.picture(pairs, low=0, high=10, better="lower", words="W", ends=("First", "Latest"), n=3)
    assert [tags(lower, "line", f"slope__one--{way}") for way in looks] == [1, 1, 1] and lower != drawn
    many = [(float(n), float(n % 7)) for n in range(1000)]
    few = slope.sampled(many)
    assert len(few) == 300 and set(few) <= set(many) and few[0][0] < 4 and few[-1][0] > 995
    assert slope.sampled(pairs) == tuple(sorted(pairs))
    assert slope.picture([], low=0, high=0, better="higher", words="W", ends=("a", "b"), n=0)


@dataclass(frozen=True)
class Bar:
    low: float
    high: float
    count: int


def test_a_histogram_marks_nought_and_the_least_that_counts_on_either_side() -> None:
    bars = [Bar(-4.5, -1.5, 2), Bar(-1.5, 1.5, 0), Bar(1.5, 4.5, 3), Bar(4.5, 7.5, 1)]
    drawn = histogram.picture(bars, better="higher", least=3.0, least_words="least: 3", words="W", n=6)
    assert tags(drawn, "rect", "histogram__bar--worse") == 1 and tags(drawn, "rect", "histogram__bar--better") == 2
    assert tags(drawn, "line", "histogram__least") == 2 and tags(drawn, "line", "histogram__zero") == 1
    turned = histogram.picture(bars, better="lower", least=None, least_words="", words="W", n=6)
    assert tags(turned, "rect", "histogram__bar--worse") == 2 and "← better" in turned and "worse →" in turned


def test_measurement_error_and_the_cut_off_are_drawn_only_where_they_are_asked_for_and_known() -> None:
    points = [readings.Point(FIRST, 15, "Start", True), readings.Point(LATEST, 8, "Review")]
    drawn = str(readings.picture(scale("phq9"), points, marks=True))
    assert tags(drawn, "rect", "readings__error") == 1 and tags(drawn, "line", "readings__cutoff") == 1
    assert "readings__error" not in str(readings.picture(scale("phq9"), points))
    assert "readings__error" not in str(readings.picture(scale("lifesat"), points, marks=True))
    said = readings.marks_words(scale("phq9"), points)
    assert "measurement error" in said and "cut-off, 10" in said
    assert "not sure" in readings.marks_words(scale("swemwbs"), points)
    assert ">bands: not sure<" in str(readings.picture(scale("swemwbs"), points))
    assert "the scale's rule" in readings.marks_words(scale("who5"), points)


def test_every_picture_has_words_and_nothing_that_a_strict_policy_refuses() -> None:
    for one in (
        star.star(scale("ladder_5"), (1, 5, 3), LATEST).svg, items.chart(scale("ons4"), (7, 8, 6, 2), LATEST).svg,
        readings.picture(scale("core10"), [readings.Point(FIRST, 15, "Start", True)], marks=True),
    ):  # fmt: skip
        assert re.search(r'role="img" aria-label="[^"]{10,}"', str(one))
        assert not re.search(r"style=|<script|fill=\"#|stroke=\"#", str(one))


def test_a_scale_is_drawn_as_it_is() -> None:
    line = measured.drawn(scale("phq9"), [Took((1,) * 10, 9.0)], baseline="one", change=None)
    assert line.kind == "line" and line.flags and "readings" in line.picture
    two = [Took((2, 3, 2)), Took((None, None, None), uid="blank"), Took((4, 3, 1), uid="two", assessed_date=LATEST)]
    shape = measured.drawn(scale("ladder_5"), two, baseline=None, change=None)
    assert shape.kind == "star" and shape.star is not None and shape.star.first_date == FIRST
    lacking = [Took((1, 2, 3, 4, "not_applicable"), reason="The table is not in hand.")]
    chart = measured.drawn(scale("icecap_a"), lacking, baseline=None, change=None)
    assert chart.kind == "items" and chart.marks == "The table is not in hand."
    assert chart.chart is not None and chart.chart.first_date is None
    blank = measured.drawn(scale("ladder_5"), [Took((None, None, None))], baseline=None, change=None)
    assert blank.picture == "" and "nothing was answered" in blank.sentence


def test_the_persons_own_page_says_each_area_with_its_days_in_their_language() -> None:
    view = SimpleNamespace(
        scale="ladder_5", version=1, label="Ladder", baseline=None, change=None,
        readings=[Own((2, None, 3)), Own((4, None, None), uid="two", assessed_date=LATEST)],
    )  # fmt: skip
    found = own._readings("Service", view, words_of("welsh"))
    days = [words_of("welsh").date(day) for day in (FIRST, LATEST)]
    assert [len([day for day in days if day in said]) for _, said in found.areas] == [2, 0, 1]
    assert tags(found.picture, "svg", "star") == 1 and [row.uid for row in found.rows] == ["two", "one"]
    assert own._can_be_shown(view) and found.change == ""
    view.readings = [Own((None, None, None))]
    assert not own._can_be_shown(view)


def test_words_are_wrapped_and_never_broken() -> None:
    assert wrapped("Physical health and self-care", 14) == ["Physical", "health and", "self-care"]
    assert wrapped("a b c d", 1, 2) == ["a", "b…"]
