"""The diary on screen: planned in one round of errors, asked once, one tap, covered, handed over, taken out, reminded."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core import mail

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.models import Organisation
from cairn.access.queries import actor_for
from cairn.cases import evening
from cairn.cases.actions import planned_sessions
from cairn.cases.actions.planned_sessions import NewSession
from cairn.cases.models import Activity, AlsoThere, Appointment, Cover, Episode, EveningMail, PlannedSession
from cairn.desk import jobs
from cairn.interfaces.cli import worker as job_worker
from tests.cases.conftest import TODAY, Ground, open_episode, planned
from tests.workspace.conftest import Screen, day

WEEK = timedelta(days=7)


@pytest.fixture
def worker(ground: Ground) -> Screen:
    return Screen(ground.party, "support_worker")


@pytest.fixture
def manager(ground: Ground) -> Screen:
    return Screen(ground.party, "service_manager")


@pytest.fixture
def episode(ground: Ground) -> Episode:
    with scope.of(ground.by):
        return open_episode(ground)


def contact(ground: Ground, **changes: Any) -> dict[str, Any]:
    said = {
        **day("planned_date", TODAY),
        "start_time": "09:00",
        "end_time": "09:45",
        "worker_uid": ground.by.uid,
        "unit": "",
    }
    return {**said, "activity_type_uid": str(ground.visit.uid), **changes}


def test_everything_wrong_is_said_at_once_and_nothing_is_written(worker: Screen, ground: Ground, episode: Any) -> None:
    wrong = contact(ground, **day("planned_date", TODAY - WEEK), start_time="10:00", end_time="09:00", unit="week")
    page = worker.send("appointment_new", wrong, client=ground.anwen.uid)
    assert page.status == 422
    assert set(page.errors) == {"planned_date_day", "end_time", "until_day"}
    assert "ends before it begins" in page.text and "That day is over" in page.text
    assert "all_the_same" not in page.names()
    with scope.of(ground.by):
        assert not Appointment.objects.exists()


def test_two_things_at_once_are_asked_once_and_then_planned(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        planned(ground, episode, start_time=time(9, 15), minutes=30)
    said = contact(ground, unit="week", every="2", times="3", also=[ground.manager.uid], place="Library")
    page = worker.send("appointment_new", said, client=ground.anwen.uid)
    assert page.status == 422 and "You have something else planned from 09:15 to 09:45" in page.text
    assert "all_the_same" in page.names() and page.value("place") == "Library"
    assert worker.send("appointment_new", {**said, "all_the_same": "on"}, client=ground.anwen.uid).status == 302
    with scope.of(ground.by):
        assert list(Appointment.objects.filter(place="Library").values_list("planned_date", flat=True)) == [
            TODAY, TODAY + 2 * WEEK, TODAY + 4 * WEEK,
        ]  # fmt: skip
    shown = worker.get("diary")
    assert shown.text.count("Two things at once") == 2 and "with service_manager of Harbour Trust" in shown.text
    assert "Library" in Screen(ground.party, "service_manager").get("diary").text, "in both diaries"


def test_this_and_all_later_ones_are_cancelled_and_undone(worker: Screen, ground: Ground, episode: Any) -> None:
    worker.send("appointment_new", contact(ground, unit="week", times="3"), client=ground.anwen.uid)
    with scope.of(ground.by):
        row = Appointment.objects.order_by("planned_date")[1]
    page = worker.get("appointment_change", appointment=row.uid)
    assert page.value("end_time") == "09:45" and page.value("which") == ["this"]
    said = {
        **contact(ground, **day("planned_date", row.planned_date)),
        "state": "cancelled",
        "which": "later",
        "version": "1",
    }
    assert worker.send("appointment_change", said, appointment=row.uid).status == 302
    with scope.of(ground.by):
        assert Appointment.objects.filter(state="cancelled").count() == 2
    undo = worker.get("diary").html.select_one(".ws-done form")["action"]
    worker.browser.post(undo)
    with scope.of(ground.by):
        assert not Appointment.objects.filter(state="cancelled").exists()


def test_no_answer_is_one_tap_and_counts(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        row = planned(ground, episode, activity_type_uid=str(ground.visit.uid))
    page = worker.get("home")
    assert [one["value"] for one in page.html.select("input[name=how]")] == ["missed", "no_answer"]
    worker.send("appointment_missed", {"version": "1", "how": "no_answer"}, appointment=row.uid)
    assert "no answer, noted" in worker.get("home").text
    with scope.of(ground.by):
        assert Appointment.objects.get().state == "no_answer"
        assert Activity.objects.get().attendances.get().state == "no_answer"
    assert "No answer" in worker.get("diary").text


def test_it_took_place_opens_the_form_as_it_was_planned(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        row = planned(ground, episode, start_time=time(9), minutes=25, activity_type_uid=str(ground.visit.uid),
                      also=[ground.manager.uid])  # fmt: skip
    page = worker.get("activity_kind", f"?appointment={row.uid}", client=ground.anwen.uid)
    assert page.value("minutes") == "25" and page.value("also") == [ground.manager.uid]
    said = {"activity_type": str(ground.visit.uid), "minutes": "25", "state": "attended", "appointment": str(row.uid),
            "also": [ground.manager.uid], **day("activity_date", TODAY)}  # fmt: skip
    worker.send("activity_kind", said, client=ground.anwen.uid)
    with scope.of(ground.by):
        assert Appointment.objects.get().activity == Activity.objects.get()
        assert AlsoThere.objects.filter(activity__isnull=False).count() == 1
    line = worker.get("timeline", client=ground.anwen.uid).text
    assert "support_worker of Harbour Trust and service_manager of Harbour Trust" in line
    with scope.of(ground.by):
        uid = Activity.objects.get().uid
    change = worker.get("activity_change", activity=uid)
    assert change.value("also") == [ground.manager.uid]
    worker.send("activity_change", {"minutes": "25", "version": "1", **day("activity_date", TODAY)}, activity=uid)
    with scope.of(ground.by):
        assert not AlsoThere.objects.filter(activity__isnull=False).exists()


def test_a_session_is_planned_and_its_register_keeps_it(worker: Screen, ground: Ground, episode: Any) -> None:
    said = contact(ground, activity_type_uid=str(ground.walk.uid))
    assert set(worker.send("session_plan", {**said, "activity_type_uid": ""}).errors) == {"activity_type_uid"}
    assert worker.send("session_plan", {**said, "start_time": "14:00", "end_time": "15:30"}).status == 302
    with scope.of(ground.by):
        row = PlannedSession.objects.get()
    link = worker.get("home").html.select_one(f'a[href$="planned={row.uid}"]')
    register = worker.browser.get(link["href"])
    assert b'value="90"' in register.content
    came = {"who": [str(episode.uid)], f"here-{episode.uid}": "on", "minutes": "90", **day("activity_date", TODAY)}
    assert worker.browser.post(link["href"], came).status_code == 302
    with scope.of(ground.by):
        assert PlannedSession.objects.get().state == "kept"
    assert worker.get("session_change", planned_session=row.uid).status == 200
    moved = {**said, "state": "cancelled", "version": "2"}
    assert "recorded already" in worker.send("session_change", moved, planned_session=row.uid).text


def test_the_diary_is_taken_out_without_names_for_another_calendar(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    with scope.of(ground.by):
        planned(ground, episode, start_time=time(9), minutes=30)
        planned(ground, episode, TODAY + WEEK)
        planned_sessions.plan(by=ground.by, sessions=[NewSession(
            activity_type_uid=str(ground.walk.uid), planned_date=TODAY)])  # fmt: skip
    text = worker.get("diary_calendar").response.content.decode()
    assert (
        text.count("BEGIN:VEVENT") == 3 and "DTSTART:20250630T080000Z" in text and "DTSTART;VALUE=DATE:20250707" in text
    )
    assert ground.anwen.reference in text and "SUMMARY:Walk" in text
    assert "Anwen" not in text and "Home visit" not in text and all(len(line) < 76 for line in text.split("\r\n"))


def test_a_week_a_day_and_anothers_diary(worker: Screen, ground: Ground, episode: Any) -> None:
    assert "Nothing is planned" in worker.get("diary").text
    with scope.of(ground.by):
        planned(ground, episode, TODAY + timedelta(days=5), worker_uid=ground.manager.uid)
    assert "Anwen" not in worker.get("diary").text
    for who in (ground.manager.uid, f"service:{ground.service.uid}"):
        assert "Anwen" in worker.get("diary", f"?who={who}").text
        assert "Anwen" not in worker.get("diary", f"?who={who}&view=day").text
    assert "Anwen" not in worker.get("diary", "?who=nonsense&day=9999-01-01").text
    found = worker.get("diary_whom", "?q=anw&day=2025-07-03")
    assert "day=2025-07-03" in found.html.select_one(".ws-list__name")["href"]
    assert "Your own people" in worker.get("diary_whom").text


def test_cover_is_set_on_screen_shown_everywhere_and_ended(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    with scope.of(ground.by):
        planned(ground, episode)
    said = {"worker_uid": ground.by.uid, "covered_by_uid": ground.manager.uid, **day("start_date", TODAY)}
    page = worker.send("covers", {**said, **day("end_date", TODAY - WEEK)})
    assert set(page.errors) == {"end_date_day"} and "ends before it begins" in page.text
    assert worker.send("covers", {**said, **day("end_date", TODAY + WEEK)}).status == 302
    for name in ("diary", "home"):
        assert "cover for support_worker of Harbour Trust" in manager.get(name).text
        assert "Anwen" in manager.get(name).text
    own = manager.get("caseload", f"?worker={ground.manager.uid}")
    assert "Anwen" in own.text and "their people stand here too" in own.text
    with scope.of(ground.by):
        uid = Cover.objects.get().uid
    assert "set by support_worker of Harbour Trust" in manager.get("covers").text
    assert manager.send("cover_end", {"version": "1"}, cover=uid).status == 302
    assert "cover for" not in manager.get("home").text


def test_a_desk_is_previewed_handed_over_and_its_owner_ended(manager: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        ann = organisations.add_member(by=ground.manager, email="ann@h.example", name="Ann", roles=["support_worker"])
        planned(ground, episode)
    uid, about = str(ann.user.uid), {"worker": ground.by.uid}
    assert "Ann" in manager.get("team").text
    page = manager.send("hand_over", {"everything": "", "preview": "1"}, **about)
    assert page.status == 422 and set(page.errors) == {"everything"}
    page = manager.send("hand_over", {"everything": uid, "preview": "1"}, **about)
    assert page.status == 200 and [cell.get_text() for cell in page.html.select("tbody td")] == ["1", "1", "0"]
    assert "still" in _said(manager, "member_end", about)
    assert manager.send("hand_over", {"everything": uid, "sure": "1"}, **about).status == 302
    with scope.of(ground.by):
        assert {Episode.objects.get().worker_uid, Appointment.objects.get().worker_uid} == {uid}
    assert "Nothing is on this desk" in manager.get("hand_over", **about).text
    assert "can open nothing" in _said(manager, "member_end", about)
    assert manager.get("hand_over", **about).status == 404
    assert actor_for(ann.user, "harbour") is not None


def _said(screen: Screen, name: str, about: dict[str, Any]) -> str:
    screen.send(name, {}, **about)
    return screen.get("team").text


def test_the_evening_mail_says_times_and_counts_and_no_name_once(worker: Screen, ground: Ground, episode: Any) -> None:
    worker.send("diary_reminders", {"on": "yes"})
    with scope.of(ground.by):
        tomorrow = TODAY + timedelta(days=1)
        planned(ground, episode, tomorrow, start_time=time(9, 30), place="Anwen's flat")
        planned(ground, episode, tomorrow)
        row = Organisation.objects.get(slug="harbour")
        evening.register()
        assert evening.ask(row) and evening.ask(row), "asked twice, as when the worker was begun again"
    while jobs.work_one():
        pass
    [sent] = mail.outbox
    assert sent.to == ["support_worker@harbour.example"] and sent.subject == "Tomorrow: 2 planned"
    assert "Planned with one person: 2 (09:30, any time)" in sent.body
    assert not any(word in sent.body for word in ("Anwen", "flat", ground.anwen.reference, "Home visit"))
    assert "No more reminders" in worker.get("diary").text
    worker.send("diary_reminders", {"on": "no"})
    with scope.of(ground.by):
        assert not EveningMail.objects.exists() and evening.ask(row) is None


def test_a_mail_server_that_fails_is_tried_again_and_whoever_left_hears_nothing(
    worker: Screen, ground: Ground, episode: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("no mail today")

    worker.send("diary_reminders", {"on": "yes"})
    with scope.of(ground.by):
        planned(ground, episode, TODAY + timedelta(days=1))
        row = Organisation.objects.get(slug="harbour")
        EveningMail.objects.create(organisation=row, user_uid=str(episode.uid))
        evening.register()
        with monkeypatch.context() as patch:
            patch.setattr(evening, "send_mail", broken)
            evening.ask(row)
            assert jobs.work_one().message == "0 reminders were sent; 1 could not be."  # type: ignore[union-attr]
        evening.ask(row)
        assert jobs.work_one().message == "1 reminders were sent."  # type: ignore[union-attr]
    assert len(mail.outbox) == 1


def test_the_worker_asks_once_an_evening(ground: Ground, worker: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    from cairn.kernel import clock

    worker.send("diary_reminders", {"on": "yes"})
    evening.register()
    monkeypatch.setattr(job_worker, "_reminded", [])
    asked: list[Any] = []
    monkeypatch.setattr(evening, "ask", lambda row: asked.append(row))
    for hour in (16, 17, 18):  # London is an hour ahead in June
        with clock.fixed(datetime(2025, 6, 30, hour, 30, tzinfo=UTC)):
            job_worker._ask_for_the_evening()
    assert len(asked) == Organisation.objects.count()
