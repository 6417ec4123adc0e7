"""The report of change on a page and as a file; a person's readings drawn as what they are."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.insight.mart import sources
from tests.insight.test_change import REVIEW, people, took
from tests.workspace.conftest import Ground, Screen

ASKS = "?scale={}&of=&period=2025-Q2&first_to=latest&service=&rater=&by={}"


@pytest.fixture(autouse=True)
def _marts(tmp_path: Any, settings: Any) -> Any:
    settings.DATA_DIR = tmp_path
    yield
    sources.close_all()


def test_the_whole_report_stands_on_one_page(ground: Ground, manager: Screen) -> None:
    with scope.of(ground.by):
        people(ground, (25, 8), (25, 18), (12, 9), (20, 20), (10, 14), (17, None), scale="phq9")
    page = manager.get("figures_change", ASKS.format("phq9", "service"))
    assert page.status == 200
    assert "5 people with two readings changed by −4.6 points on average, the better way" in page.text
    for words in (
        "Standardised response mean", "Glass's effect size", "Cohen's d, average (d_av)", "Hedges' factor J",
        "Reliably improved", "Crossed to the better side", "1: Only one reading so far", "regression to the mean",
        "Median days between the two", "First, also of those without a second", "By service",
    ):  # fmt: skip
        assert words in page.text, words
    assert "impact" not in page.text.lower()
    assert [one["class"][0] for one in page.html.select(".ch-picture svg")] == ["slope", "histogram"]


def test_the_report_is_taken_out_as_a_file_and_that_is_written_down(ground: Ground, manager: Screen) -> None:
    with scope.of(ground.by):
        people(ground, (25, 8), (25, 18))
    deeds = manager.deeds
    said = manager.get("figures_change", ASKS.format("core10", "") + "&as=csv").response.content.decode()
    assert "Effect sizes: Glass's effect size, value" in said and "n in,2" in said
    assert manager.deeds == deeds + 1
    assert manager.get("figures_change", ASKS.format("core10", "") + "&as=xlsx").response.content[:2] == b"PK"


def test_areas_are_chosen_and_all_stand_in_a_table(ground: Ground, manager: Screen, episode: Any) -> None:
    with scope.of(ground.by):
        took(episode, "star_carers", None, answers=[2, 3, None, 4, 5, 1, 2])
        took(episode, "star_carers", None, REVIEW, "review", answers=[4, 3, 2, 2, 5, None, 3])
    page = manager.get("figures_change", ASKS.format("star_carers", "").replace("of=", "of=time"))
    assert page.value("of") == "time" and "Every area by itself" in page.text
    assert "1 person with two readings changed by −2.0 points on average, the worse way" in page.text
    assert manager.get("figures_change", ASKS.format("star_carers", "").replace("of=", "of=money")).status == 200


def test_before_there_are_readings_the_page_teaches(manager: Screen, worker: Screen) -> None:
    page = manager.get("figures_change")
    assert "No readings yet" in page.text and not page.html.select("form.rt-ask")
    assert worker.get("figures_change").status == 404


def test_what_cannot_be_asked_is_said_at_its_field(ground: Ground, manager: Screen, episode: Any) -> None:
    with scope.of(ground.by):
        took(episode, "core10", 9.0)
    page = manager.get("figures_change", "?scale=core10&period=2025-Q9&first_to=x&service=&rater=&by=")
    assert page.status == 422 and set(page.errors) == {"period", "first_to"}
    assert manager.get("figures_change", ASKS.format("unheard_of", "")).status == 404
    none = manager.get("figures_change", ASKS.format("gad7", ""))
    assert "nobody has two readings to compare" in none.text and "Nobody: all 0" not in none.text


def test_a_persons_readings_are_drawn_as_what_they_are(ground: Ground, worker: Screen, episode: Any) -> None:
    with scope.of(ground.by):
        took(episode, "star_carers", None, answers=[2, 3, None, 4, 5, 1, 2])
        took(episode, "star_carers", None, REVIEW, "review", answers=[4, 3, 2, 2, 5, None, 3])
        took(episode, "phq9", 15.0, answers=[2, 2, 2, 2, 2, 2, 1, 2, 0, 0])
        took(episode, "phq9", 8.0, REVIEW, "review", answers=[1, 1, 1, 1, 1, 1, 1, 0, 1, 0])
    client = str(ground.anwen.uid)
    page = worker.get("client", client=client)
    assert len(page.html.select("svg.star")) == 1 and len(page.html.select("svg.readings .readings__error")) == 1
    assert "It is more than measurement error" in page.text and "Item 9" in page.text
    star = worker.get("reading", client=client, episode=str(episode.uid), scale="star_carers")
    assert "2 areas better, 2 areas the same, 1 area worse" in star.text and "▲ better" in star.text
    line = worker.get("reading", client=client, episode=str(episode.uid), scale="phq9")
    assert "Between the dotted lines" in line.text and line.html.select(".readings__cutoff")


def test_ratings_by_different_people_in_one_mean_are_said(ground: Ground, manager: Screen) -> None:
    with scope.of(ground.by):
        _, other = people(ground, (20, 10), (20, None))
        took(other, "core10", 20, rater="worker")
        took(other, "core10", 10, REVIEW, "review", rater="worker")
    page = manager.get("figures_change", ASKS.format("core10", ""))
    assert "stand together here (the person, the worker)" in page.text
    alone = manager.get("figures_change", ASKS.format("core10", "").replace("rater=", "rater=client"))
    assert "stand together here" not in alone.text
