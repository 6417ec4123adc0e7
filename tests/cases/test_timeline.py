"""One line of all that happened with a person: in a sensible order, filtered, in pages, at a cost that does not grow."""

import datetime as dt
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.cases import queries
from cairn.cases.actions import activities, assessments, concerns, episodes, needs, notes, outcomes, referrals, steps
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.concerns import NewConcern
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.outcomes import NewOutcome
from cairn.cases.actions.referrals import UnsuccessfulClosing
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Activity, Attendance, Note, StepRecord
from cairn.cases.queries import Asked, sources
from cairn.cases.queries.timeline import _rows
from cairn.kernel import gather
from cairn.people.actions import circle, statuses
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.statuses import NewStatus
from tests.cases.conftest import START, TODAY, Ground, open_episode, referred, visited
from tests.conftest import Party


def line(ground: Ground, by: Any = None, **asked: Any) -> list[tuple[str, str]]:
    found = queries.timeline(by or ground.by, str(ground.anwen.uid), Asked(**asked))
    return [(entry.what, entry.name) for entry in found.entries]


def whats(ground: Ground, **asked: Any) -> list[str]:
    return [what for what, _ in line(ground, **asked)]


def lived(ground: Ground) -> Any:
    """Everything of one day and a little more."""
    episode = open_episode(ground)
    at = {"episode_uid": str(episode.uid)}
    need = needs.present(by=ground.by, needs=[NewNeed(**at, need="debt", presented_date=START)]).one
    judged = NewJudgement(need_uid=str(need.uid), judged_date=TODAY, state="met", judged_by="together")
    needs.judge(by=ground.by, judgements=[judged])
    for day, score, stage in ((START, 2, "start"), (date(2025, 5, 20), 3, "review")):
        read = NewAssessment(**at, scale="swemwbs", assessed_date=day, answers=[score] * 7, stage=stage)
        assessments.record(by=ground.by, assessments=[read])
    visited(ground, episode, START, 1, outcomes=[("supporting-people", "2a", True)], note="First time out")
    lost = NewStep(**at, rung_uid=str(ground.rungs[0].uid), step_date=date(2025, 6, 1), state="lost")
    steps.record(by=ground.by, steps=[lost])
    outcome = NewOutcome(**at, framework="supporting-people", outcome="1b", outcome_date=date(2025, 6, 2))
    outcomes.record(by=ground.by, outcomes=[outcome])
    notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Rang about the bus")])
    retired = NewStatus(client_uid=str(ground.anwen.uid), kind="employment", code="retired", start_date=START)
    statuses.add(by=ground.by, statuses=[retired])
    return episode


def test_the_things_of_one_day_stand_in_the_order_in_which_they_come_about(unlocked: Ground) -> None:
    lived(unlocked)
    assert whats(unlocked) == [
        "note", "need_judged", "outcome", "step", "reading",
        "reading", "visit", "status", "need_presented", "episode_began", "referral_decided", "referral_received",
    ]  # fmt: skip


def test_a_visit_holds_what_it_brought_and_alone_it_is_not_told_twice(unlocked: Ground) -> None:
    lived(unlocked)
    found = queries.timeline(unlocked.by, str(unlocked.anwen.uid))
    visit = next(entry for entry in found.entries if entry.what == "visit")
    assert [(one.what, one.name) for one in visit.brought if one.what == "step"] == [("step", "Met at the door")]
    assert [one.what for one in visit.brought] == ["step", "outcome", "note"]
    assert (visit.name, visit.minutes, visit.people, visit.worker) == ("Home visit", 60, 1, unlocked.by.name)
    assert visit.brought[2].words == "First time out"


def test_a_reading_has_its_score_its_band_and_the_distance_from_the_first(unlocked: Ground) -> None:
    lived(unlocked)
    found = queries.timeline(unlocked.by, str(unlocked.anwen.uid), Asked(kinds=["reading"])).entries
    assert [(one.value, one.change) for one in found] == [(19.25, pytest.approx(3.93)), (15.32, None)]
    assert all(one.band and one.name == "SWEMWBS" for one in found)


def test_kinds_may_be_asked_for_several_at_once(unlocked: Ground) -> None:
    lived(unlocked)
    assert whats(unlocked, kinds=["step", "note"]) == ["note", "step", "note", "step"]
    assert whats(unlocked, kinds=["case"]) == ["episode_began", "referral_decided", "referral_received"]
    assert whats(unlocked, kinds=["nonsense"]) == whats(unlocked)


def test_words_are_sought_in_what_was_written_and_in_what_codes_stand_for(unlocked: Ground) -> None:
    lived(unlocked)
    assert whats(unlocked, text="BUS") == ["note"]
    assert whats(unlocked, text="debt") == ["need_judged", "outcome", "need_presented"]
    assert whats(unlocked, text="first time") == ["note"]
    assert whats(unlocked, text="door lost") == ["step"]
    assert whats(unlocked, text="employment") == ["status"]
    assert whats(unlocked, text="100%_\\'") == []


def test_dates_and_episodes_narrow_it_down(unlocked: Ground) -> None:
    episode = lived(unlocked)
    assert whats(unlocked, since=date(2025, 6, 1), until=date(2025, 6, 2)) == ["outcome", "step"]
    of_it = whats(unlocked, episode_uid=str(episode.uid))
    assert "status" not in of_it and {"visit", "referral_received", "episode_began", "need_judged"} <= set(of_it)
    assert whats(unlocked, episode_uid="0d6c1c80-0000-4000-8000-0000000000aa") == []
    assert whats(unlocked, episode_uid="no uid") == []


def test_what_was_refused_missed_and_ended_is_there_too(ground: Ground) -> None:
    refused = referred(ground)
    closing = UnsuccessfulClosing(referral_uid=str(refused.uid), decided_date=TODAY, reason="not_eligible")
    referrals.close_unsuccessful(by=ground.by, closings=[closing])
    episode = open_episode(ground)
    ended = EpisodeClosing(episode_uid=str(episode.uid), end_date=TODAY, closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[ended])
    related = NewRelated(client_uid=str(ground.anwen.uid), relation="sibling", name="Huw")
    near = circle.add(by=ground.by, related=[related]).one
    circle.remove(by=ground.by, client_uid=ground.anwen.uid, related_uid=near.uid, why="gone")
    assert whats(ground)[:4] == ["episode_ended", "circle_left", "circle_joined", "referral_decided"]
    entries = queries.timeline(ground.by, ground.anwen).entries
    assert (entries[0].state, entries[2].name, entries[3].code) == ("goals_met", "Huw", "not_eligible")


def test_concerns_are_told_only_to_those_who_may_know_and_only_when_asked_for(ground: Ground) -> None:
    new = NewConcern(client_uid=str(ground.anwen.uid), kind="neglect", summary="Secret words")
    concerns.raise_(by=ground.manager, concerns=[new])
    assert whats(ground, kinds=["concern"]) == []
    assert line(ground, ground.manager) == []
    assert line(ground, ground.manager, kinds=["concern"]) == [("concern_raised", "")]
    assert line(ground, ground.manager, kinds=["concern"], text="secret") == []
    assert queries.line_choices(ground.by, ground.anwen)[1] is False
    assert queries.line_choices(ground.manager, ground.anwen)[1] is True


def test_a_restricted_note_is_read_by_few(ground: Ground) -> None:
    notes.write(by=ground.manager, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Hush")])
    Note.objects.update(is_restricted=True)
    assert whats(ground) == []
    (entry,) = queries.timeline(ground.manager, ground.anwen).entries
    assert (entry.words, entry.restricted) == ("Hush", True)


@pytest.mark.parametrize(
    "key", ["x", "2025-01-01", "2025-01-01.50", "2025-01-01.51.1", "2025-01-01.50.0", "2025-13-01.50.1"]
)
def test_a_place_that_is_none_is_not_found(ground: Ground, key: str) -> None:
    with pytest.raises(queries.NotFound):
        queries.timeline(ground.by, ground.anwen, Asked(before=key))


def test_outsiders_find_no_line_and_outside_a_scope_there_is_none(ground: Ground, oakfield: Party) -> None:
    open_episode(ground)
    assert queries.timeline(ground.by, ground.anwen).entries
    outsider = oakfield.service_manager
    with scope.of(outsider):
        with pytest.raises(queries.NotFound):
            queries.timeline(outsider, str(ground.anwen.uid))
        assert queries.timeline(outsider, ground.anwen).entries == ()
        with pytest.raises(scope.NoScope):
            queries.timeline(ground.by, ground.anwen)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 6), min_size=1, max_size=12),
    size=st.integers(1, 4),
    kinds=st.sets(st.sampled_from(["visit", "note", "step"])),
)
def test_pages_put_together_are_the_whole_line(ground: Ground, days: list[int], size: int, kinds: set[str]) -> None:
    Note.objects.all().delete()
    for n, day in enumerate(days):
        when = TODAY - timedelta(days=day)
        notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.anwen.uid), text=f"Note {n}", note_date=when)])
    whole = queries.timeline(ground.by, ground.anwen, Asked(kinds=kinds, limit=200)).entries
    read, before = [], ""
    while True:
        found = queries.timeline(ground.by, ground.anwen, Asked(kinds=kinds, limit=size, before=before))
        read += found.entries
        assert len(found.entries) <= size
        if not (before := found.older):
            break
    assert [one.key for one in read] == [one.key for one in whole]
    assert len(whole) == (len(days) if not kinds or "note" in kinds else 0)
    assert all(later.entry_date >= earlier.entry_date for later, earlier in pairwise(whole))


def test_every_source_has_a_place_of_its_own_and_a_kind_to_ask_for() -> None:
    ranks = [one.rank for one in sources.SOURCES]
    assert len(set(ranks)) == len(ranks)
    assert {one.kind for one in sources.SOURCES} == set(sources.KINDS)


def _many(ground: Ground, episode: Any, count: int) -> None:
    """As many visits with a step and a note each, written past the actions."""
    common = {"organisation_id": ground.by.organisation_id}
    own = {**common, "client": ground.anwen, "episode": episode}
    for n in range(count):
        day = START + timedelta(days=n % 80)
        activity = Activity(**common, service=ground.service, activity_type=ground.visit, activity_date=day)
        activity.save()
        Attendance.objects.create(**own, activity=activity, activity_date=day)
        Note.objects.create(**own, activity=activity, note_date=day, author_uid=ground.by.uid, text="Words")
    for n in range(count):
        StepRecord.objects.create(**own, rung=ground.rungs[n % 4], step_date=START - dt.timedelta(days=n // 4 + 1))


def test_a_long_line_asks_the_database_as_often_as_a_short_one_and_reads_as_little(ground: Ground) -> None:
    episode = open_episode(ground)

    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.timeline(ground.by, ground.anwen)
        return len(captured)

    _many(ground, episode, 40)
    few = taken()
    StepRecord.objects.all().delete()
    _many(ground, episode, 400)
    assert taken() == few == 3


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the plan is SQLite's")
def test_every_source_that_grows_with_the_years_is_read_along_an_index(ground: Ground) -> None:
    """No sorting of what a person has had in a lifetime: the newest few stand at the end of an index."""
    grows = {"visit", "step", "outcome", "note", "reading", "need_judged", "appointment"}
    for kinds in ((), ("step", "outcome", "note")):
        asked = Asked(kinds=kinds)
        for one in sources.SOURCES:
            if one.what in grows and one.kind in asked.wanted:
                rows = _source_rows(ground, one, asked)
                plan = rows.explain()
                assert "TEMP B-TREE" not in plan and "SCAN" not in plan, f"{one.what}: {plan}"


def _source_rows(ground: Ground, source: Any, asked: Asked) -> Any:
    return _rows(ground.by, ground.anwen.pk, source, asked, None).values("pk", source.date)


def test_words_once_found_are_asked_again_for_somebody_else(ground: Ground) -> None:
    """The kept question holds nobody: asked for another person, of another organisation's size, it finds theirs."""
    open_episode(ground)
    first = queries.timeline(ground.by, ground.anwen).entries
    with CaptureQueriesContext(connection) as captured:
        assert queries.timeline(ground.by, ground.bashir).entries == ()
    assert first and str(gather.blank(1)) not in captured[0]["sql"]
    open_episode(ground, ground.bashir)
    assert len(queries.timeline(ground.by, ground.bashir).entries) == len(first)


def test_a_moved_activity_moves_on_the_line(ground: Ground) -> None:
    episode = open_episode(ground)
    visit = visited(ground, episode, date(2025, 5, 6))
    activities.change(by=ground.by, activity_uid=str(visit.uid), activity_date=date(2025, 6, 6))
    assert queries.timeline(ground.by, ground.anwen).entries[0].entry_date == date(2025, 6, 6)
