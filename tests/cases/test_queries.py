"""What may be read: a caseload, what is owed today, a person's whole record, and what an activity proposes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.cases import queries
from cairn.cases.actions import activities, assessments, episodes, needs, notes, outcomes, steps
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.episodes import Assignment, EpisodeClosing
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.outcomes import NewOutcome
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Attendance, Episode, Need, Referral
from cairn.people.actions import clients, statuses
from cairn.people.actions.clients import NewClient
from cairn.people.actions.statuses import NewStatus
from cairn.services.actions import scales
from tests.cases.conftest import START, TODAY, Ground, came, open_episode, referred, visited
from tests.conftest import Party

UID = "0d6c1c80-0000-4000-8000-0000000000aa"


def read(ground: Ground, episode: Episode, day: date, *answers: int) -> None:
    new = NewAssessment(
        episode_uid=str(episode.uid), scale="swemwbs", assessed_date=day, answers=answers or [3] * 7, stage="review"
    )
    assessments.record(by=ground.by, assessments=[new])


def test_a_row_of_the_caseload_says_what_a_worker_needs_to_know(unlocked: Ground) -> None:
    episode = open_episode(unlocked)
    visited(unlocked, episode, date(2025, 5, 6), 1, 2)
    visited(unlocked, episode, date(2025, 6, 3), 1)
    needs.present(
        by=unlocked.by,
        needs=[
            NewNeed(episode_uid=str(episode.uid), need="debt", presented_date=START),
            NewNeed(episode_uid=str(episode.uid), need="income_and_benefits", presented_date=START, state="met"),
        ],
    )
    row = queries.caseload(unlocked.by).rows[0]
    assert (row.name, row.service, row.worker) == ("Anwen", "Getting out", unlocked.by.name)
    assert (row.start_date, row.last_seen_date, row.unmet_needs) == (START, date(2025, 6, 3), 1)
    assert (row.latest_step, row.latest_step_date) == ("Met at the door", date(2025, 6, 3))
    assert (row.due, row.due_date) == ("first", START)


def test_a_reading_is_due_first_and_again_after_three_months(unlocked: Ground) -> None:
    early, fresh, explained = (open_episode(unlocked, c) for c in (unlocked.anwen, unlocked.bashir, unlocked.cerys))
    read(unlocked, early, date(2025, 3, 30))
    read(unlocked, fresh, date(2025, 4, 1))
    episodes.explain_no_baseline(by=unlocked.by, episode_uid=str(explained.uid), reason="declined")
    due = {row.name: (row.due, row.due_date) for row in queries.caseload(unlocked.by).rows}
    assert due == {"Anwen": ("review", TODAY), "Bashir": ("", None), "Cerys": ("", None)}


def test_the_caseload_is_filtered_by_service_worker_and_name_and_goes_by_pages(ground: Ground) -> None:
    for client in (ground.cerys, ground.anwen, ground.bashir):
        open_episode(ground, client)
    anwen = queries.caseload(ground.by, text="anw").rows[0]
    episodes.assign(
        by=ground.by, assignments=[Assignment(episode_uid=anwen.episode_uid, worker_uid=ground.manager.uid)]
    )
    names = lambda **filters: [row.name for row in queries.caseload(ground.by, **filters).rows]
    assert names() == ["Anwen", "Bashir", "Cerys"]
    assert names(worker_uid=ground.by.uid) == ["Bashir", "Cerys"]
    assert names(text="CER") == ["Cerys"]
    assert names(service_uid=str(ground.service.uid), page=2, per_page=2) == ["Cerys"]
    page = queries.caseload(ground.by, page=99, per_page=2)
    assert (page.total, page.page, page.pages) == (3, 2, 2)
    with pytest.raises(queries.NotFound):
        queries.caseload(ground.by, service_uid=UID)


def test_a_closed_episode_is_on_no_caseload(ground: Ground) -> None:
    closing = EpisodeClosing(episode_uid=str(open_episode(ground).uid), end_date=TODAY, closure_reason="moved_on")
    episodes.close(by=ground.by, closings=[closing])
    assert queries.caseload(ground.by).rows == ()


def test_a_caseload_takes_as_many_queries_for_fifty_as_for_one(ground: Ground) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.caseload(ground.by)
        return len(captured)

    visited(ground, open_episode(ground), START, 1)
    one = taken()
    people = clients.add(by=ground.by, clients=[NewClient(name=f"Person {n}") for n in range(49)]).items
    for person in people:
        visited(ground, open_episode(ground, person), START, 1)
    assert len(queries.caseload(ground.by).rows) == 50
    assert one == taken() <= 3


def test_today_says_what_is_owed(unlocked: Ground) -> None:
    quiet, seen, reviewed = (open_episode(unlocked, c) for c in (unlocked.anwen, unlocked.bashir, unlocked.cerys))
    visited(unlocked, quiet, TODAY - timedelta(days=28))
    visited(unlocked, seen, TODAY - timedelta(days=27))
    read(unlocked, reviewed, date(2025, 3, 25))
    visited(unlocked, reviewed, TODAY)
    waiting = referred(unlocked, received_date=TODAY - timedelta(days=9))
    owed = queries.today(unlocked.by)
    assert [(row.uid, row.waiting_days) for row in owed.referrals] == [(str(waiting.uid), 9)]
    assert [row.name for row in owed.first_readings] == ["Anwen", "Bashir"]
    assert [(row.name, row.due_date) for row in owed.reviews] == [("Cerys", date(2025, 6, 25))]
    assert [row.name for row in owed.quiet] == ["Anwen"]


def test_a_worker_owes_their_own_and_a_manager_sees_everybodys(ground: Ground) -> None:
    open_episode(ground, worker_uid="")
    assert queries.today(ground.by).first_readings == ()
    assert len(queries.today(ground.by, everyone=True).first_readings) == 1
    assert queries.today(ground.manager).everyone
    assert len(queries.today(ground.manager).first_readings) == 1


def test_referrals_wait_in_order_and_those_decided_follow(ground: Ground) -> None:
    decided = open_episode(ground).referral
    later = referred(ground, ground.bashir, received_date=date(2025, 6, 2))
    earlier = referred(ground, ground.cerys, received_date=date(2025, 6, 1))
    found = queries.referrals(ground.by)
    assert [row.uid for row in found] == [str(earlier.uid), str(later.uid), str(decided.uid)]
    assert found[2].episode_uid == str(decided.episode.uid) and found[0].episode_uid is None
    assert [row.client for row in queries.referrals(ground.by, state="accepted")] == ["Anwen"]
    assert queries.referrals(ground.by, service_uid=UID) == ()
    assert queries.referral(ground.by, str(earlier.uid)).client == "Cerys"


def whole(ground: Ground) -> Episode:
    """Anwen's story: a referral, a need met, three readings, two visits, a step lost, a status, words."""
    episode = open_episode(ground)
    at = {"episode_uid": str(episode.uid)}
    need = needs.present(by=ground.by, needs=[NewNeed(**at, need="debt", presented_date=START)]).one
    met = NewJudgement(need_uid=str(need.uid), judged_date=TODAY, state="met", judged_by="together")
    needs.judge(by=ground.by, judgements=[met])
    read(ground, episode, START, 2, 2, 2, 2, 2, 2, 2)
    read(ground, episode, date(2025, 5, 20), 3, 3, 3, 3, 3, 3, 3)
    visited(ground, episode, date(2025, 5, 6), 1, 2, note="First time out")
    visited(ground, episode, date(2025, 5, 13), 1, outcomes=[("supporting-people", "2a", True)])
    steps.record(
        by=ground.by, steps=[NewStep(**at, rung_uid=str(ground.rungs[1].uid), step_date=date(2025, 6, 1), state="lost")]
    )
    outcomes.record(
        by=ground.by,
        outcomes=[NewOutcome(**at, framework="supporting-people", outcome="1b", outcome_date=date(2025, 6, 1))],
    )
    notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Rang")])
    status = NewStatus(client_uid=str(ground.anwen.uid), kind="employment", code="retired", start_date=START)
    statuses.add(by=ground.by, statuses=[status])
    return episode


def test_a_record_holds_the_whole_story(unlocked: Ground) -> None:
    episode = whole(unlocked)
    story = queries.record(unlocked.by, str(unlocked.anwen.uid))
    assert (story.name, story.referrals[0].state) == ("Anwen", "accepted")
    assert [(status.kind, status.code) for status in story.statuses] == [("employment", "retired")]
    (view,) = story.episodes
    assert (view.uid, view.worker, view.service_scale) == (str(episode.uid), unlocked.by.name, "swemwbs")
    assert [funding.kind for funding in view.fundings] == ["own_funds"]
    (need,) = view.needs
    assert (need.label, need.state, need.met_date) == ("Debt", "met", TODAY)
    assert [judgement.state for judgement in need.judgements] == ["unmet", "met"]


def test_the_trail_has_a_stone_for_every_rung_with_its_dates(unlocked: Ground) -> None:
    whole(unlocked)
    (ladder,) = queries.record(unlocked.by, str(unlocked.anwen.uid)).episodes[0].ladders
    assert ladder.is_started
    assert [(r.position, r.state, r.first_date, r.last_date, r.times) for r in ladder.rungs] == [
        (1, "kept", date(2025, 5, 6), date(2025, 5, 13), 2),
        (2, "lost", date(2025, 5, 6), date(2025, 6, 1), 1),
        (3, "", None, None, 0),
        (4, "", None, None, 0),
    ]


def test_when_the_first_confirmation_is_taken_back_the_next_one_is_the_first(ground: Ground) -> None:
    episode = open_episode(ground)
    steps_of = [(str(ground.rungs[0].uid), "reached")]
    visits = [
        NewActivity(
            activity_type_uid=str(ground.visit.uid), activity_date=day, attendances=[came(episode, steps=steps_of)]
        )
        for day in (START, TODAY)
    ]
    first = activities.record(by=ground.by, activities=visits[:1])
    activities.record(by=ground.by, activities=visits[1:])
    undo(by=ground.by, event_uid=first.event_uid)
    rung = queries.record(ground.by, str(ground.anwen.uid)).episodes[0].ladders[0].rungs[0]
    assert (rung.state, rung.first_date, rung.times) == ("reached", TODAY, 1)


def test_closed_episodes_follow_those_open_and_owe_nothing(ground: Ground) -> None:
    closing = EpisodeClosing(
        episode_uid=str(open_episode(ground).uid), end_date=date(2025, 5, 1), closure_reason="goals_met"
    )
    episodes.close(by=ground.by, closings=[closing])
    scales.choose(by=ground.manager, service_uid=str(ground.service.uid), scales=[])
    open_episode(ground, start=date(2025, 5, 1))
    views = queries.record(ground.by, str(ground.anwen.uid)).episodes
    assert [(view.end_date, view.due) for view in views] == [(None, ""), (date(2025, 5, 1), "")]
    assert queries.caseload(ground.by).rows[0].due == ""


def test_readings_over_time_are_held_against_the_baseline(unlocked: Ground) -> None:
    whole(unlocked)
    (scale,) = queries.record(unlocked.by, str(unlocked.anwen.uid)).episodes[0].scales
    # Raw 14 and 21 convert to 15.32 and 19.25 (SWEMWBS conversion table, University of Warwick).
    assert [(r.assessed_date, r.total, r.value) for r in scale.readings] == [
        (START, 14, 15.32),
        (date(2025, 5, 20), 21, 19.25),
    ]
    assert (scale.baseline, scale.change) == (scale.readings[0].uid, pytest.approx(3.93))
    assert all(reading.band for reading in scale.readings)


def test_a_record_takes_as_many_queries_for_much_as_for_little(unlocked: Ground) -> None:
    def taken(client: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.record(unlocked.by, str(client.uid))
        return len(captured)

    episode = whole(unlocked)
    taken(unlocked.anwen)  # what is read once a process is read
    little = taken(unlocked.anwen)
    for days in range(20):
        visited(unlocked, episode, date(2025, 6, 2) + timedelta(days=days), 1, 3, note="Again")
    assert taken(unlocked.anwen) == little == 3


def test_an_activity_proposes_the_next_step_first_and_those_reached_as_kept(ground: Ground) -> None:
    first, second = open_episode(ground), open_episode(ground, ground.bashir)
    visited(ground, first, date(2025, 5, 6), 1, outcomes=[("supporting-people", "2a", True)])
    ours, theirs = queries.proposals(ground.by, str(ground.visit.uid), [str(first.uid), str(second.uid)])
    assert [(step.position, step.state, step.is_next) for step in ours.steps] == [
        (2, "reached", True),
        (3, "reached", False),
        (4, "reached", False),
        (1, "kept", False),
    ]
    assert ours.steps[-1].reached_date == ours.outcomes[0].reached_date == date(2025, 5, 6)
    assert (theirs.name, theirs.steps[0].label, theirs.steps[0].is_next) == ("Bashir", "Met at the door", True)
    assert theirs.outcomes[0].reached_date is None


def test_the_last_activity_gives_the_next_its_defaults(ground: Ground) -> None:
    episode = open_episode(ground)
    assert queries.last_activity(ground.by, str(episode.uid)) is None
    latest = visited(ground, episode, TODAY)
    visited(ground, episode, START)
    found = queries.last_activity(ground.by, str(episode.uid))
    assert found and (found.activity_uid, found.minutes) == (str(latest.uid), 60)


@pytest.mark.parametrize("role", ["service_manager", "trustee"])
def test_outsiders_find_nothing_here(ground: Ground, oakfield: Party, role: str) -> None:
    episode = open_episode(ground)
    visited(ground, episode, START)
    outsider = getattr(oakfield, role)
    with scope.of(outsider):
        nothing = (
            lambda: queries.record(outsider, str(ground.anwen.uid)),
            lambda: queries.proposals(outsider, str(ground.visit.uid), []),
            lambda: queries.last_activity(outsider, str(episode.uid)),
            lambda: queries.get(outsider, Episode, episode.uid),
            lambda: queries.get(outsider, Episode, "no uid"),
        )
        for ask in nothing:
            with pytest.raises(queries.NotFound):
                ask()
        assert queries.caseload(outsider).rows == queries.referrals(outsider) == ()


def test_a_trustee_of_the_organisation_sees_no_record(ground: Ground) -> None:
    open_episode(ground)
    trustee = ground.party.trustee
    assert not any(queries.visible_to(trustee, model).exists() for model in (Episode, Referral, Need, Attendance))
    with pytest.raises(queries.NotFound):
        queries.record(trustee, str(ground.anwen.uid))


def test_a_proposal_for_an_unknown_person_is_not_found(ground: Ground) -> None:
    with pytest.raises(queries.NotFound):
        queries.proposals(ground.by, str(ground.visit.uid), [UID])
