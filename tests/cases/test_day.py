"""The worker's day: contacts planned and kept, walk-ins, visits mended and taken away."""

from datetime import time, timedelta
from typing import Any

import pytest

from cairn.access import feed, scope
from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.cases import queries, rules
from cairn.cases.actions import activities, appointments, arrivals, needs
from cairn.cases.actions.activities import NewActivity, NewWalkIn
from cairn.cases.actions.appointments import AppointmentChange, NewAppointment
from cairn.cases.actions.arrivals import NewArrival
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.referrals import NewReferral
from cairn.cases.models import (
    Activity,
    Appointment,
    Attendance,
    AttendanceNeed,
    Episode,
    EpisodeFunding,
    Referral,
    StepRecord,
)
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client
from tests.cases.conftest import DAY, TODAY, Ground, came, lay, open_episode, planned, refused, rung, visit
from tests.conftest import Party

UID = "0d6c1c80-0000-4000-8000-0000000000aa"
WEEK = timedelta(days=7)


# --- appointments ---


def test_a_planned_contact_is_on_the_day_of_whoever_planned_it(ground: Ground) -> None:
    episode = open_episode(ground)
    planned(ground, episode, start_time=time(10, 30), activity_type_uid=str(ground.visit.uid))
    planned(ground, open_episode(ground, ground.bashir), start_time=time(9))
    planned(ground, episode, TODAY + WEEK)
    rows = queries.appointments(ground.by, TODAY, ground.by.uid)
    assert [(row.client, row.start_time, row.activity_type) for row in rows] == [
        ("Bashir", time(9), ""), ("Anwen", time(10, 30), "Home visit"),
    ]  # fmt: skip
    assert queries.appointments(ground.by, TODAY, ground.manager.uid) == ()
    assert len(queries.appointments(ground.by, TODAY, until=TODAY + WEEK)) == 3
    assert [row.planned_date for row in queries.appointments_of(ground.by, ground.anwen.uid, TODAY)] == [
        TODAY, TODAY + WEEK,
    ]  # fmt: skip


def test_what_is_wrong_with_an_appointment_is_said_at_once(ground: Ground, oakfield: Party) -> None:
    episode = open_episode(ground)
    with scope.of(oakfield.system):
        theirs = lay(oakfield)
    new = [
        NewAppointment(episode_uid=UID, planned_date=TODAY - WEEK, worker_uid=UID),
        NewAppointment(
            episode_uid=str(episode.uid), planned_date=TODAY + 200 * WEEK, activity_type_uid=str(theirs.visit.uid)
        ),
    ]
    assert refused(appointments.make, by=ground.by, appointments=new) == [
        (0, "planned_date", "appointment.past"),
        (0, "worker_uid", "worker_uid.unknown"),
        (0, "episode_uid", "episode_uid.unknown"),
        (1, "planned_date", "appointment.far"),
        (1, "activity_type_uid", "activity_type_uid.unknown"),
    ]
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("state", "becomes"), [("attended", "kept"), ("did_not_attend", "missed"), ("cancelled_by_person", "cancelled")]
)
def test_recording_on_the_day_keeps_the_appointment_in_the_same_deed(ground: Ground, state: str, becomes: str) -> None:
    episode = open_episode(ground)
    row = planned(ground, episode)
    other = planned(ground, episode, TODAY + WEEK)
    done = activities.record(by=ground.by, activities=[visit(ground, came(episode, state=state), activity_date=TODAY)])
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.activity, other.state) == (becomes, done.one, "planned")
    undo(by=ground.by, event_uid=done.event_uid)
    row.refresh_from_db()
    assert (row.state, row.activity) == ("planned", None)


def test_one_visit_keeps_one_of_two_appointments_that_of_its_own_kind(ground: Ground) -> None:
    episode = open_episode(ground)
    walk = planned(ground, episode, start_time=time(9), activity_type_uid=str(ground.walk.uid))
    home = planned(ground, episode, start_time=time(11), activity_type_uid=str(ground.visit.uid))
    activities.record(by=ground.by, activities=[visit(ground, came(episode), activity_date=TODAY)])
    assert [Appointment.objects.get(pk=row.pk).state for row in (walk, home)] == ["planned", "kept"]
    activities.record(by=ground.by, activities=[visit(ground, came(episode), activity_date=TODAY)])
    assert Appointment.objects.get(pk=walk.pk).state == "kept"


def test_the_next_contact_is_planned_with_the_visit_and_taken_back_with_it(ground: Ground) -> None:
    episode = open_episode(ground)
    again = came(episode, again_on=TODAY + WEEK, again_at=time(14))
    done = activities.record(by=ground.by, activities=[visit(ground, again)])
    row = Appointment.objects.get()
    assert (row.planned_date, row.start_time, row.activity_type, row.worker_uid, row.state) == (
        TODAY + WEEK, time(14), ground.visit, ground.by.uid, "planned",
    )  # fmt: skip
    undo(by=ground.by, event_uid=done.event_uid)
    assert not Appointment.objects.exists() and not Activity.objects.exists()
    past = came(episode, again_on=TODAY - WEEK)
    assert refused(activities.record, by=ground.by, activities=[visit(ground, past)]) == [
        (0, "again_on", "appointment.past")
    ]


def test_an_appointment_is_moved_cancelled_and_missed_but_not_after_it_took_place(ground: Ground) -> None:
    episode = open_episode(ground)
    row = planned(ground, episode, start_time=time(9))

    def change(**values: Any) -> Any:
        one = AppointmentChange(appointment_uid=str(row.uid), **values)
        return appointments.change(by=ground.by, changes=[one])

    assert change(state="missed").one.state == "missed"
    moved = change(planned_date=TODAY + WEEK, start_time="", state="planned").one
    assert (moved.planned_date, moved.start_time, moved.state) == (TODAY + WEEK, None, "planned")
    wrongs = {
        "appointment.early": {"state": "missed"},
        "state.code": {"state": "kept"},
        "appointment.past": {"planned_date": TODAY - WEEK},
        "worker_uid.unknown": {"worker_uid": UID},
    }
    for rule, wrong in wrongs.items():
        one = AppointmentChange(appointment_uid=str(row.uid), **wrong)
        assert [found[2] for found in refused(appointments.change, by=ground.by, changes=[one])] == [rule]
    with pytest.raises(Conflict):
        change(state="cancelled", version=1)
    assert change(state="cancelled").one.state == "cancelled"
    assert queries.appointments(ground.by, TODAY + WEEK) == ()
    change(planned_date=TODAY, state="planned")
    activities.record(by=ground.by, activities=[visit(ground, came(episode), activity_date=TODAY)])
    late = AppointmentChange(appointment_uid=str(row.uid), state="missed")
    assert refused(appointments.change, by=ground.by, changes=[late]) == [(0, "state", "appointment.over")]
    gone = AppointmentChange(appointment_uid=UID, state="missed")
    assert refused(appointments.change, by=ground.by, changes=[gone]) == [
        (0, "appointment_uid", "appointment_uid.unknown")
    ]


def test_nothing_is_planned_in_a_closed_episode(ground: Ground) -> None:
    from cairn.cases.actions import episodes
    from cairn.cases.actions.episodes import EpisodeClosing

    episode = open_episode(ground)
    end = EpisodeClosing(episode_uid=str(episode.uid), end_date=TODAY, closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[end])
    new = NewAppointment(episode_uid=str(episode.uid), planned_date=TODAY)
    assert refused(appointments.make, by=ground.by, appointments=[new]) == [(0, "planned_date", "appointment.closed")]


# --- needs ---


def test_a_contact_says_for_which_needs_it_was(ground: Ground) -> None:
    episode, other = open_episode(ground), open_episode(ground, ground.bashir)
    mine, theirs = (
        str(
            needs.present(
                by=ground.by, needs=[NewNeed(episode_uid=str(row.uid), need="debt", presented_date=DAY)]
            ).one.uid
        )
        for row in (episode, other)
    )
    done = activities.record(by=ground.by, activities=[visit(ground, came(episode, needs=[mine, mine]))])
    assert list(AttendanceNeed.objects.values_list("need__uid", "attendance__activity_id")) == [
        (queries.get(ground.by, Episode, episode.uid).needs.get().uid, done.one.pk)
    ]
    for wrong in (theirs, UID):
        assert refused(activities.record, by=ground.by, activities=[visit(ground, came(episode, needs=[wrong]))]) == [
            (0, "needs", "needs.unknown")
        ]
    absent = came(episode, needs=[mine], state="did_not_attend")
    assert refused(activities.record, by=ground.by, activities=[visit(ground, absent)]) == [
        (0, "steps", "attendance.absent")
    ]


# --- walk-ins ---


def walk_with(ground: Ground, *walk_ins: NewWalkIn, **changes: Any) -> NewActivity:
    attendances = [came_as(one.key, ground) for one in walk_ins]
    return visit(ground, *attendances, walk_ins=walk_ins, **{"activity_type_uid": str(ground.walk.uid), **changes})


def came_as(key: str, ground: Ground) -> Any:
    return activities.NewAttendance(episode_uid=key, steps=[(rung(ground, 1), "reached")], note="Came by.")


def test_a_walk_in_is_there_with_referral_and_episode_by_the_deed_that_records_the_session(ground: Ground) -> None:
    known = NewWalkIn(key="b", client_uid=str(ground.bashir.uid))
    done = activities.record(by=ground.by, activities=[walk_with(ground, NewWalkIn(key="a", name="Dilys"), known)])
    dilys = Client.objects.get(name="Dilys")
    assert dilys.reference and Client.objects.count() == 4
    assert set(Referral.objects.values_list("client__name", "sector", "state", "received_date")) == {
        ("Dilys", "self", "accepted", DAY), ("Bashir", "self", "accepted", DAY),
    }  # fmt: skip
    assert set(Episode.objects.values_list("client__name", "start_date", "worker_uid")) == {
        ("Dilys", DAY, ground.by.uid), ("Bashir", DAY, ground.by.uid),
    }  # fmt: skip
    assert set(EpisodeFunding.objects.values_list("kind", flat=True)) == {"own_funds"}
    assert set(StepRecord.objects.values_list("client__name", "state")) == {("Dilys", "reached"), ("Bashir", "reached")}
    subjects = feed.since(ground.by.organisation_id, feed.head(ground.by.organisation_id) - 1).subjects
    assert subjects["client"] == {str(dilys.uid), str(ground.bashir.uid)}
    undo(by=ground.by, event_uid=done.event_uid)
    assert (Client.objects.count(), Referral.objects.count(), Episode.objects.count()) == (3, 0, 0)


def test_a_walk_in_whose_support_goes_on_keeps_their_episode(ground: Ground) -> None:
    episode = open_episode(ground)
    known = NewWalkIn(key="a", client_uid=str(ground.anwen.uid))
    done = activities.record(by=ground.by, activities=[walk_with(ground, known)])
    assert done.one.attendances.get().episode == episode
    assert Episode.objects.count() == 1


def test_a_session_with_walk_ins_sent_twice_adds_nobody_twice(ground: Ground) -> None:
    sent = walk_with(ground, NewWalkIn(key="a", name="Dilys"), uid=UID)
    first = activities.record(by=ground.by, activities=[sent])
    again = activities.record(by=ground.by, activities=[sent])
    assert first.one == again.one and [one.severity for one in again.problems] == ["warning"]
    assert (Client.objects.filter(name="Dilys").count(), Attendance.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("walk_in", "changes", "rules_"),
    [
        (NewWalkIn(key="a"), {}, ["client.name"]),
        (NewWalkIn(key="a", client_uid=UID), {}, ["walk_ins.unknown"]),
        (NewWalkIn(key="a", name="Dilys"), {"activity_date": TODAY + WEEK}, ["date.future"]),
        (NewWalkIn(key="a", name="Dilys"), {"minutes": 1441}, ["activity.minutes"]),
        (NewWalkIn(key="a", name="Dilys"), {"activity_type_uid": UID}, ["activity_type_uid.unknown"]),
        (NewWalkIn(key="a", name="Dilys"), {"worker_uid": UID}, ["worker_uid.unknown"]),
    ],
)
def test_a_refused_session_leaves_no_walk_in_behind(
    ground: Ground, walk_in: NewWalkIn, changes: dict[str, Any], rules_: list[str]
) -> None:
    deeds = feed.head(ground.by.organisation_id)
    found = refused(activities.record, by=ground.by, activities=[walk_with(ground, walk_in, **changes)])
    assert [rule for _, _, rule in found] == rules_
    assert (Client.objects.count(), Referral.objects.count(), feed.head(ground.by.organisation_id)) == (3, 0, deeds)


def test_a_walk_in_does_not_overlap_a_later_episode(ground: Ground) -> None:
    open_episode(ground, start=DAY + WEEK)
    known = NewWalkIn(key="a", client_uid=str(ground.anwen.uid))
    found = refused(activities.record, by=ground.by, activities=[walk_with(ground, known)])
    assert [rule for _, _, rule in found] == ["episode.overlap"]


# --- taken in on one page ---


def arrival(ground: Ground, **changes: Any) -> NewArrival:
    referral = NewReferral(
        client_uid="", service_uid=str(ground.service.uid), received_date=DAY, sector="self", uid=UID
    )
    values = {"person": NewClient(name="Dilys", gender="woman"), "referral": referral, "start_date": TODAY - WEEK}
    return NewArrival(**{**values, "worker_uid": ground.by.uid, **changes})


def test_somebody_is_taken_in_by_one_deed(ground: Ground) -> None:
    done = arrivals.take_in(by=ground.by, arrivals=[arrival(ground)])
    referral = done.one
    assert (referral.state, referral.decided_date, referral.client.gender) == ("accepted", DAY, "woman")
    assert (referral.episode.start_date, referral.episode.worker_uid) == (TODAY - WEEK, ground.by.uid)
    again = arrivals.take_in(by=ground.by, arrivals=[arrival(ground)])
    assert again.one == referral and Client.objects.filter(name="Dilys").count() == 1
    undo(by=ground.by, event_uid=done.event_uid)
    assert not Client.objects.filter(name="Dilys").exists() and not Episode.objects.exists()


def test_a_referral_that_is_not_decided_waits(ground: Ground) -> None:
    referral = arrivals.take_in(by=ground.by, arrivals=[arrival(ground, start_date=None)]).one
    assert (referral.state, referral.decided_date, Episode.objects.count()) == ("pending", None, 0)


def test_everything_wrong_with_an_arrival_is_said_at_once(ground: Ground) -> None:
    bad = NewReferral(client_uid="", service_uid=UID, received_date=DAY, sector="moon", uid="x")
    wrong = arrival(ground, person=NewClient(name=""), referral=bad, start_date=DAY - WEEK, worker_uid=UID)
    found = refused(arrivals.take_in, by=ground.by, arrivals=[wrong])
    assert {rule for _, _, rule in found} == {
        "client.name", "uid.refused", "sector.code", "service_uid.unknown", "worker_uid.unknown", "date.order",
    }  # fmt: skip


def test_the_state_of_an_appointment_follows_from_the_attendance() -> None:
    said = ("attended", "did_not_attend", "cancelled_by_service")
    assert [rules.appointment_state(code) for code in said] == ["kept", "missed", "cancelled"]
    assert [bool(rules.planned_problems(TODAY + timedelta(days=n), TODAY, "x")) for n in (-1, 0, 732, 733)] == [
        True, False, False, True,
    ]  # fmt: skip
