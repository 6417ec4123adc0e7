"""A person's goals and plan on screen and on paper; outcomes that are not their goal now."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.cases.models import Goal, OutcomeRecord, OutcomeSetAside, SupportPlan
from tests.cases.conftest import TODAY, Ground, visited
from tests.workspace.conftest import Screen, day

WANT = "To take the bus to my sister's"


def at(ground: Ground, episode: Any) -> dict[str, Any]:
    return {"client": ground.anwen.uid, "episode": episode.uid}


def set_goal(worker: Screen, ground: Ground, episode: Any, **values: Any) -> Any:
    data = {"words": WANT, "first_step": "Look up the bus", **day("review_date", date(2025, 9, 30)), **values}
    return worker.send("goal_new", data, **at(ground, episode))


def test_before_there_is_a_plan_the_page_says_how_to_begin(worker: Screen, ground: Ground, episode: Any) -> None:
    page = worker.get("plan", client=ground.anwen.uid)

    assert "What do they want to be different?" in page.text
    assert worker.url("goal_new", **at(ground, episode)) in str(page.html)
    assert worker.get("plan", client=ground.bashir.uid).text.count("No support yet") == 1
    assert worker.browser.get(worker.url("plan_pdf", **at(ground, episode))).status_code == 404


def test_a_goal_is_set_in_one_small_form_and_shown_with_its_trail(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1), 1)
        ladder = str(ground.rungs[0].ladder.uid)
    form = worker.get("goal_new", **at(ground, episode))
    assert (form.value("review_date_month"), form.value("words")) == ("9", "")
    sent = set_goal(worker, ground, episode, ladder_uid=ladder, outcome="supporting-people/2a", uid=form.value("uid"))
    assert sent.status == 302
    set_goal(worker, ground, episode, uid=form.value("uid"))  # sent twice

    page = worker.get("plan", client=ground.anwen.uid)

    assert f"“{WANT}”" in page.text and "1 of 4 steps reached" in page.text and "Working on it" in page.text
    with scope.of(ground.by):
        assert Goal.objects.get().outcome == "2a"


def test_every_fault_of_a_goal_is_said_at_once(worker: Screen, ground: Ground, episode: Any) -> None:
    data = {"words": "", "first_step": "x" * 2001, **day("review_date", date(2025, 6, 1))}

    assert set(worker.send("goal_new", data, **at(ground, episode)).errors) == {
        "words",
        "first_step",
        "review_date_day",
    }


def test_a_goal_is_reached_with_one_tap_and_undone(worker: Screen, ground: Ground, episode: Any) -> None:
    set_goal(worker, ground, episode)
    page = worker.get("plan", client=ground.anwen.uid)
    form = page.html.select_one("form[action$='/end/']")
    assert form
    worker.browser.post(str(form["action"]), {i["name"]: i["value"] for i in form.select("input[name]")})

    page = worker.get("plan", client=ground.anwen.uid)

    assert "Goals that ended" in page.text and "Undo" in page.text
    worker.browser.post(str(page.html.select_one(".ws-done form")["action"]), {"back": "/"})  # type: ignore[index]
    with scope.of(ground.by):
        assert Goal.objects.get().state == "open"


def test_a_goal_changed_for_another_leads_to_the_other(worker: Screen, ground: Ground, episode: Any) -> None:
    set_goal(worker, ground, episode, outcome="supporting-people/2a")
    with scope.of(ground.by):
        goal = str(Goal.objects.get().uid)
    about = {"client": ground.anwen.uid, "goal": goal}
    end = {"state": "changed", **day("end_date", TODAY), "version": "1"}
    sent = worker.send("goal_end", end, **about)
    assert "goals/new/?outcome=supporting-people%2F2a" in sent.response["Location"]
    assert worker.send("goal_end", end, **about).status == 422


def test_the_words_of_a_goal_are_put_right_and_a_second_editor_sees_the_first(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    set_goal(worker, ground, episode)
    with scope.of(ground.by):
        about = {"client": ground.anwen.uid, "goal": str(Goal.objects.get().uid)}
    review = day("review_date", date(2025, 9, 30))
    assert worker.get("goal_change", **about).value("words") == WANT
    worker.send("goal_change", {"words": "To go alone", "version": "1", **review}, **about)
    late = manager.send("goal_change", {"words": "To go by train", "version": "1", **review}, **about)

    assert "To go alone" in late.text and "Saved by somebody else" in late.text
    assert worker.get("goal_change", client=ground.bashir.uid, goal=about["goal"]).status == 404


def test_a_review_begins_with_the_last_words_and_becomes_what_stands(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    dates = {**day("plan_date", date(2025, 5, 1)), **day("review_date", date(2025, 6, 1))}
    worker.send(
        "plan_write", {"matters": "My dog", "helps": "Sam", "agreed": "together", **dates}, **at(ground, episode)
    )
    assert "Look at it again: since" in worker.get("plan", client=ground.anwen.uid).text
    form = worker.get("plan_write", **at(ground, episode))
    assert (form.value("matters"), form.value("helps")) == ("My dog", "Sam")
    again = {**day("plan_date", TODAY), **day("review_date", date(2025, 9, 30))}
    worker.send("plan_write", {"matters": "Two dogs", "agreed": "not_yet", **again}, **at(ground, episode))

    page = worker.get("plan", client=ground.anwen.uid)

    assert "Two dogs" in page.text and "Earlier plans (1)" in page.text
    with scope.of(ground.by):
        assert SupportPlan.objects.filter(is_current=True).get().matters == "Two dogs"


def test_not_their_goal_now_is_one_tap_and_one_tap_back(worker: Screen, ground: Ground, episode: Any) -> None:
    page = worker.get("plan", client=ground.anwen.uid)
    assert "Not started" in page.text
    form = page.html.select_one("form[action$='/set-aside/']")
    assert form
    worker.browser.post(str(form["action"]), {i["name"]: i["value"] for i in form.select("input[name]")})
    page = worker.get("plan", client=ground.anwen.uid)
    assert "Not their goal now" in page.text and "decided by both together" in page.text and "Undo" in page.text
    back = page.html.select_one("form[action$='/take-up/']")
    assert back
    worker.browser.post(str(back["action"]))
    assert "It is their goal again." in worker.get("plan", client=ground.anwen.uid).text
    with scope.of(ground.by):
        assert not OutcomeSetAside.objects.exists()


def test_who_decided_and_why_may_be_said(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {**at(ground, episode), "framework": "supporting-people", "outcome": "2a"}
    assert worker.get("plan_set_aside", **about).value("decided_by") == ["together"]
    data = {"decided_by": "person", "reason": "One thing at a time", **day("start_date", date(2025, 6, 1))}
    worker.send("plan_set_aside", data, **about)

    assert "decided by the person: One thing at a time" in worker.get("plan", client=ground.anwen.uid).text
    assert worker.get("plan_set_aside", **{**about, "outcome": "9z"}).status == 404
    with scope.of(ground.by):
        aside = str(OutcomeSetAside.objects.get().uid)
    assert worker.send("plan_take_up", {}, client=ground.bashir.uid, aside=aside).status == 404


def test_an_outcome_reached_after_the_fact_is_recorded_from_the_plan(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    about = {**at(ground, episode), "framework": "supporting-people", "outcome": "2a"}
    worker.get("plan_reached", **about)
    worker.send("plan_reached", day("outcome_date", date(2025, 6, 20)), **about)

    assert "Reached 20 June 2025" in worker.get("plan", client=ground.anwen.uid).text
    with scope.of(ground.by):
        assert OutcomeRecord.objects.get().outcome_date == date(2025, 6, 20)


def test_the_plan_on_paper_is_tagged_english_titled_and_says_it_all(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    hostile = '#import "x": y $ \\ < ] [ *b* @ref `raw` = h'
    set_goal(worker, ground, episode, words=hostile, ladder_uid=_ladder(ground))
    dates = {**day("plan_date", date(2025, 5, 1)), **day("review_date", date(2025, 8, 1))}
    said = {"matters": "My dog", "helps": "Sam rings", "agreed": "together"}
    worker.send("plan_write", {**said, **dates}, **at(ground, episode))
    before = ReadLog.objects.count()

    response = worker.browser.get(worker.url("plan_pdf", **at(ground, episode)))

    paper = PdfReader(io.BytesIO(response.content))
    root: Any = paper.trailer["/Root"]
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert response["Content-Type"] == "application/pdf"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert paper.metadata and paper.metadata.title == "My plan: Anwen"
    for words in ("My plan", "Anwen", "Harbour Trust", "My dog", "Sam rings", "We agreed this plan together.", "Date"):
        assert words in text
    assert hostile in text
    assert b"pdfuaid" in response.content
    assert ReadLog.objects.count() == before + 1


def _ladder(ground: Ground) -> str:
    with scope.of(ground.by):
        return str(ground.rungs[0].ladder.uid)


@pytest.mark.parametrize("name", ["plan", "plan_write", "plan_pdf", "goal_new"])
def test_a_stranger_finds_nothing(stranger: Screen, ground: Ground, episode: Any, name: str) -> None:
    about = {"client": ground.anwen.uid} if name == "plan" else at(ground, episode)

    assert stranger.get(name, **about).status == 404
