"""Planned once or as it comes round, by one worker or several; kept, missed, moved, covered, handed over."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.cases.actions import activities, appointments, covers, notes, planned_sessions
from cairn.cases.actions.appointments import AppointmentChange, NewAppointment
from cairn.cases.actions.covers import CoverEnding, NewCover
from cairn.cases.actions.notes import Dealing, NewNote
from cairn.cases.actions.planned_sessions import NewSession, SessionChange
from cairn.cases.models import Activity, AlsoThere, Appointment, Cover, Episode, PlannedSession, Series
from cairn.cases.queries import caseload, memos_waiting, timeline, today
from cairn.cases.queries.covering import covers as all_covers
from cairn.cases.queries.diary import diary
from cairn.cases.queries.quick import quick
from cairn.cases.rules_diary import Repeat
from tests.cases.conftest import TODAY, Ground, came, open_episode, planned, refused, visit

WEEK = timedelta(days=7)
NINE, TEN = time(9), time(10)


@pytest.fixture
def episode(ground: Ground) -> Episode:
    return open_episode(ground)


def weekly(ground: Ground, episode: Episode, **changes: Any) -> list[Appointment]:
    given_ = {"repeat": Repeat(unit="week", times=4), "start_time": NINE, "minutes": 30, **changes}
    planned(ground, episode, TODAY, **given_)
    return list(Appointment.objects.filter(series__isnull=False).order_by("planned_date"))


def days() -> list[date]:
    return list(Appointment.objects.order_by("planned_date").values_list("planned_date", flat=True))


# --- coming round ---


def test_what_comes_round_is_rows_of_one_series_and_one_undo_takes_all(ground: Ground, episode: Episode) -> None:
    new = NewAppointment(episode_uid=str(episode.uid), planned_date=TODAY, repeat=Repeat(unit="week", every=2, times=3))
    made = appointments.make(by=ground.by, appointments=[new])
    assert days() == [TODAY, TODAY + 2 * WEEK, TODAY + 4 * WEEK]
    assert made.one.planned_date == TODAY and Series.objects.get().until_date == TODAY + 4 * WEEK
    undo(by=ground.by, event_uid=made.event_uid)
    assert not Appointment.objects.exists() and not Series.objects.exists()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3), st.integers(-6, 20).filter(bool), st.booleans())
def test_later_ones_move_alike_earlier_stay_and_undo_restores(
    ground: Ground, episode: Episode, which: int, shift: int, later: bool
) -> None:
    rows = weekly(ground, episode)
    before = days()
    moved = max(rows[which].planned_date + timedelta(days=shift), TODAY)
    by = moved - rows[which].planned_date
    one = AppointmentChange(
        appointment_uid=str(rows[which].uid), planned_date=moved, later=later, all_the_same=True, start_time=TEN
    )
    made = appointments.change(by=ground.by, changes=[one])
    for number, row in enumerate(rows):
        goes = number == which or (later and number > which)
        now = Appointment.objects.get(pk=row.pk)
        assert now.planned_date == (row.planned_date + by if goes else row.planned_date)
        assert now.start_time == (TEN if goes else NINE)
    undo(by=ground.by, event_uid=made.event_uid)
    assert days() == before
    Appointment.objects.all().delete()


def test_cancelling_this_and_later_leaves_what_was_and_what_took_place(ground: Ground, episode: Episode) -> None:
    rows = weekly(ground, episode)
    activities.record(by=ground.by, activities=[visit(ground, came(episode), activity_date=TODAY)])
    later = AppointmentChange(appointment_uid=str(rows[1].uid), state="cancelled", later=True)
    appointments.change(by=ground.by, changes=[later])
    states = Appointment.objects.order_by("planned_date").values_list("state", flat=True)
    assert list(states) == ["kept", "cancelled", "cancelled", "cancelled"]


def test_a_contact_sent_twice_is_planned_once(ground: Ground, episode: Episode) -> None:
    uid = "7f8d0f5e-6f0a-4b62-9a3c-111111111111"
    new = NewAppointment(episode_uid=str(episode.uid), planned_date=TODAY, start_time=NINE, uid=uid)
    appointments.make(by=ground.by, appointments=[new])
    again = appointments.make(by=ground.by, appointments=[new])
    assert [one.rule for one in again.problems] == ["uid.again"] and Appointment.objects.count() == 1
    walk = NewSession(activity_type_uid=str(ground.walk.uid), planned_date=TODAY, uid=uid.replace("1111", "2222"))
    planned_sessions.plan(by=ground.by, sessions=[walk])
    assert planned_sessions.plan(by=ground.by, sessions=[walk]).problems and PlannedSession.objects.count() == 1


# --- in two places ---


def test_two_things_at_once_are_refused_until_they_are_agreed_to(ground: Ground, episode: Episode, ann: Actor) -> None:
    planned(ground, episode, start_time=NINE, minutes=60, also=[ann.uid])
    new: dict[str, Any] = {"activity_type_uid": str(ground.walk.uid), "planned_date": TODAY, "start_time": time(9, 30)}
    for other in ({}, {"worker_uid": ann.uid}, {"worker_uid": ground.manager.uid, "also": [ann.uid]}):
        found = refused(planned_sessions.plan, by=ground.by, sessions=[NewSession(**new, **other)])
        assert found == [(0, "start_time", "diary.clash")]
    assert planned_sessions.plan(by=ground.by, sessions=[NewSession(**new, worker_uid=ground.manager.uid)]).one
    assert planned_sessions.plan(by=ground.by, sessions=[NewSession(**new, all_the_same=True)]).one
    shown = diary(ground.by, TODAY, 1).items
    assert [item.clashes for item in shown] == [True, True]


def test_the_next_contact_planned_with_a_visit_warns_of_another_at_that_time(ground: Ground, episode: Episode) -> None:
    planned(ground, open_episode(ground, ground.bashir), TODAY + WEEK, start_time=NINE)
    again = came(episode, again_on=TODAY + WEEK, again_at=time(9, 15))
    made = activities.record(by=ground.by, activities=[visit(ground, again, activity_date=TODAY)])
    assert [(one.rule, one.severity) for one in made.problems] == [("diary.clash", "warning")]
    assert Appointment.objects.count() == 2


def test_moving_onto_another_is_asked_and_a_series_is_not_in_its_own_way(ground: Ground, episode: Episode) -> None:
    rows = weekly(ground, episode)
    other = planned(ground, open_episode(ground, ground.bashir), TODAY + timedelta(days=1), start_time=NINE)
    onto = AppointmentChange(appointment_uid=str(other.uid), planned_date=TODAY)
    assert refused(appointments.change, by=ground.by, changes=[onto]) == [(0, "start_time", "diary.clash")]
    by_a_week = AppointmentChange(appointment_uid=str(rows[0].uid), planned_date=TODAY + WEEK, later=True)
    appointments.change(by=ground.by, changes=[by_a_week])
    assert days().count(TODAY + WEEK) == 1
    kept = AppointmentChange(appointment_uid=str(other.uid), place="At the library")
    assert appointments.change(by=ground.by, changes=[kept]).one.place == "At the library"


def test_bad_answers_are_refused_together_at_their_places(ground: Ground, episode: Episode) -> None:
    new = NewAppointment(
        episode_uid=str(episode.uid), planned_date=TODAY - WEEK, start_time=TEN, minutes=-60, place="x" * 201,
        worker_uid="nobody", also=["nobody"], repeat=Repeat(unit="week"),
    )  # fmt: skip
    found = {field for _, field, _ in refused(appointments.make, by=ground.by, appointments=[new])}
    assert found == {"planned_date", "end_time", "place", "worker_uid", "also", "until"}
    alone = NewSession(activity_type_uid=str(ground.visit.uid), planned_date=TODAY)
    unknown = NewSession(activity_type_uid="none", planned_date=TODAY)
    assert refused(planned_sessions.plan, by=ground.by, sessions=[alone, unknown]) == [
        (0, "activity_type_uid", "session.alone"), (1, "activity_type_uid", "activity_type_uid.unknown"),
    ]  # fmt: skip
    gone = SessionChange(session_uid=str(episode.uid), state="cancelled")
    assert refused(planned_sessions.change, by=ground.by, changes=[gone]) == [(0, "session_uid", "session_uid.unknown")]


# --- two workers, once ---


def test_two_workers_on_one_visit_are_one_activity_in_both_diaries(
    ground: Ground, episode: Episode, ann: Actor
) -> None:
    row = planned(ground, episode, start_time=NINE, also=[ann.uid], activity_type_uid=str(ground.visit.uid))
    for by in (ground.by, ann):
        assert [item.uid for item in diary(by, TODAY, 1).items] == [str(row.uid)]
    assert quick(ann, ground.anwen).planned.also == (ground.by.uid, ann.uid)  # type: ignore[union-attr]
    new = visit(ground, came(episode, appointment_uid=str(row.uid)), activity_date=TODAY)
    made = activities.record(by=ann, activities=[new])
    assert Activity.objects.get().worker_uid == ann.uid
    assert list(AlsoThere.objects.filter(activity=made.one).values_list("worker_uid", flat=True)) == [ground.by.uid]
    assert Appointment.objects.get().state == "kept"
    names = {entry.worker for entry in timeline(ground.by, ground.anwen).entries if entry.what == "visit"}
    assert names == {"Ann and support_worker of Harbour Trust"}
    activities.change(by=ann, activity_uid=str(made.one.uid), activity_date=TODAY - timedelta(days=1), also=[])
    assert not AlsoThere.objects.filter(activity=made.one).exists()
    activities.remove(by=ann, activity_uid=str(made.one.uid))
    assert Appointment.objects.get().state == "planned" and AlsoThere.objects.count() == 1


def test_whoever_covers_records_it_and_the_absent_one_was_not_there(
    ground: Ground, episode: Episode, ann: Actor
) -> None:
    planned(ground, episode, activity_type_uid=str(ground.visit.uid))
    activities.record(by=ann, activities=[visit(ground, came(episode), activity_date=TODAY)])
    assert not AlsoThere.objects.exists() and Activity.objects.get().worker_uid == ann.uid


def test_a_register_keeps_its_planned_session(ground: Ground, episode: Episode, ann: Actor) -> None:
    new = NewSession(activity_type_uid=str(ground.walk.uid), planned_date=TODAY, start_time=TEN, also=[ann.uid])
    row = planned_sessions.plan(by=ground.by, sessions=[new]).one
    walk = visit(ground, came(episode), activity_type_uid=str(ground.walk.uid), activity_date=TODAY)
    made = activities.record(by=ground.by, activities=[walk])
    row.refresh_from_db()
    assert (row.state, row.activity) == ("kept", made.one) and made.one.also.get().worker_uid == ann.uid
    over = SessionChange(session_uid=str(row.uid), state="cancelled")
    assert refused(planned_sessions.change, by=ground.by, changes=[over]) == [(0, "state", "appointment.over")]
    undo(by=ground.by, event_uid=made.event_uid)
    row.refresh_from_db()
    assert (row.state, row.activity) == ("planned", None)


def test_a_session_is_moved_and_of_two_on_a_day_the_named_one_is_kept(
    ground: Ground, episode: Episode, ann: Actor
) -> None:
    new = {"activity_type_uid": str(ground.walk.uid), "planned_date": TODAY}
    first, second = planned_sessions.plan(by=ground.by, sessions=[NewSession(**new), NewSession(**new)]).items
    walk = {"activity_type_uid": str(ground.walk.uid), "activity_date": TODAY, "session_uid": str(second.uid)}
    made = activities.record(by=ground.by, activities=[visit(ground, came(episode), also=[], **walk)]).one
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("planned", "kept")
    yesterday = TODAY - timedelta(days=1)
    activities.change(by=ground.by, activity_uid=str(made.uid), activity_date=yesterday, also=[ann.uid])
    assert made.also.get().planned_date == yesterday
    activities.change(by=ground.by, activity_uid=str(made.uid), activity_date=TODAY)
    assert made.also.get().planned_date == TODAY
    away = SessionChange(
        session_uid=str(first.uid), planned_date=TODAY + WEEK, worker_uid=ann.uid, also=[ground.by.uid]
    )
    planned_sessions.change(by=ground.by, changes=[away])
    assert [item.planned_date for item in diary(ann, TODAY, 14).items if item.worker_uid == ann.uid] == [TODAY + WEEK]
    assert [item.others for item in diary(ground.by, TODAY + WEEK, 1).items] == [(ground.by.name,)]
    activities.remove(by=ground.by, activity_uid=str(made.uid))
    second.refresh_from_db()
    assert second.state == "planned" and not AlsoThere.objects.filter(activity__isnull=False).exists()


def test_the_service_sees_everybodys_and_who_is_another_workers_does_not_show(
    ground: Ground, episode: Episode, ann: Actor
) -> None:
    planned(ground, episode, worker_uid=ann.uid)
    assert diary(ground.by, TODAY, 1).items == ()
    assert len(diary(ground.by, TODAY, 1, worker_uid=ann.uid).items) == 1
    assert len(diary(ground.by, TODAY, 1, service_uid=str(ground.service.uid)).items) == 1
    assert not diary(ground.party.trustee, TODAY, 1, worker_uid=ann.uid).items


# --- cover ---


def test_a_cover_shows_the_absent_ones_desk_and_ends_by_itself(ground: Ground, episode: Episode, ann: Actor) -> None:
    planned(ground, episode)
    planned(ground, episode, TODAY + 2 * WEEK)
    notes.write(by=ground.manager, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Ring", to_uid=ground.by.uid)])
    assert today(ann).planned == () and today(ann).people == 0
    new = NewCover(worker_uid=ground.by.uid, covered_by_uid=ann.uid, start_date=TODAY, end_date=TODAY + WEEK)
    covers.cover(by=ground.by, covers=[new])
    day = today(ann)
    assert (
        [item.desk for item in day.planned] == [ground.by.name]
        and day.people == 1
        and day.desks[0].worker == ground.by.name
    )
    assert [item.desk for item in diary(ann, TODAY, 28).items] == [ground.by.name], "not what comes after it ends"
    covered = [desk.worker_uid for desk in day.desks]
    [memo] = memos_waiting(ann, covered=covered)
    notes.deal(by=ann, memos=[Dealing(note_uid=memo.uid)])
    assert caseload(ann, worker_uid=[ann.uid, *covered]).total == 1
    assert Episode.objects.get().worker_uid == ground.by.uid, "nothing changes hands"
    [row] = all_covers(ann)
    assert (row.set_by, row.is_running) == (ground.by.name, True)
    covers.end(by=ground.manager, endings=[CoverEnding(cover_uid=row.uid)])
    assert today(ann).planned == () and not Cover.objects.exists()


def test_only_a_manager_or_the_worker_themself_sets_and_ends_cover(ground: Ground, ann: Actor, bob: Actor) -> None:
    def cover(by: Actor, absent: Actor, other: Actor, **changes: Any) -> Any:
        said = {"start_date": TODAY, "end_date": TODAY + WEEK, **changes}
        return covers.cover(by=by, covers=[NewCover(worker_uid=absent.uid, covered_by_uid=other.uid, **said)])

    with pytest.raises(NotAllowed):
        cover(ann, bob, ann)
    row = cover(ground.manager, ann, bob).one
    with pytest.raises(NotAllowed):
        covers.end(by=bob, endings=[CoverEnding(cover_uid=str(row.uid))])
    both = {
        "by": ann,
        "covers": [NewCover(worker_uid=ann.uid, covered_by_uid=ann.uid, start_date=TODAY, end_date=TODAY)],
    }
    assert refused(covers.cover, **both) == [(0, "covered_by_uid", "cover.self")]
    twice = {
        "by": ann,
        "covers": [NewCover(worker_uid=ann.uid, covered_by_uid=bob.uid, start_date=TODAY, end_date=TODAY)],
    }
    assert refused(covers.cover, **twice) == [(0, "covered_by_uid", "cover.twice")]
    none = [NewCover(worker_uid=ann.uid, covered_by_uid="nobody", start_date=TODAY, end_date=TODAY)]
    assert refused(covers.cover, by=ann, covers=none) == [(0, "covered_by_uid", "covered_by_uid.unknown")]
    Cover.objects.update(start_date=TODAY - WEEK)
    covers.end(by=ann, endings=[CoverEnding(cover_uid=str(row.uid))])
    assert Cover.objects.get().end_date == TODAY - timedelta(days=1)
    assert refused(covers.end, by=ann, endings=[CoverEnding(cover_uid="none")]) == [
        (0, "cover_uid", "cover_uid.unknown")
    ]
