"""Each page answers *what should I do next*, to whom it is for, and to nobody else."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.people.models import Client
from tests.cases.conftest import START, Ground, open_episode, referred, visited
from tests.conftest import Party
from tests.workspace.conftest import Screen, day
from tests.workspace.test_recording import unlock


@pytest.mark.parametrize("role", ["support_worker", "service_manager", "data_lead", "trustee"])
def test_today_opens_for_everybody(role: str, harbour: Party) -> None:
    landed = 302 if role == "service_manager" else 200  # a manager with nothing yet begins with the set-up
    assert Screen(harbour, role).get("home").status == landed


def test_today_opens_for_a_commissioner_and_leads_to_contracts(eastborough: Party) -> None:
    page = Screen(eastborough, "contract_manager").get("home")
    assert page.status == 200 and "Contracts" in page.text


def test_today_names_who_waits_and_who_has_no_first_reading(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        referred(ground, ground.bashir)
    page = worker.get("home")
    assert "Referrals waiting" in page.text and "Bashir" in page.text
    assert "First readings missing" in page.text or "Reviews due" in page.text


@pytest.mark.parametrize("text", ["anw", "ANWEN", "C-000001"])
def test_anybody_is_found_by_part_of_a_name_or_reference(text: str, worker: Screen, ground: Ground) -> None:
    assert "Anwen" in worker.get("home", f"?q={text}").text


def test_a_stranger_finds_nobody(stranger: Screen, ground: Ground) -> None:
    assert "Anwen" not in stranger.get("home", "?q=anwen").text


def test_the_four_states_of_referrals_add_up(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        referred(ground, ground.bashir)
    numbers = [int(one.get_text()) for one in worker.get("referrals").html.select(".ws-sum__number")]
    assert numbers == [1, 1, 0, 0, 2]
    assert sum(numbers[:4]) == numbers[4]


def test_accepting_leads_to_the_core_questions_and_then_to_the_person(worker: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        row = referred(ground)
    said = {"version": "1", **day("decided_date", date(2025, 6, 2)), **day("start_date", date(2025, 6, 2))}
    page = worker.send("referral_accept", said, referral=row.uid)
    assert page.response["Location"] == worker.url("client_about", client=ground.anwen.uid)
    page = worker.send("client_about", {"version": "1", "age_way": "not_asked"}, client=ground.anwen.uid)
    assert page.response["Location"] == worker.url("client", client=ground.anwen.uid)


def test_somebody_new_is_taken_in_on_one_page(worker: Screen, ground: Ground) -> None:
    spring = date(2025, 6, 2)
    said = {"name": "Dilys Ash", "service_uid": str(ground.service.uid), "sector": "self", "next": "begins",
            "gender": "woman", "ethnicity_group": "white", "postcode_state": "withheld",
            **day("received_date", spring), **day("start_date", spring), "worker_uid": ground.by.uid}  # fmt: skip
    before = worker.deeds
    page = worker.send("person_new", said)
    assert worker.deeds == before + 1
    with scope.of(ground.by):
        dilys = Client.objects.get(name="Dilys Ash")
        assert (dilys.gender, dilys.postcode_state) == ("woman", "withheld")
        assert dilys.episodes.get().worker_uid == ground.by.uid
    assert page.response["Location"] == worker.url("client", client=dilys.uid)
    waits = worker.send("person_new", {**said, "name": "Emrys", "next": "waits"})
    with scope.of(ground.by):
        row = Client.objects.get(name="Emrys").referrals.get()
    assert (row.state, waits.response["Location"]) == ("pending", worker.url("referral", referral=row.uid))


def test_a_wrong_ethnicity_is_said_where_it_was_chosen(worker: Screen, ground: Ground) -> None:
    said = {"name": "Dilys", "service_uid": str(ground.service.uid), "sector": "self", "next": "begins",
            "postcode_state": "held", "postcode": "ZZ99 9ZZ9", **day("received_date", date(2025, 6, 2))}  # fmt: skip
    assert set(worker.send("person_new", said).errors) == {"postcode", "start_date_day"}


def test_the_page_of_a_person_says_what_is_next_and_notes_who_read_it(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    page = worker.get("client", client=ground.anwen.uid)
    assert {"Next", "Say what they came for", "Ask what is still open"} <= {
        one.get_text().strip() for one in page.html.select(".ws-next h2, .ws-next a")
    }
    log = ReadLog.objects.get()
    assert (log.actor_uid, log.subject_uid) == (ground.by.uid, str(ground.anwen.uid))


@pytest.mark.parametrize("name", ["client_contact", "client_about", "note_new", "referral_new"])
def test_no_page_about_a_person_is_opened_unnoted(name: str, worker: Screen, ground: Ground) -> None:
    worker.get(name, client=ground.anwen.uid)
    assert ReadLog.objects.get().subject_uid == str(ground.anwen.uid)


def test_what_happened_can_be_filtered(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1), 1, note="Smiled.")
    everything = worker.get("client", client=ground.anwen.uid).html.select(".moj-timeline__item")
    assert [one.h3.get_text() for one in everything] == [
        "Home visit, 60 minutes",
        "Support by Getting out began",
        "Referral to Getting out accepted",
        "Referred to Getting out",
    ]
    only = worker.get("timeline", "?kind=case", client=ground.anwen.uid).html.select(".moj-timeline__item")
    assert len(only) == 3


def test_a_reader_who_may_not_record_sees_no_deeds(ground: Ground, episode: Any) -> None:
    page = Screen(ground.party, "data_lead").get("client", client=ground.anwen.uid)
    assert page.status == 200
    links = {str(one["href"]) for one in page.html.select("main a")}
    assert not any("/record/" in one or "/close/" in one or "/about/" in one for one in links)


def test_the_caseload_shows_a_workers_own_first_and_a_small_trail(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        open_episode(ground, ground.bashir, worker_uid="")
        visited(ground, episode, date(2025, 5, 1), 1)
    own = worker.get("caseload")
    assert "Anwen" in own.text and "Bashir" not in own.text
    assert own.html.select_one("svg.cairn-trail-small")["aria-label"].startswith("1 of 4 steps reached")
    assert "Bashir" in worker.get("caseload", "?worker=").text
    assert worker.send("caseload", {}).status == 405


def test_the_address_of_a_button_says_so_when_it_is_opened(worker: Screen) -> None:
    """As after signing in, where the page asked for was the button's."""
    page = worker.get("undo", event=uuid.uuid4())
    assert page.status == 405 and page.response["Allow"] == "POST"
    assert "belongs to a button on another page" in page.text and page.html.find("a", href="/")


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99", "?service=x&worker=x"])
def test_a_mistyped_address_of_the_caseload_does_no_harm(query: str, worker: Screen, ground: Ground) -> None:
    assert worker.get("caseload", query).status == 200


def test_an_address_that_no_database_keeps_as_text_is_not_there(worker: Screen) -> None:
    assert worker.get("caseload", "?q=%00").status == 404


def test_history_says_who_did_what(manager: Screen, worker: Screen, ground: Ground, episode: Any) -> None:
    worker.get("client", client=ground.anwen.uid)
    page = manager.get("history", client=ground.anwen.uid)
    assert "support_worker of Harbour Trust accepted a referral and opened an episode" in page.text
    assert worker.get("history", client=ground.anwen.uid).status == 404


def test_erasing_needs_the_reference_and_gives_a_receipt_of_every_store(
    manager: Screen, worker: Screen, ground: Ground, episode: Any
) -> None:
    client = {"client": ground.anwen.uid}
    before = manager.deeds
    page = manager.send("erase", {"reason": "", "reference": "C-000002"}, **client)
    assert set(page.errors) == {"reason", "reference"} and page.value("reference") == "C-000002"
    assert manager.deeds == before
    assert worker.get("erase", **client).status == 404
    assert manager.get("erased").status == 404
    page = manager.send("erase", {"reason": "client_asked", "reference": ground.anwen.reference}, **client)
    receipt = manager.get("erased")
    assert page.response["Location"] == manager.url("erased")
    assert "Anwen" not in receipt.text and ground.anwen.reference not in receipt.text
    assert len(receipt.html.select("tbody tr")) >= 8
    assert manager.get("client", **client).status == 404
    assert "Anwen" not in manager.get("home").text


@pytest.mark.parametrize("name", ["client", "activity_kind", "history", "erase"])
def test_a_person_of_another_organisation_does_not_exist(name: str, stranger: Screen, ground: Ground) -> None:
    assert stranger.get(name, client=ground.anwen.uid).status == 404


def test_an_episode_does_not_exist_under_another_person(worker: Screen, ground: Ground, episode: Any) -> None:
    assert worker.get("need_new", client=ground.bashir.uid, episode=episode.uid).status == 404


def test_the_organisations_own_word_stands_on_its_pages(manager: Screen, ground: Ground) -> None:
    manager.send("words", {"client_word": "tenant", "client_words": "tenants"})
    assert "Find a tenant" in manager.get("home").text
    assert "Tenant C-000001" in manager.get("client", client=ground.anwen.uid).text


def test_a_step_keeps_what_people_reached_when_it_is_renamed(manager: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1), 1)
    ladder = ground.rungs[0].ladder.uid
    said = {"name": "Out and about", "need": "", "version": "1",
            "rungs": "Met at their door\nInto a taxi\nOn a bus together\nOn a bus alone"}  # fmt: skip
    assert manager.send("ladder", said, ladder=ladder).status == 302
    assert "“Met at their door”, on 1 May 2025" in manager.get("client", client=ground.anwen.uid).text


def test_changing_a_type_of_activity_keeps_its_mode_and_changes_what_it_carries(
    manager: Screen, ground: Ground
) -> None:
    about = {"activity_type": ground.visit.uid}
    page = manager.get("activity_type", **about)
    assert len(page.value("rung_uids")) == 4 and page.value("outcomes") == ["supporting-people|2a"]
    said = {
        "name": "Visit",
        "usual_minutes": "45",
        "is_active": "on",
        "version": "1",
        "rung_uids": page.value("rung_uids")[:1],
    }
    assert manager.send("activity_type", said, **about).status == 302
    page = manager.get("activity_type", **about)
    assert len(page.value("rung_uids")) == 1 and page.value("outcomes") == []


def test_a_closed_episode_can_be_opened_again(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid, "episode": episode.uid}
    why = {"closure_reason": "goals_met", "closure_planned": "planned", "destination": "stays", "version": "1"}
    worker.send("episode_close", {**why, **day("end_date", date(2025, 6, 2))}, **about)
    assert "Reopen" in worker.get("client", client=ground.anwen.uid).text
    assert worker.send("episode_reopen", {}, **about).status == 302
    assert "Reopen" not in worker.get("client", client=ground.anwen.uid).text


def test_closing_asks_for_the_last_reading_only_where_there_is_a_first(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    unlock(ground)
    about = {"client": ground.anwen.uid, "episode": episode.uid}
    assert "no_last_reason" not in worker.get("episode_close", **about).names()
    for stage, asked in (("start", True), ("end", False)):
        with scope.of(ground.by):
            new = NewAssessment(episode_uid=str(episode.uid), scale="swemwbs", assessed_date=START, answers=[3] * 7)
            on = START if stage == "start" else START + timedelta(days=30)
            assessments.record(by=ground.by, assessments=[replace(new, stage=stage, assessed_date=on)])
        page = worker.get("episode_close", **about)
        assert ("no_last_reason" in page.names(), "Take the last reading" in page.text) == (asked, asked)
        if asked:  # it is missing, so the reason is: said at the question, and the episode stays open
            why = {"closure_reason": "goals_met", "closure_planned": "planned", "destination": "stays", "version": "1"}
            page = worker.send("episode_close", {**why, **day("end_date", START + timedelta(days=40))}, **about)
            assert "no_last_reason" in page.errors


def test_a_changed_date_moves_what_came_of_the_activity(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        activity = visited(ground, episode, date(2025, 5, 1), 1)
    said = {"minutes": "45", "version": "1", **day("activity_date", date(2025, 5, 3))}
    page = worker.send("activity_change", said, activity=activity.uid)
    assert page.response["Location"] == worker.url("client", client=ground.anwen.uid)
    assert "on 3 May 2025" in worker.get("client", client=ground.anwen.uid).text


def test_settings_name_members_and_lead_to_scales(manager: Screen, ground: Ground) -> None:
    page = manager.get("settings")
    assert manager.url("scales") in str(page.html) and "support_worker of Harbour Trust" in page.text


def test_a_new_member_is_told_how_a_first_password_reaches_them(manager: Screen, settings: Any) -> None:
    ways = {"console": "read the link in the window where Cairn runs", "smtp": "The link comes by e-mail"}
    for name, words in ways.items():
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{name}.EmailBackend"
        said = {"name": "Jo", "email": f"{name}@harbour.example", "roles": ["trustee"]}
        assert manager.send("member_new", said).status == 302
        assert words in manager.get("settings").text
