"""Readings due, scale by scale: first ones, reviews, follow-ups of those who agreed; and how often they were repeated."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cairn.cases import queries
from cairn.cases.actions import assessments, episodes
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.queries.readings_due import DueFilter, columns, intervals, readings_due
from cairn.people.models import Consent
from cairn.services.actions import scales
from cairn.services.actions.scales import ScaleChoice
from cairn.services.models import Service
from tests.cases.conftest import TODAY, Ground, open_episode

BOTH = [ScaleChoice("lifesat", 3, 6), ScaleChoice("phq9", 1)]


def asks(ground: Ground, chosen: list[ScaleChoice] = BOTH) -> None:
    scales.choose(by=ground.manager, service_uid=str(ground.service.uid), scales=chosen)


def read(ground: Ground, episode: Any, day: date, stage: str = "review") -> None:
    new = NewAssessment(episode_uid=str(episode.uid), scale="lifesat", assessed_date=day, answers=[5], stage=stage)
    assessments.record(by=ground.by, assessments=[new])


def told(ground: Ground, **only: Any) -> list[tuple[str, str, bool]]:
    return [(row.scale, row.what, row.is_overdue) for row in readings_due(ground.by, DueFilter(**only))[0]]


def test_each_scale_is_due_by_itself_the_longest_first(ground: Ground) -> None:
    asks(ground)
    episode = open_episode(ground)
    read(ground, episode, episode.start_date, "start")
    assert told(ground)[0][:2] == ("phq9", "first")
    assert {row[0] for row in told(ground, what="first")} == {"phq9"}
    assert told(ground, scale="lifesat", what="first") == []
    assert told(ground, worker="nobody") == [] == told(ground, service=str(episode.uid))
    row = next(columns(readings_due(ground.by, DueFilter(scale="phq9"))[0]))
    assert row[4:6] == ("PHQ-9", "First reading")


def test_the_caseload_and_the_record_say_the_same(ground: Ground) -> None:
    asks(ground)
    open_episode(ground)
    (row,) = queries.caseload(ground.by).rows
    view = queries.record(ground.by, str(ground.anwen.uid)).episodes[0]
    assert row.due_scales == tuple(due.scale for due in view.dues) == ("lifesat", "phq9")
    assert queries.today(ground.by, everyone=True).first_readings[0].due_scales == row.due_scales


def test_a_short_stay_has_no_review_and_a_follow_up_needs_their_leave(ground: Ground) -> None:
    asks(ground, [ScaleChoice("lifesat", 3, 1)])
    episode = open_episode(ground)
    read(ground, episode, episode.start_date, "start")
    Service.objects.filter(pk=ground.service.pk).update(is_short_stay=True)
    assert told(ground) == []
    end = episode.start_date + timedelta(days=10)
    closing = EpisodeClosing(episode_uid=str(episode.uid), end_date=end, closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    assert told(ground, what="follow_up") == []
    Consent.objects.create(
        organisation_id=ground.by.organisation_id, client=ground.anwen, purpose="contact_after", state="given",
        start_date=end,
    )  # fmt: skip
    assert [row[:2] for row in told(ground)] == [("lifesat", "follow_up")]
    read(ground, episode, TODAY, "follow_up")
    assert told(ground) == []


def test_how_often_readings_were_in_truth_repeated_is_said_with_n_and_the_aim(ground: Ground) -> None:
    asks(ground)
    episode = open_episode(ground)
    start = episode.start_date
    for n in (0, 5, 15, 30, 50):
        read(ground, episode, start + timedelta(days=n), "review" if n else "start")
    lifesat, phq = intervals(ground.by, ground.service)
    assert (lifesat.n, lifesat.low, lifesat.median, lifesat.high, lifesat.aim_days) == (4, 8.75, 12.5, 16.25, 91)
    assert lifesat.sentence == "Life satisfaction: every 12 days, half between 9 and 16 (4 repeats); aim 91 days."
    assert (phq.n, phq.median) == (0, None) and "not repeated yet; aim 30 days." in phq.sentence
    assert replace(phq, aim_days=0).sentence.endswith("not repeated yet; no repeat is expected.")
