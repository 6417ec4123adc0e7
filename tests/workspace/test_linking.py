"""A manager ties a step to a type of activity, and confirms it for those who attended before."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.models import OutcomeRecord, StepRecord
from cairn.services.models import ActivityType
from tests.cases.conftest import Ground, open_episode
from tests.cases.test_linking import OUTCOME, WORK, attended, club, key, tie
from tests.workspace.conftest import Screen


@pytest.fixture
def kind(ground: Ground) -> ActivityType:
    """A lunch club: Anwen came twice, Bashir once."""
    with scope.of(ground.by):
        made = club(ground)
        anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir)
        attended(ground, made, date(2025, 5, 1), anwen)
        attended(ground, made, date(2025, 5, 8), anwen, bashir)
    return made


def tied(ground: Ground, kind: ActivityType) -> None:
    with scope.of(ground.by):
        tie(ground, kind, 1, aims=[WORK])


def steps(ground: Ground) -> list[Any]:
    with scope.of(ground.by):
        return list(StepRecord.objects.order_by("step_date").values_list("step_date", "is_added_later"))


def test_before_anything_was_tied_later_the_page_says_what_it_is_for(manager: Screen, kind: ActivityType) -> None:
    assert "Nothing was tied to it later" in manager.get("linking", activity_type=kind.uid).text


def test_saving_the_type_offers_those_who_attended_before(manager: Screen, ground: Ground, kind: ActivityType) -> None:
    form = manager.get("activity_type", activity_type=kind.uid)
    data = {"name": "Lunch club", "usual_minutes": "60", "is_active": "on", "version": form.value("version")}
    with scope.of(ground.by):
        rung = str(ground.rungs[0].uid)
    manager.send("activity_type", {**data, "rung_uids": rung}, activity_type=kind.uid)

    page = manager.get("service", service=ground.service.uid)

    assert "2 people attended before: look whom it was so for." in page.text
    assert page.html.select_one(f".ws-done a[href='{manager.url('linking', activity_type=kind.uid)}']")


def test_people_are_ticked_one_by_one_each_on_the_day_that_is_chosen(
    manager: Screen, ground: Ground, kind: ActivityType
) -> None:
    tied(ground, kind)
    page = manager.get("linking", activity_type=kind.uid)
    assert "2 people attended before" in page.text and "Anwen" in page.text
    days = page.html.select("select[name^='day-']")
    first, second = (str(option["value"]) for option in days[0].select("option"))
    row = str(days[0]["name"]).removeprefix("day-")

    manager.send("linking", {f"tick-{row}": [key(ground, 1)], f"day-{row}": second}, activity_type=kind.uid)

    assert steps(ground) == [(date(2025, 5, 8), True)]
    page = manager.get("linking", activity_type=kind.uid)
    assert "1 confirmed for past attendance, and marked as added later." in page.text and "Undo" in page.text
    assert first != second


def test_everybody_in_a_column_is_confirmed_at_once_and_twice_adds_nothing(
    manager: Screen, ground: Ground, kind: ActivityType
) -> None:
    tied(ground, kind)
    everybody = {"all": [key(ground, 1), OUTCOME]}
    manager.send("linking", everybody, activity_type=kind.uid)

    assert steps(ground) == [(date(2025, 5, 1), True), (date(2025, 5, 8), True)]
    with scope.of(ground.by):
        assert OutcomeRecord.objects.filter(is_added_later=True).count() == 2
    assert "Nobody is left to look at" in manager.get("linking", activity_type=kind.uid).text
    assert manager.send("linking", everybody, activity_type=kind.uid).status == 422
    assert len(steps(ground)) == 2


def test_nothing_ticked_or_a_day_that_cannot_be_is_said_in_words(
    manager: Screen, ground: Ground, kind: ActivityType
) -> None:
    tied(ground, kind)
    nothing = manager.send("linking", {}, activity_type=kind.uid)
    row = str(nothing.html.select("select[name^='day-']")[1]["name"]).removeprefix("day-")
    wrong = manager.send("linking", {f"tick-{row}": [key(ground, 1)], f"day-{row}": "no day"}, activity_type=kind.uid)

    assert (nothing.status, wrong.status) == (422, 422)
    assert "Tick at least one step or outcome" in nothing.text
    assert "That activity is not known here." in wrong.text
    assert wrong.value(f"tick-{row}") == [key(ground, 1)], "what was ticked is still there"


def test_it_is_for_who_says_what_services_do(worker: Screen, stranger: Screen, kind: ActivityType) -> None:
    assert worker.get("linking", activity_type=kind.uid).status == 404
    assert stranger.get("linking", activity_type=kind.uid).status == 404
