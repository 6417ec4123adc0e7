"""Needs on screen: the wheel, the whole person asked about, one need opened."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.cases.actions import episodes, needs, needs_checks
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.needs import MeetChange, NewJudgement
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.models import AttendanceNeed, Goal, Need, NeedsCheck, Note
from cairn.definitions import registry
from cairn.desk.models import Draft
from cairn.services.models import ServiceNeed, StepLadder
from tests.cases.conftest import START, TODAY, Ground, open_episode, visited
from tests.cases.test_needs import presented
from tests.workspace.conftest import Page, Screen, day

ASKED = date(2025, 6, 2)


def area_of(need: str) -> str:
    return registry.get("needs").need(need).area


@pytest.fixture
def about(ground: Ground, episode: Any) -> dict[str, Any]:
    return {"client": ground.anwen.uid, "episode": episode.uid}


def said(worker: Screen, about: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """What a browser sends for the page as it is drawn, with these answers."""
    page = worker.get("needs_check", **about)
    sent = {name: page.value(name) for name in page.names() if name != "csrfmiddlewaretoken"}
    return {**sent, **day("check_date", ASKED), "answered_by": "person", **answers}


def ask(worker: Screen, about: dict[str, Any], **answers: Any) -> Page:
    return worker.send("needs_check", said(worker, about, **answers), **about)


def here(need: str, *more: str) -> dict[str, Any]:
    return {f"area_{area_of(need)}": "here", f"needs_{area_of(need)}": [need, *more]}


def test_everything_is_not_asked_until_it_is_said(worker: Screen, about: dict[str, Any]) -> None:
    page = worker.get("needs_check", **about)
    assert len(page.html.select(".nc-area")) == len(registry.get("needs").areas)
    assert {tuple(page.value(name)) for name in page.names() if name.startswith("area_")} == {("not_asked",)}
    before = worker.deeds
    assert worker.send("needs_check", said(worker, about), **about).status == 422
    assert worker.deeds == before


def test_one_deed_keeps_the_answers_and_presents_the_needs(
    worker: Screen, ground: Ground, about: dict[str, Any]
) -> None:
    before = worker.deeds
    sent = {**here("debt"), f"area_{area_of('smoking')}": "nothing", f"area_{area_of('alcohol')}": "refused"}
    assert ask(worker, about, **sent).status == 302
    assert worker.deeds == before + 1
    with scope.of(ground.by):
        answers = NeedsCheck.objects.get().answers
        assert Need.objects.get().need == "debt"
    assert (answers["debt"], answers["smoking"], answers["alcohol"]) == ("present", "not_present", "refused")
    assert answers["income_and_benefits"] == "not_present" and "domestic_abuse" not in answers
    after = worker.get("client_needs", client=ground.anwen.uid)
    assert f"Asked about 3 of {len(registry.get('needs').areas)} areas; 1 need recorded." in after.text
    assert after.html.select(".ws-done form"), "it can be undone"


def test_something_here_asks_what_it_is_and_keeps_the_rest(worker: Screen, about: dict[str, Any]) -> None:
    money, mind = area_of("debt"), area_of("mental_health")
    page = ask(worker, about, **{f"area_{money}": "here", f"area_{mind}": "nothing"})
    assert page.status == 422
    assert f"needs_{money}" in page.errors and "Tick what is here" in page.errors[f"needs_{money}"]
    assert page.value(f"area_{mind}") == ["nothing"] and page.value(f"area_{money}") == ["here"]


def test_a_tick_under_another_answer_is_asked_about(worker: Screen, about: dict[str, Any]) -> None:
    money = area_of("debt")
    page = ask(worker, about, **{f"area_{money}": "nothing", f"needs_{money}": ["debt"]})
    assert "Something is ticked" in page.errors[f"needs_{money}"]


def test_everything_wrong_is_said_in_one_round(worker: Screen, about: dict[str, Any]) -> None:
    money = area_of("debt")
    sent = {f"area_{money}": "here", "answered_by": "", **day("check_date", date(2025, 1, 1))}
    assert set(ask(worker, about, **sent).errors) == {f"needs_{money}", "answered_by", "check_date_day"}


def test_what_is_known_is_ticked_and_says_nothing_unless_asked(
    worker: Screen, ground: Ground, about: dict[str, Any], episode: Any
) -> None:
    with scope.of(ground.by):
        presented(ground, episode)
    money, mind = area_of("debt"), area_of("mental_health")
    page = worker.get("needs_check", **about)
    assert page.value(f"needs_{money}") == ["debt"] and "Known: debt, not met" in page.text
    assert ask(worker, about, **{f"area_{money}": "nothing", f"area_{mind}": "nothing"}).status == 302
    shown = worker.get("client_needs", client=ground.anwen.uid)
    assert "Debt: is it met?" in shown.text
    with scope.of(ground.by):
        assert Need.objects.get().state == "unmet"


def test_the_services_own_needs_come_first(worker: Screen, ground: Ground, about: dict[str, Any]) -> None:
    with scope.of(ground.by):
        ServiceNeed.objects.create(
            organisation_id=ground.service.organisation_id, service=ground.service, need="smoking", can_meet="no"
        )
    first = worker.get("needs_check", **about).html.select_one(".nc-area")
    assert first and "We ask this" in first.get_text()
    assert first.select_one("input[type=checkbox]")["value"] == "smoking"  # type: ignore[index]
    assert ask(worker, about, **here("smoking")).status == 302
    with scope.of(ground.by):
        assert Need.objects.get().can_meet == "no"


def test_each_need_has_its_definition_one_key_away(worker: Screen, about: dict[str, Any]) -> None:
    page = worker.get("needs_check", **about)
    entry = registry.get("needs").need("debt")
    assert len(page.html.select(".nc-need details")) == len(registry.get("needs").needs)
    assert entry.counts_when in page.text and entry.does_not_count_when in page.text


def test_the_same_page_sent_twice_records_once(worker: Screen, ground: Ground, about: dict[str, Any]) -> None:
    sent = said(worker, about, **here("debt"))
    worker.send("needs_check", sent, **about)
    worker.send("needs_check", sent, **about)
    assert "recorded already" in worker.get("client_needs", client=ground.anwen.uid).text
    with scope.of(ground.by):
        assert (NeedsCheck.objects.count(), Need.objects.count()) == (1, 1)


def test_what_is_tapped_is_kept_as_a_draft_of_the_person(worker: Screen, ground: Ground, about: dict[str, Any]) -> None:
    key = f"needs.check.{about['episode']}"
    sent = said(worker, about, **here("debt"))
    assert worker.send("draft_of", sent, key=key, client=ground.anwen.uid).status == 204
    page = worker.get("needs_check", **about)
    assert page.value(f"area_{area_of('debt')}") == ["here"] and page.value(f"needs_{area_of('debt')}") == ["debt"]
    worker.send("needs_check", sent, **about)
    with scope.of(ground.by):
        assert not Draft.objects.exists()


def test_a_second_time_on_one_day_says_so_and_adds(worker: Screen, ground: Ground, about: dict[str, Any]) -> None:
    ask(worker, about, **{f"area_{area_of('debt')}": "nothing"}, **day("check_date", TODAY))
    assert "were asked about on this day already" in worker.get("needs_check", **about).text
    ask(worker, about, **{f"area_{area_of('smoking')}": "nothing"}, **day("check_date", TODAY))
    with scope.of(ground.by):
        answers = NeedsCheck.objects.get().answers
    assert answers["debt"] == answers["smoking"] == "not_present"


def test_the_page_teaches_while_nothing_was_asked(worker: Screen, ground: Ground, episode: Any) -> None:
    page = worker.get("client_needs", client=ground.anwen.uid)
    assert "Nothing asked about yet" in page.text and not page.html.select("figure .wheel")
    assert page.html.find("a", string=lambda text: bool(text and "Ask about the whole person" in text))


def test_the_wheel_has_its_sentence_its_legend_and_its_table(
    worker: Screen, ground: Ground, about: dict[str, Any]
) -> None:
    ask(worker, about, **here("debt"))
    with scope.of(ground.by):
        [need] = Need.objects.all()
        new = NewJudgement(need_uid=str(need.uid), judged_date=TODAY, state="met", judged_by="together")
        needs.judge(by=ground.by, judgements=[new])
    page = worker.get("client_needs", client=ground.anwen.uid)
    count = len(registry.get("needs").areas)
    assert f"Asked about 1 of {count} areas; 1 need, 1 met." in page.text
    assert [svg["aria-label"].split(":")[0] for svg in page.html.select("figure svg")] == ["Now", "At the start"]
    assert len(page.html.select(".nw-legend li")) == 6
    rows = [[cell.get_text() for cell in row.select("td")] for row in page.html.select(".nw-table tbody tr")]
    assert len(rows) == count and ["1 not met", "1 met"] in rows
    assert "judged by both together" in page.text and "Times we asked" in page.text


def test_support_may_be_looked_at_one_by_one(
    worker: Screen, ground: Ground, about: dict[str, Any], episode: Any
) -> None:
    ask(worker, about, **here("debt"))
    with scope.of(ground.by):
        closing = EpisodeClosing(episode_uid=str(episode.uid), end_date=ASKED, closure_reason="goals_met")
        episodes.close(by=ground.by, closings=[closing])
        second = open_episode(ground, start=date(2025, 6, 10))
        check = NewNeedsCheck(episode_uid=str(second.uid), check_date=TODAY, answers={"smoking": "present"})
        needs_checks.record(by=ground.by, checks=[check])
    whole = worker.get("client_needs", client=ground.anwen.uid)
    assert "2 needs" in whole.text and len(whole.html.select("nav[aria-label='Which support'] a")) == 3
    one = worker.get("client_needs", f"?episode={second.uid}", client=ground.anwen.uid)
    assert "1 need," in one.text and "Debt" not in one.text
    assert worker.get("client_needs", "?episode=nonsense", client=ground.anwen.uid).status == 404


def test_somebody_elses_episode_is_not_there(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.bashir.uid, "episode": episode.uid}
    assert worker.get("needs_check", **about).status == 404
    with scope.of(ground.by):
        need = presented(ground, episode)
    assert worker.get("need", client=ground.bashir.uid, need=need.uid).status == 404


def test_opening_a_need_shows_all_that_was_done_about_it(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        need = presented(ground, episode)
        StepLadder.objects.update(need="debt")
        activity = visited(ground, episode, ASKED, 1)
        come = activity.attendances.get()
        common = {"organisation_id": need.organisation_id, "client_id": need.client_id}
        AttendanceNeed.objects.create(attendance=come, need=need, **common)
        Goal.objects.create(episode=episode, need=need, words="Open the letters", start_date=START, **common)
        said = {"episode": episode, "need": need, "note_date": ASKED, **common}
        Note.objects.create(text="Brought a bag of letters.", author_uid=ground.by.uid, **said)
        Note.objects.create(text="Not for everybody.", author_uid=ground.manager.uid, is_restricted=True, **said)
    page = worker.get("need", client=ground.anwen.uid, need=need.uid)
    assert "1 contact, 60 minutes in all, by Getting out." in page.text
    assert "Home visit" in page.text and "Step: Met at the door" in page.text
    assert "Steps towards it" in page.text and "Open the letters" in page.text
    assert "Brought a bag of letters." in page.text and "Not for everybody." not in page.text
    with scope.of(ground.by):
        assert ReadLog.objects.filter(actor_uid=ground.by.uid).exists()


def test_the_path_of_a_need_says_where_it_is(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        need = presented(ground, episode)
    about = {"client": ground.anwen.uid, "need": need.uid}
    assert "Brought on 7 April 2025; not met yet." in worker.get("need", **about).text
    for when, state, words in (
        (date(2025, 4, 17), "part_met", "part met since 17 April 2025"),
        (date(2025, 4, 27), "met", "met on 27 April 2025, 20 days later"),
        (date(2025, 5, 7), "part_met", "it was met, and is not any more"),
    ):
        sent = {"state": state, "judged_by": "person", **day("judged_date", when)}
        assert worker.send("need_judge", sent, **about).status == 302
        assert words in worker.get("need", **about).text


def test_judging_shows_the_tests_of_the_dictionary(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        need = presented(ground, episode)
    page = worker.get("need_judge", "?state=met", client=ground.anwen.uid, need=need.uid)
    entry = registry.get("needs", "common", need.dictionary_version).need("debt")
    assert entry.part_met_when in page.text and entry.met_when in page.text
    assert page.value("state") == ["met"]


def test_signposting_and_who_can_meet_it(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        need = presented(ground, episode)
    about = {"client": ground.anwen.uid, "need": need.uid}
    stale = worker.get("need_meet", **about).value("version")
    sent = {"to_words": "Citizens Advice", "kind": "told", **day("made_date", ASKED)}
    assert worker.send("need_signpost", sent, **about).status == 302
    assert "Signposted to Citizens Advice on 2 June 2025" in worker.get("need", **about).text
    changed = MeetChange(need_uid=str(need.uid), can_meet="yes")
    with scope.of(ground.by):
        needs.change_meeting(by=ground.by, changes=[changed])
    late = worker.send("need_meet", {"can_meet": "no", "version": stale}, **about)
    assert late.status == 422 and "Somebody else changed this" in late.text
    assert worker.send("need_meet", {"can_meet": "no", "version": late.value("version")}, **about).status == 302
    assert "Somebody else must meet it" in worker.get("client_needs", client=ground.anwen.uid).text


def test_nothing_is_asked_of_who_may_only_read(ground: Ground, about: dict[str, Any], worker: Screen) -> None:
    ask(worker, about, **here("debt"))
    lead = Screen(ground.party, "data_lead")
    page = lead.get("client_needs", client=ground.anwen.uid)
    assert page.status == 200 and not page.html.select(".nw-deeds a")
    assert lead.get("needs_check", **about).status == 404
