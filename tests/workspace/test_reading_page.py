"""The page of a reading: what is asked next, what must be looked at, and all that a scale says beside its score."""

from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import assessments
from cairn.cases.actions import episodes as episodes_
from cairn.cases.actions.assessments import NewAssessment
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.presentation import items
from cairn.scales.actions import permissions
from cairn.services.actions import scales as services
from cairn.services.rules_scales import ScaleChoice
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen

FLAGGED = [1, 1, 1, 1, 1, 1, 1, 1, 1, None]


def taken(ground: Ground, episode: Any, scale: str, answers: list[Any], **said: Any) -> None:
    with scope.of(ground.by):
        new = NewAssessment(
            episode_uid=str(episode.uid),
            scale=scale,
            answers=answers,
            assessed_date=said.pop("day", clock.today()),
            **said,
        )
        assessments.record(by=ground.by, assessments=[new])


def allowed(ground: Ground, scale: str) -> None:
    with scope.of(ground.manager):
        permissions.record(
            by=ground.manager, scale=scale, holder="Holder", reference="T-1", granted_date=date(2024, 1, 1),
            uses_printed_form=True,
        )  # fmt: skip


def page(worker: Screen, ground: Ground, episode: Any, scale: str) -> Any:
    return worker.get("reading", client=ground.anwen.uid, episode=episode.uid, scale=scale)


def test_who_begins_after_all_is_asked_the_other_scales_too(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.manager):
        asked = [ScaleChoice("phq9", rater="client"), ScaleChoice("gad7", rater="client")]
        services.choose(by=ground.manager, service_uid=str(ground.service.uid), scales=asked)
    with scope.of(ground.by):
        episodes_.explain_no_baseline(
            by=ground.by, episode_uid=str(episode.uid), reason="crisis", version=episode.version
        )
    taken(ground, episode, "phq9", FLAGGED)
    assert "Next: GAD-7" in page(worker, ground, episode, "phq9").text


@pytest.mark.parametrize(
    ("days", "entered", "told"), [(0, "staff", True), (31, "staff", True), (32, "staff", False), (0, "import", False)]
)
def test_that_somebody_is_told_is_said_only_where_somebody_is(
    worker: Screen, ground: Ground, episode: Any, days: int, entered: str, told: bool
) -> None:
    taken(ground, episode, "phq9", FLAGGED, day=clock.today() - timedelta(days=days), entered_by=entered)
    text = page(worker, ground, episode, "phq9").text
    assert ("stands on Today until each has dealt with it" in text) is told
    assert ("find out what was done about it" in text) is not told
    assert ("Look at it today" in worker.get("home").text) is told


def test_not_known_is_no_blank_and_what_was_rated_stands_beside(worker: Screen, ground: Ground, episode: Any) -> None:
    allowed(ground, "honos")
    taken(ground, episode, "honos", [0, 2, 1, 9, 4, 3, 2, 1, 0, 9, 9, 0, None], rater="worker")
    text = page(worker, ground, episode, "honos").text
    assert text.count("not known") >= 3 and "not answered" not in text
    assert "Total of what was rated: 13" in text and "It is no score" in text
    assert "Parts of this reading" in text and "Behaviour (1 to 3)" in text


def test_a_profile_is_shown_as_its_levels(worker: Screen, ground: Ground, episode: Any) -> None:
    allowed(ground, "eq5d5l_vas")
    taken(ground, episode, "eq5d5l_vas", [1, 2, 3, 4, 5, 65])
    text = page(worker, ground, episode, "eq5d5l_vas").text
    assert "Profile: 12345" in text and "never added up" in text


def test_an_item_asked_besides_is_drawn_where_it_was_answered() -> None:
    phq, day = registry.get("scale", "phq9"), date(2025, 6, 2)
    assert len(items.chart(phq, [1] * 9 + [None], day).lines) == 9
    assert len(items.chart(phq, [1] * 10, day).lines) == 10
