"""The worker's day on screen: Today, one small form, the register, what is planned, what is put right."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import appointments, needs
from cairn.cases.actions.appointments import NewAppointment
from cairn.cases.actions.needs import NewNeed
from cairn.cases.models import Activity, Appointment, AttendanceNeed, Episode, Referral, StepRecord
from cairn.desk.models import Draft
from cairn.people.models import Client
from tests.cases.conftest import TODAY, Ground, open_episode, visited
from tests.workspace.conftest import Screen, day

WEEK = timedelta(days=7)
VISIT = {"minutes": "45", "state": "attended", **day("activity_date", TODAY)}


def planned(ground: Ground, episode: Any, when: date = TODAY, **changes: Any) -> Appointment:
    new = NewAppointment(episode_uid=str(episode.uid), planned_date=when, **changes)
    return appointments.make(by=ground.by, appointments=[new]).one


def rung(ground: Ground, number: int) -> str:
    return str(ground.rungs[number - 1].uid)


# --- Today ---


def test_an_empty_today_teaches(worker: Screen) -> None:
    page = worker.get("home")
    assert "Nobody is planned for today" in page.text and "Nobody is yours yet" in page.text


def test_today_says_whom_i_see_and_what_comes_tomorrow(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        planned(ground, episode, start_time=time(10, 30), activity_type_uid=str(ground.visit.uid))
        planned(ground, open_episode(ground, ground.bashir), TODAY + timedelta(days=1))
    page = worker.get("home")
    assert "10:30am" in page.text and "Home visit" in page.text
    assert "Tomorrow : Bashir" in page.text
    assert "Bashir" in worker.get("diary", "?day=tomorrow").text
    assert "Anwen" in worker.get("diary", "?day=nonsense").text


def test_a_session_that_usually_meets_on_this_weekday_is_offered(worker: Screen, ground: Ground, episode: Any) -> None:
    from cairn.cases.actions import activities
    from cairn.cases.actions.activities import NewActivity

    def held(when: date) -> None:
        new = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=when, heads=9)
        activities.record(by=ground.by, activities=[new])

    with scope.of(ground.by):
        held(TODAY - WEEK)
        assert "usual on a Monday" not in worker.get("home").text
        held(TODAY - 2 * WEEK)
    assert "Drop-in" in worker.get("home").text and "usual on a Monday" in worker.get("home").text
    with scope.of(ground.by):
        held(TODAY)
    assert "Once more" in worker.get("home").text


def test_they_did_not_come_is_one_tap_and_stands_in_the_record(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        known = planned(ground, episode, activity_type_uid=str(ground.visit.uid))
        vague = planned(ground, episode)
    for row in (known, vague):
        assert worker.send("appointment_missed", {"version": "1"}, appointment=row.uid).status == 302
    with scope.of(ground.by):
        assert set(Appointment.objects.values_list("state", flat=True)) == {"missed"}
        came = Activity.objects.values_list("attendances__state", "activity_type__name")
        assert list(came) == [("did_not_attend", "Home visit")] * 2, "counted, also where its kind was not said"
    assert worker.get("home").html.select(".ws-done form")
    worker.send("appointment_missed", {"version": "1"}, appointment=known.uid)
    assert "recorded already" in worker.get("home").text


def test_a_manager_looks_at_everybody_or_at_their_own(manager: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        visited(ground, open_episode(ground), TODAY - 5 * WEEK, 1)
    page = manager.get("home")
    assert "What we owe" in page.text and "Gone quiet" in page.text and "Step plan" in page.text
    assert "Gone quiet" not in manager.get("home", "?own").text


@pytest.mark.parametrize("role", ["support_worker", "service_manager"])
def test_today_asks_few_queries_whatever_it_shows(role: str, ground: Ground) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cairn.cases.actions import notes
    from cairn.cases.actions.notes import NewNote
    from tests.cases.conftest import referred

    screen = Screen(ground.party, role)
    by = getattr(ground.party, role)
    with scope.of(ground.by):
        mine = open_episode(ground, worker_uid=by.uid)
        visited(ground, mine, TODAY - 5 * WEEK, 1)
        new = NewAppointment(episode_uid=str(mine.uid), planned_date=TODAY)
        appointments.make(by=by, appointments=[new])
        referred(ground, ground.bashir, received_date=TODAY)
        notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Ring", to_uid=by.uid)])
    screen.get("home")
    with CaptureQueriesContext(connection) as asked:
        page = screen.get("home")
    assert "Gone quiet" in page.text and "Referrals waiting" in page.text and "Anwen" in page.text
    assert len(asked) <= (12 if role == "support_worker" else 15)  # a manager of few people is shown the set-up too


# --- quick record ---


def test_the_form_stands_as_the_last_time_but_claims_no_step(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        need = needs.present(
            by=ground.by, needs=[NewNeed(episode_uid=str(episode.uid), need="debt", presented_date=TODAY)]
        ).one
    said = {**VISIT, "steps": [rung(ground, 1)], "needs": [str(need.uid)], "again": "14", "again_at": "14:30"}
    assert worker.send("activity_kind", said, client=ground.anwen.uid).status == 302
    page = worker.get("activity_kind", client=ground.anwen.uid)
    assert page.value("minutes") == "45" and page.value("needs") == [str(need.uid)] and page.value("steps") == []
    assert page.value("activity_type") == [str(ground.visit.uid)]
    with scope.of(ground.by):
        row = Appointment.objects.get()
        assert (row.planned_date, row.start_time) == (TODAY + 2 * WEEK, time(14, 30))
        assert AttendanceNeed.objects.get().need == need


def test_what_was_recorded_says_with_whom(worker: Screen, ground: Ground, episode: Any) -> None:
    worker.send("activity_kind", {**VISIT, "steps": [rung(ground, 1)]}, client=ground.anwen.uid)
    assert f"{ground.anwen.name}: Home visit is recorded; step: " in worker.get("home").text


def test_a_step_may_be_kept_or_lost_again(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, TODAY - WEEK, 1, 2)
    said = {**VISIT, "steps": [rung(ground, 1)], "lost": [rung(ground, 2)]}
    worker.send("activity_kind", said, client=ground.anwen.uid)
    with scope.of(ground.by):
        now = StepRecord.objects.filter(step_date=TODAY).order_by("rung__position")
        assert list(now.values_list("rung__position", "state")) == [(1, "kept"), (2, "lost")]
    page = worker.get("activity_kind", client=ground.anwen.uid)
    assert "reached again? It was lost on" in page.text
    both = worker.send("activity_kind", {**VISIT, "steps": [rung(ground, 1)], "lost": [rung(ground, 1)]},
                       client=ground.anwen.uid)  # fmt: skip
    assert both.status == 422 and "both confirmed and lost" in both.text


def test_another_day_for_the_next_contact_must_be_said(worker: Screen, ground: Ground, episode: Any) -> None:
    page = worker.send("activity_kind", {**VISIT, "again": "other"}, client=ground.anwen.uid)
    assert page.status == 422 and set(page.errors) == {"again_on_day"}
    past = {**VISIT, "again": "other", **day("again_on", TODAY - WEEK)}
    assert set(worker.send("activity_kind", past, client=ground.anwen.uid).errors) == {"again_on_day"}
    unsaid = {**VISIT, "again": "", **day("again_on", TODAY - WEEK), "again_at": "25:00"}
    assert set(worker.send("activity_kind", unsaid, client=ground.anwen.uid).errors) == {"again_at"}


def test_with_two_supports_either_is_chosen_on_the_page(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    from cairn.services.actions import activity_types, services
    from cairn.services.actions.activity_types import NewActivityType
    from cairn.services.actions.services import NewService

    with scope.of(ground.by):
        other = services.add(by=ground.manager, services=[NewService(name="Advice", start_date=date(2024, 1, 1))]).one
        new = NewActivityType(service_uid=str(other.uid), name="Advice hour", mode="individual")
        activity_types.add(by=ground.manager, types=[new])
        second = _with(ground, other)
        visited(ground, episode, TODAY - WEEK)
    page = worker.get("activity_kind", client=ground.anwen.uid)
    assert "Home visit" in page.text and page.html.select(f'a[href$="episode={second.uid}"]')
    chosen = worker.get("activity_kind", f"?episode={second.uid}", client=ground.anwen.uid)
    assert "Advice hour" in chosen.text and "Home visit" not in chosen.html.select(".day-kinds")[0].get_text()
    worker.send("activity_kind", {**VISIT, "episode": str(second.uid)}, client=ground.anwen.uid)
    with scope.of(ground.by):
        assert second.attendances.count() == 1
    assert worker.get("activity_kind", f"?episode={ground.anwen.uid}", client=ground.anwen.uid).status == 404


def _with(ground: Ground, service: Any) -> Episode:
    from cairn.cases.actions import referrals
    from cairn.cases.actions.referrals import Acceptance, NewReferral

    new = NewReferral(client_uid=str(ground.anwen.uid), service_uid=str(service.uid), received_date=TODAY)
    row = referrals.receive(by=ground.by, referrals=[new]).one
    accepted = Acceptance(referral_uid=str(row.uid), decided_date=TODAY, start_date=TODAY)
    return referrals.accept(by=ground.by, decisions=[accepted]).one


def test_repeat_last_records_once_with_no_step(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid}
    assert worker.send("activity_repeat", {}, **about).response["Location"].endswith("/record/")
    with scope.of(ground.by):
        visited(ground, episode, TODAY - WEEK, 1)
    page = worker.get("activity_kind", **about)
    once = page.html.select_one("button[name=once]")["value"]
    before = worker.deeds
    worker.send("activity_repeat", {"once": once}, **about)
    worker.send("activity_repeat", {"once": once}, **about)
    assert worker.deeds == before + 1
    with scope.of(ground.by):
        assert Activity.objects.filter(activity_date=TODAY).get().minutes == 60
        assert StepRecord.objects.count() == 1
    page = worker.get("activity_kind", **about)
    assert "recorded today already" in page.text
    assert page.html.select_one("button[name=once]") is None, "what would be refused is not offered"


def test_back_leads_nowhere_else(worker: Screen, ground: Ground, episode: Any) -> None:
    for back, there in (
        ("https://evil.example/", "/people/"),
        ("/o/oakfield/", "/people/"),
        ("/o/harbour/\r\nX-Evil: evil", "/people/"),
        ("/o/harbour/", "/o/harbour/"),
    ):
        sent = worker.send("activity_kind", {**VISIT, "back": back}, client=ground.anwen.uid)
        assert there in sent.response["Location"] and "evil" not in sent.response["Location"]


def test_a_broken_line_in_the_way_back_is_no_way_back(worker: Screen, ground: Ground) -> None:
    sent = {"forget": "1", "back": "/o/harbour/\r\nX-Evil: evil"}
    dropped = worker.send("draft", sent, key="quick.1")
    assert dropped.status == 302 and dropped.response["Location"] == "/o/harbour/"


def test_the_form_comes_alone_for_a_dialog(worker: Screen, ground: Ground, episode: Any) -> None:
    part = worker.get("activity_kind", "?part", client=ground.anwen.uid)
    assert part.html.select("form.day-form") and not part.html.select("html")
    assert not worker.get("activity_new", "?part").html.select("html")
    assert "Anwen" in worker.get("activity_new", "?part=found&q=anwe").text
    assert "No support is going on" in worker.get("activity_kind", "?part", client=ground.bashir.uid).text


# --- the register ---


@pytest.fixture
def walk(ground: Ground) -> dict[str, Any]:
    return {"activity_type": ground.walk.uid}


def test_somebody_new_is_added_in_place_and_nothing_ticked_is_lost(
    worker: Screen, ground: Ground, episode: Any, walk: dict[str, Any]
) -> None:
    half = {"who": [str(episode.uid)], f"here-{episode.uid}": "on", f"steps-{episode.uid}": [rung(ground, 1)],
            "minutes": "90", **day("activity_date", TODAY), "q": "Dilys"}  # fmt: skip
    found = worker.send("session", {**half, "find": "1"}, **walk)
    assert found.status == 200 and "Add “Dilys” as somebody new" in found.text and not found.errors
    added = worker.send("session", {**half, "add_new": "1"}, **walk)
    keys = [one["value"] for one in added.html.find_all(attrs={"name": "who"})]
    new = keys[-1]
    assert added.value(f"name-{new}") == "Dilys" and added.html.find(id=f"here-{new}").has_attr("checked")
    assert added.html.find(id=f"here-{episode.uid}").has_attr("checked")
    sent = {**half, "who": keys, f"here-{new}": "on", f"name-{new}": "Dilys", f"steps-{new}": [rung(ground, 1)]}
    before = worker.deeds
    assert worker.send("session", sent, **walk).status == 302
    assert worker.deeds == before + 1
    with scope.of(ground.by):
        assert Client.objects.get(name="Dilys").episodes.get().start_date == TODAY
        assert StepRecord.objects.count() == 2
    assert "2 people, 2 steps, 1 walked in." in worker.get("home").text


def test_somebody_known_here_is_let_in_without_being_added_twice(
    worker: Screen, ground: Ground, episode: Any, walk: dict[str, Any]
) -> None:
    base = {"who": [str(episode.uid)], "minutes": "90", **day("activity_date", TODAY)}
    found = worker.send("session", {**base, "q": "bashir", "find": "1"}, **walk)
    button = found.html.find("button", attrs={"name": "let_in"})
    added = worker.send("session", {**base, "let_in": button["value"]}, **walk)
    key = f"in-{ground.bashir.uid}"
    assert added.html.find(id=f"here-{key}").has_attr("checked")
    worker.send("session", {**base, "who": [str(episode.uid), key], f"here-{key}": "on"}, **walk)
    with scope.of(ground.by):
        assert Client.objects.filter(name="Bashir").count() == 1
        assert Referral.objects.get(client=ground.bashir).sector == "self"
    assert worker.send("session", {**base, "let_in": str(episode.uid)}, **walk).status == 404


def test_whoever_walked_in_is_still_there_when_the_browser_was_closed(
    worker: Screen, ground: Ground, episode: Any, walk: dict[str, Any]
) -> None:
    here, known, new = str(episode.uid), f"in-{ground.bashir.uid}", "new-a1b2"
    sent = {"who": [here, known, new], f"here-{known}": "on", f"note-{known}": "Came with a friend.", "minutes": "85",
            f"here-{new}": "on", f"name-{new}": "Dilys", f"note-{new}": "Shy", f"steps-{new}": [rung(ground, 1)],
            **day("activity_date", TODAY)}  # fmt: skip
    assert worker.send("session_draft", sent, **walk).status == 204
    page = worker.get("session", **walk)
    assert [row["id"] for row in page.html.select(".ws-row")] == [f"row-{here}", f"row-{known}", f"row-{new}"]
    assert page.html.find(id=f"here-{known}").has_attr("checked")
    assert page.value(f"note-{known}") == "Came with a friend."
    assert page.html.find(id=f"here-{new}").has_attr("checked")
    assert (page.value(f"name-{new}"), page.value(f"note-{new}")) == ("Dilys", "Shy")
    with scope.of(ground.by):
        assert Draft.objects.get(form=f"session.{ground.walk.uid}.{known}").client_uid == str(ground.bashir.uid)
    assert worker.send("session", sent, **walk).status == 302
    with scope.of(ground.by):
        assert not Draft.objects.exists()


def test_a_walk_in_without_a_name_is_asked_for_it(worker: Screen, walk: dict[str, Any]) -> None:
    sent = {"who": ["new-a1"], "here-new-a1": "on", "minutes": "90", **day("activity_date", TODAY)}
    page = worker.send("session", sent, **walk)
    assert page.status == 422 and "Write what they are called" in page.text
    assert page.errors.keys() == {"here-new-a1"}


def test_somebody_new_is_kept_for_days(worker: Screen, ground: Ground, episode: Any, walk: dict[str, Any]) -> None:
    """No erasure could find a name that belongs to nobody recorded, so it is in no draft that is kept for long."""
    sent = {"who": [str(episode.uid), "new-a1"], "here-new-a1": "on", "name-new-a1": "Dilys", "q": "Eluned"}
    worker.send("session_draft", {**sent, "note-new-a1": "Shy"}, **walk)
    with scope.of(ground.by):
        lasting = str(list(Draft.objects.exclude(form__endswith=".new-a1").values()))
        assert "who" in lasting and not any(word in lasting for word in ("Dilys", "Shy", "Eluned"))
        Draft.objects.filter(form__endswith=".new-a1").delete()  # as each night does, see tests/desk
    assert len(worker.get("session", **walk).html.select(".ws-row")) == 1, "whoever has no draft has no row"


def test_names_and_heads_stand_apart(worker: Screen, ground: Ground, episode: Any, walk: dict[str, Any]) -> None:
    sent = {"who": [str(episode.uid)], f"here-{episode.uid}": "on", "minutes": "90", **day("activity_date", TODAY)}
    worker.send("session", sent, **walk)
    heads = {"heads": "23", "heads_new": "4", "minutes": "60", **day("activity_date", TODAY)}
    worker.send("session", heads, activity_type=ground.drop_in.uid)
    assert "1 person by name" in worker.get("session", **walk).text
    counted = worker.get("session", activity_type=ground.drop_in.uid).text
    assert "23 heads counted, 4 of them new, nobody named" in counted


# --- planned, changed, removed ---


def test_a_contact_is_planned_from_a_persons_page_and_moved(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, TODAY - 2 * WEEK)
        visited(ground, episode, TODAY - WEEK)
    page = worker.get("appointment_new", client=ground.anwen.uid)
    assert page.value("planned_date_day") == str((TODAY + WEEK).day)
    said = {**day("planned_date", TODAY), "start_time": "09:15", "worker_uid": ground.by.uid}
    assert worker.send("appointment_new", said, client=ground.anwen.uid).status == 302
    with scope.of(ground.by):
        row = Appointment.objects.get()
    about = {"appointment": row.uid}
    assert worker.get("appointment_change", **about).value("start_time") == "09:15"
    moved = {**day("planned_date", TODAY + WEEK), "start_time": "", "worker_uid": ground.by.uid, "state": "planned"}
    assert worker.send("appointment_change", {**moved, "version": "1"}, **about).status == 302
    stale = worker.send("appointment_change", {**moved, **day("planned_date", TODAY), "version": "1"}, **about)
    assert "Saved by somebody else" in stale.text
    assert "No support is going on" in worker.get("appointment_new", client=ground.bashir.uid).text
    assert "Nobody" not in worker.get("trail", client=ground.bashir.uid).text


def test_the_path_shows_what_was_lost_and_won_back(worker: Screen, ground: Ground, episode: Any) -> None:
    from cairn.cases.actions import steps
    from cairn.cases.actions.steps import NewStep

    assert "The path begins with the first step" in worker.get("trail", client=ground.anwen.uid).text
    with scope.of(ground.by):
        visited(ground, episode, TODAY - 4 * WEEK, 1)
        visited(ground, episode, TODAY - 3 * WEEK, 2)
        loss = NewStep(episode_uid=str(episode.uid), rung_uid=rung(ground, 2), step_date=TODAY - 2 * WEEK, state="lost")
        steps.record(by=ground.by, steps=[loss])
    page = worker.get("trail", client=ground.anwen.uid)
    assert "2 steps since 2 June 2025. A step was lost once, and won back 0 times." in page.text
    with scope.of(ground.by):
        visited(ground, episode, TODAY, 2)
    page = worker.get("trail", client=ground.anwen.uid)
    assert "A step was lost once, and won back once." in page.text
    assert [row.find_all("td")[2].get_text() for row in page.html.select(".path-table tbody tr")] == [
        "Reached", "Reached", "Lost for now", "Still there",
    ]  # fmt: skip


def test_what_came_of_a_visit_is_put_right_or_taken_away(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        row = visited(ground, episode, TODAY - WEEK, 1, outcomes=[("supporting-people", "2a", False)])
    about, key = {"activity": row.uid}, str(episode.uid)
    page = worker.get("activity_change", **about)
    assert page.value(f"steps-{key}") == [rung(ground, 1)] and page.value(f"state-{key}") == "attended"
    said = {**day("activity_date", TODAY), "minutes": "30", "version": "1", "came": "1", f"steps-{key}": [rung(ground, 2)],
            f"state-{key}": "attended"}  # fmt: skip
    assert worker.send("activity_change", said, **about).status == 302
    with scope.of(ground.by):
        assert list(row.steps.values_list("rung__position", "step_date")) == [(2, TODAY)]
        assert row.outcomes.get().is_reached is False
        assert Activity.objects.get().minutes == 30
    absent = {**said, "version": "2", f"state-{key}": "did_not_attend"}
    assert worker.send("activity_change", absent, **about).status == 422
    worker.send("activity_remove", {"version": "1"}, **about)
    assert "Somebody else changed this" in worker.get("activity_change", **about).text
    assert worker.send("activity_remove", {"version": "2"}, **about).status == 302
    assert "is removed" in worker.get("client", client=ground.anwen.uid).text
    with scope.of(ground.by):
        assert not Activity.objects.exists()
