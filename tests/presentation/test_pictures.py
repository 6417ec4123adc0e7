"""Pictures say in words what they show, and carry no style that a strict policy would refuse."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

from cairn.definitions import registry
from cairn.insight.statistics import paired_change
from cairn.presentation import change, charts, items, readings, trail


@dataclass(frozen=True)
class Rung:
    label: str
    state: str = ""
    first_date: date | None = None


MET, TAXI, BUS = Rung("Met", "kept", date(2025, 1, 9)), Rung("Taxi", "reached", date(2025, 3, 4)), Rung("Bus")

TRAILS = [
    ([MET, TAXI, BUS], "2 of 3 steps reached; the latest, “Taxi”, on 4 March 2025."),
    ([Rung("Met"), BUS], "None of 2 steps reached yet: the first, “Met”, lies ahead."),
    (
        [MET, Rung("Taxi", "lost", date(2025, 3, 4))],
        "1 of 2 steps reached; the latest, “Taxi”, on 4 March 2025. 1 step lost for now.",
    ),
    ([], ""),
]


@pytest.mark.parametrize(("rungs", "words"), TRAILS)
def test_a_trail_in_a_sentence(rungs: list[Rung], words: str) -> None:
    assert trail.trail("Out", rungs).sentence == words


def test_a_rung_never_reached_lies_ahead() -> None:
    assert [step.state for step in trail.trail("Out", [MET, BUS]).steps] == ["kept", "ahead"]


SWEMWBS = registry.get("scale", "swemwbs")
ERROR = "measurement error (2.87 points, 95 times in 100; computed by us)"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "There is no pair of readings yet, so there is no change to show."),
        (0, "The same score as at the start."),
        (4.86, "4.86 points higher than at the start: improved. It is more than {}."),
        (-3.2, "3.20 points lower than at the start: worse. It is more than {}."),
        (
            2.99,
            "2.99 points higher than at the start: too small a change to call better or worse. It is more than {}.",
        ),
        (
            2.5,
            "2.50 points higher than at the start: too small a change to call better or worse. It is within {}.",
        ),
    ],
)
def test_change_in_words_by_the_scales_own_rule(change: float | None, words: str) -> None:
    assert readings.change_words(SWEMWBS, change) == words.format(ERROR)


@pytest.mark.parametrize(
    ("first", "latest", "words"),
    [
        (26, 5, "It crossed the cut-off, 10, to the better side."),
        (9, 10, "It crossed the cut-off, 10, to the worse side."),
        (26, 10, ""),
    ],
)
def test_a_score_that_crossed_the_cut_off_says_so(first: float, latest: float, words: str) -> None:
    points = [
        readings.Point(date(2025, 4, 8), first, "Start", True),
        readings.Point(date(2025, 6, 2), latest, "Review"),
    ]
    assert readings.crossed_words(registry.get("scale", "phq9"), points) == words
    assert readings.crossed_words(SWEMWBS, points) == ""


def test_readings_stand_in_their_bands() -> None:
    points = [readings.Point(date(2025, 4, 8), 19.25, "Start", True), readings.Point(date(2025, 6, 2), 28.13, "Review")]
    drawn = str(readings.picture(SWEMWBS, points))
    assert 'aria-label="SWEMWBS: 19.25 on 8 April 2025; 28.13 on 2 June 2025."' in drawn
    assert [name for name in ("Low", "Medium", "High") if f">{name}<" in drawn] == ["Low", "Medium", "High"]
    assert "style" not in drawn


def test_one_reading_and_two_on_one_day_can_be_drawn() -> None:
    point = readings.Point(date(2025, 4, 8), 7.0)
    assert "readings__dot" in str(readings.picture(SWEMWBS, [point]))
    assert str(readings.picture(SWEMWBS, [point, point])).count("<circle") == 2


def test_a_scale_without_bands_or_table_can_be_drawn() -> None:
    scale = registry.get("scale", "lifesat")
    assert readings.limits(scale) == (0.0, 10.0)
    assert "readings__dot" in str(readings.picture(scale, [readings.Point(date(2025, 4, 8), 7.0)]))


def test_a_chart_is_drawn_in_our_ink_without_style_or_script() -> None:
    import altair as alt

    data = alt.Data(values=[{"who": "A <b>", "value": 1}, {"who": "B", "value": 2}])
    chart = alt.Chart(data).mark_bar().encode(x="value:Q", y="who:N")
    drawn = str(charts.svg(chart, words='Two bars, "A" and "B"'))
    assert drawn.startswith('<svg role="img" aria-label="Two bars, &#34;A&#34; and &#34;B&#34;"')
    assert "currentColor" in drawn and charts.MOSS in drawn
    assert not any(word in drawn for word in ("style=", "<script", "<b>", "aria-roledescription"))
    assert charts.response(chart)["Content-Type"] == "image/svg+xml"


def test_an_answer_that_counts_for_less_the_higher_it_is_gets_better_downwards() -> None:
    """In De Jong Gierveld's scale a yes to having people to lean on is no point, a yes to emptiness is one."""
    chart = items.chart(
        registry.get("scale", "djg6"), [3, 3, 1, 3, 3, 1], date(2025, 4, 7), [1, 1, 3, 1, 3, 1], date(2025, 1, 6)
    )
    assert [line.way for line in chart.lines] == ["worse", "better", "worse", "worse", "the same", "the same"]


def test_a_code_for_not_known_is_no_answer_and_is_drawn_nowhere() -> None:
    honos = registry.get("scale", "honos")
    chart = items.chart(honos, [9, 4, *[0] * 10, 19], date(2025, 4, 7), [4, 9, *[0] * 10, None], date(2025, 1, 6))
    assert [(line.latest, line.way) for line in chart.lines[:2]] == [
        ("not known", ""), ("4: Severe to very severe problem", ""),
    ]  # fmt: skip
    assert (chart.lines[12].latest, chart.lines[12].first, chart.lines[1].first) == (
        "19: I",
        "not answered",
        "not known",
    )


def test_what_rests_on_memory_says_so_in_the_very_sentence() -> None:
    assert "(7.2 points, 95 times in 100; not sure: from memory" in readings.error_words(
        registry.get("scale", "wemwbs"), 5
    )


def test_an_interval_around_nought_is_not_left_to_be_read_as_a_gain() -> None:
    scale = registry.get("scale", "lifesat")
    report = SimpleNamespace(
        scale=scale, of=None, first_to="latest", better="higher", n=3, reliable=None, by_rule=None,
        change=paired_change([(3, 4), (3, 3), (4, 6)]),
    )  # fmt: skip
    assert "No change at all lies within that interval." in change.sentence(report)  # type: ignore[arg-type]
    report.change = paired_change([(3, 5), (3, 5), (4, 7)])
    assert "No change at all" not in change.sentence(report)  # type: ignore[arg-type]
