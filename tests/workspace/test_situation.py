"""How life stands, as a person at a screen sees it; and what is restricted, seen by nobody else on any page."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.actions import safeguarding
from cairn.cases.actions.safeguarding import NewSafeguardingReferral
from cairn.people.actions import statuses
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import DatedStatus, OptionalAnswer
from cairn.services.actions import asking
from cairn.services.rules_asking import LevelFacts
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day

SPRING = date(2025, 5, 6)


@pytest.fixture
def manager(ground: Ground) -> Screen:
    return Screen(ground.party, "service_manager")


def undone(screen: Screen, page: Any) -> Any:
    """Press Undo on the page that came after a deed."""
    button = next(form for form in page.html.find_all("form") if "/undo/" in str(form.get("action", "")))
    return screen.browser.post(str(button["action"]), {})


def test_a_change_is_one_answer_tapped_and_is_put_right_and_taken_out(worker: Screen, ground: Ground) -> None:
    about: dict[str, Any] = {"client": ground.anwen.uid}
    page = worker.get("status_new", **about, kind="accommodation")
    assert page.value("start_date_day") == "30" and page.html.find("button", attrs={"value": "hostel"})
    assert (
        worker.send("status_new", {"code": "hostel", **day("start_date", SPRING)}, **about, kind="accommodation").status
        == 302
    )
    worker.send(
        "status_new", {"code": "supported", **day("start_date", date(2025, 6, 1))}, **about, kind="accommodation"
    )
    told = worker.get("life", **about)
    assert "Supported or sheltered housing, since 1 June 2025, after one change." in told.text
    with scope.of(ground.by):
        row = DatedStatus.objects.get(code="supported")
    link = {**about, "status": row.uid}
    worker.send("status_change", {"code": "refuge", "version": "1", **day("start_date", date(2025, 6, 2))}, **link)
    assert "Refuge" in worker.get("life", **about).text
    worker.send("status_remove", {}, **link)
    gone = worker.get("life", **about)
    assert "Refuge" not in gone.text
    undone(worker, gone)
    assert "Refuge" in worker.get("life", **about).text


def test_what_cannot_be_is_refused_at_the_place(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid}
    page = worker.send("status_new", {"code": "x", **day("start_date", date(1970, 1, 1))}, **about, kind="employment")
    assert page.status == 422 and "Choose one of the answers." in page.text
    page = worker.send(
        "status_new", {"code": "looking", **day("start_date", date(1970, 1, 1))}, **about, kind="employment"
    )
    assert "This is before they were born." in page.errors["start_date_day"]
    ends = {"cause": "no_home", **day("start_date", SPRING), **day("end_date", date(2025, 5, 1))}
    page = worker.send("block_new", ends, **about, episode=episode.uid)
    assert page.errors == {
        "end_date_day": "Until: The end is before the start. Write the day on which it ended, or leave it blank while it goes on."
    }


def test_blocked_shows_on_the_page_on_today_and_in_the_managers_list(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    about = {"client": ground.anwen.uid}
    worker.send("block_new", {"cause": "arrears", **day("start_date", SPRING)}, **about, episode=episode.uid)
    for screen, page, query in ((worker, "home", ""), (manager, "blocked", f"?service={ground.service.uid}")):
        found = screen.get(page, query)
        assert "Anwen" in found.text and "Arrears or debts from before" in found.text and "56 days" in found.text
    assert "Blocked from moving on" in worker.get("client", **about).text
    assert "Nobody fits" in manager.get("blocked", f"?worker={manager.party.service_manager.uid}").text


def test_nothing_restricted_shows_to_who_may_not_read_it(worker: Screen, manager: Screen, ground: Ground) -> None:
    about = {"client": ground.anwen.uid}
    with scope.of(ground.manager):
        told = [NewStatus(str(ground.anwen.uid), kind, code, SPRING) for kind, code in (
            ("legal_status", "licence"), ("immigration", "refugee"))]  # fmt: skip
        row = statuses.add(by=ground.manager, statuses=told).items[0]
        new = NewSafeguardingReferral(client_uid=str(ground.anwen.uid), body="police", made_date=SPRING)
        made = safeguarding.refer(by=ground.manager, referrals=[new]).one
    words = ("licence after prison", "Legal status", "Immigration", "Refugee", "Police")
    for page in ("life", "client", "timeline", "concerns"):
        text = worker.get(page, **about).text
        assert [word for word in words if word in text] == []
    assert [word for word in words if word not in manager.get("life", **about).text] == ["Police"]
    assert "Police" in manager.get("concerns", **about).text and "Police" in manager.get("home").text
    assert "Police" not in worker.get("home").text
    found = worker.get("timeline", "?kind=life&q=legal", **about).text
    assert "licence" not in found
    assert worker.get("status_change", **about, status=row.uid).status == 404
    assert worker.get("safeguarding_outcome", **about, referral=made.uid).status == 404
    history = Screen(ground.party, "data_lead").get("history", **about)
    assert "only some may read" not in history.text and "safeguarding" not in history.text
    assert "only some may read" in manager.get("history", **about).text


def test_a_question_is_asked_with_its_reason_and_the_answer_is_kept(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    about = {"client": ground.anwen.uid}
    assert "No service of theirs asks any" in worker.get("optional", **about).text
    with scope.of(ground.manager):
        why = {"religion": "To keep the right feasts.", "impairment": "So that rooms fit.", "immigration": "Rights."}
        asking.choose(by=ground.manager, service_uid=ground.service.uid, questions=why)
    page = worker.get("optional", **about)
    assert "Why we ask: To keep the right feasts." in page.text and "immigration" not in page.names()
    sent = {"religion": "other", "religion_words": "Jedi", "impairment": ["vision", "memory"], "answered_by": "person"}
    assert worker.send("optional", sent, **about).status == 302
    with scope.of(ground.by):
        kept = {row.question: (row.codes, row.words, row.answered_by) for row in OptionalAnswer.objects.all()}
    assert kept == {"religion": (["other"], "Jedi", "person"), "impairment": (["vision", "memory"], "", "person")}
    again = worker.send("optional", {"impairment": ["vision", "refused"], "answered_by": "person"}, **about)
    assert again.status == 422 and "do not go together" in again.text


def test_a_manager_makes_the_list_of_levels_and_a_worker_taps_one(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    lines = {"name-0": "High", "order-0": "2", "name-1": "Low", "order-1": "1", "version": "1"}
    assert manager.send("service_levels", lines, service=ground.service.uid).status == 302
    assert "Low → High" in manager.get("service", service=ground.service.uid).text
    about: dict[str, Any] = {"client": ground.anwen.uid, "episode": episode.uid}
    button = worker.get("level_new", **about).html.find("button", attrs={"name": "level_uid"})
    assert button and "Low" in button.get_text()
    worker.send("level_new", {"level_uid": button["value"], **day("start_date", SPRING)}, **about)
    assert "Low, since 6 May 2025." in worker.get("life", client=ground.anwen.uid).text
    with scope.of(ground.manager):
        asking.arrange_levels(by=ground.manager, service_uid=ground.service.uid, levels=[LevelFacts(name="New")])
    lost = manager.send("service_levels", {**lines, "version": "1"}, service=ground.service.uid)
    assert lost.status == 422 and "Somebody else changed this" in lost.text


def test_the_overview_stays_under_fifteen_questions(
    worker: Screen, ground: Ground, episode: Any, django_assert_max_num_queries: Any
) -> None:
    worker.get("client", client=ground.anwen.uid)
    with django_assert_max_num_queries(14):
        assert worker.get("client", client=ground.anwen.uid).status == 200


def test_what_changed_in_a_situation_stands_on_the_line(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    about = {"client": ground.anwen.uid}
    ended = {"cause": "arrears", **day("start_date", SPRING), **day("end_date", date(2025, 6, 2))}
    worker.send("block_new", ended, **about, episode=episode.uid)
    made = {"kind": "adult_carer", "state": "declined", **day("assessment_date", SPRING)}
    worker.send("carers_new", made, **about, episode=episode.uid)
    worker.send("safeguarding_new", {"body": "marac", **day("made_date", SPRING)}, **about)
    text = worker.get("timeline", **about).text
    for words in (
        "Ready to move on, but blocked: arrears or debts", "No longer blocked: arrears",
        "Carer's assessment of an adult carer: offered and declined",
    ):  # fmt: skip
        assert words in text
    assert "Safeguarding" not in text
    assert "Safeguarding referral made: multi-agency" in manager.get("timeline", "?kind=concern", **about).text
