"""A person's pages: the overview, the line, household and contact, concerns, and who has read them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.models import ReadLog, User
from cairn.cases.actions import concerns, episodes, notes
from cairn.cases.actions.concerns import NewConcern, NewEntry
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.notes import NewNote
from cairn.cases.models import Concern, ConcernEntry
from cairn.people.actions import circle, communication
from cairn.people.actions.circle import NewRelated
from cairn.people.models import RelatedPerson
from tests.cases.conftest import Ground, open_episode, visited
from tests.workspace.conftest import Screen, day

SECRET = "Bruises on both arms"


@pytest.fixture
def colleague(ground: Ground) -> Screen:
    """Another worker of the same organisation."""
    with scope.of(ground.by):
        organisations.add_member(
            by=ground.manager, email="c@harbour.example", name="C", roles=["support_worker"], password="pass"
        )
    screen = Screen(ground.party, "data_lead")
    screen.browser.force_login(User.objects.get(email="c@harbour.example"))
    return screen


@pytest.fixture
def concern(ground: Ground) -> Concern:
    with scope.of(ground.by):
        new = NewConcern(client_uid=str(ground.anwen.uid), kind="physical", summary=SECRET, level="high")
        row = concerns.raise_(by=ground.by, concerns=[new]).one
        concerns.note(by=ground.by, entries=[NewEntry(concern_uid=str(row.uid), kind="told", text="A secret word")])
        return row


@pytest.mark.parametrize("name", ["client", "timeline", "around", "concerns"])
def test_a_page_asks_the_database_fewer_than_fifteen_times_whatever_it_holds(
    name: str, manager: Screen, ground: Ground, episode: Any, concern: Concern
) -> None:
    def taken() -> int:
        manager.get(name, client=ground.anwen.uid)
        with CaptureQueriesContext(connection) as captured:
            assert manager.get(name, client=ground.anwen.uid).status == 200
        return len(captured)

    little = taken()
    with scope.of(ground.by):
        for number in range(1, 26):
            visited(ground, episode, date(2025, 5, number), 1 + number % 3, note=f"Note {number}")
            circle.add(
                by=ground.by, related=[NewRelated(client_uid=str(ground.anwen.uid), relation="friend", name="F")]
            )
        communication.change(by=ground.by, client_uid=ground.anwen.uid, language="urdu", safe_contact="After six")
    much = taken()
    assert max(little, much) < 15, (little, much)
    assert much - little <= 2, "the names of who was there, and what the visits brought"


def test_the_overview_says_first_what_to_know_beforehand(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        communication.change(
            by=ground.by,
            client_uid=ground.anwen.uid,
            language="bsl",
            interpreter="yes",
            safe_contact="Text, never call",
        )
        aunt = NewRelated(
            client_uid=str(ground.anwen.uid), relation="other_family", name="Aunt Nia", phone="07700 900123",
            is_emergency_contact=True,
        )  # fmt: skip
        circle.add(by=ground.by, related=[aunt])
    page = worker.get("client", client=ground.anwen.uid)
    alerts = page.html.select_one(".rec-alerts")
    assert alerts and "Interpreter: British Sign Language" in alerts.get_text() and "Aunt Nia" in alerts.get_text()
    for name in ("client", "timeline", "around", "concerns"):
        assert "Text, never call" in worker.get(name, client=ground.anwen.uid).text, name


def test_no_reader_who_may_not_know_of_a_concern_meets_any_trace_of_it(
    colleague: Screen, ground: Ground, episode: Any, concern: Concern
) -> None:
    about = {"client": ground.anwen.uid}
    lead = Screen(ground.party, "data_lead")
    for page in (
        colleague.get("client", **about),
        colleague.get("timeline", **about),
        colleague.get("timeline", "?kind=concern", **about),
        colleague.get("timeline", "?q=bruises", **about),
        colleague.get("concerns", **about),
        colleague.get("home", "?q=bruises"),
        lead.get("history", **about),
        lead.get("reads", **about),
        lead.get("timeline", "?kind=concern", **about),
    ):
        main = page.html.select_one("main")
        assert page.status == 200 and main
        found = main.get_text().casefold()
        assert not any(word in found for word in ("bruises", "secret word", "physical abuse", "raised a concern"))
        assert "concern is open" not in found and "opened a concern" not in found
        assert str(concern.uid) not in str(page.html)
    for name in ("concern", "concern_note", "concern_change", "concern_close", "concern_reopen"):
        assert colleague.get(name, **about, concern=concern.uid).status == 404
    assert colleague.get("concerns_open").status == 404 and lead.get("concerns", **about).status == 404


def test_who_may_know_is_told_discreetly_and_reads_the_chronology(
    worker: Screen, manager: Screen, ground: Ground, episode: Any, concern: Concern
) -> None:
    about = {"client": ground.anwen.uid}
    for screen in (worker, manager):
        overview = screen.get("client", **about)
        assert "A concern is open" in overview.text and SECRET not in overview.text
        page = screen.get("concern", **about, concern=concern.uid)
        assert SECRET in page.text and "A secret word" in page.text
    assert "raised a concern" in manager.get("history", **about).text
    assert "opened a concern" in manager.get("reads", **about).text
    assert "physical abuse" in manager.get("concerns_open").text
    assert "Concern raised" in manager.get("timeline", "?kind=concern", **about).text
    assert "Concern raised" not in manager.get("timeline", **about).text, "a printed line goes to meetings"
    assert ReadLog.objects.filter(kind="concern").count() == 3 and ReadLog.objects.filter(kind="concerns").count() == 1


def test_a_concern_from_first_worry_to_closing(worker: Screen, manager: Screen, ground: Ground) -> None:
    about = {"client": ground.anwen.uid}
    wrong = worker.send("concern_new", {"kind": "neglect", **day("raised_date", date(2025, 7, 1))}, **about)
    assert wrong.status == 422 and set(wrong.errors) == {"summary", "level", "raised_date_day"}
    said = {"kind": "neglect", "summary": "No heating.", "level": "low", **day("raised_date", date(2025, 6, 29))}
    assert worker.send("concern_new", said, **about).status == 302
    at = {**about, "concern": Concern._base_manager.get().uid}
    note = {"kind": "done", "text": "Rang the landlord.", "entry_time": "09:15", **day("entry_date", date(2025, 6, 30))}
    assert worker.send("concern_note", note, **at).status == 302
    assert "9:15am" in worker.get("concern", **at).text
    changed = {"kind": "neglect", "level": "high", "summary": "No heating.", "plan": "A heater lent.", "version": "1"}
    assert manager.send("concern_change", changed, **at).status == 302
    clash = manager.send("concern_change", {**changed, "level": "low"}, **at)
    assert clash.status == 422 and "Somebody else changed this" in clash.text
    closing = {"text": "The boiler works.", "version": "2", **day("closed_date", date(2025, 6, 30))}
    assert manager.send("concern_close", closing, **at).status == 302
    page = manager.get("concern", **at)
    assert "Closed 30 Jun 2025" in page.text and "The boiler works." in page.text and "Undo" not in page.text
    assert manager.send("concern_reopen", {"text": "Cold again.", "version": "3"}, **at).status == 302
    assert ConcernEntry._base_manager.count() == 3


def test_a_circle_is_added_linked_changed_and_left_on_screen(worker: Screen, ground: Ground) -> None:
    about = {"client": ground.anwen.uid}
    empty = worker.send("around_new", {}, **about)
    assert empty.status == 422 and set(empty.errors) >= {"name", "relation"}
    new = {"name": "Huw", "relation": "sibling", "lives_with": "yes", "roles": ["is_carer"]}
    assert worker.send("around_new", new, **about).status == 302
    assert "Bashir" in worker.get("around_find", "?q=bas", **about).text
    linked = worker.get("around_new", f"?other={ground.bashir.uid}", **about)
    assert "Bashir, who is supported here too" in linked.text and "name" not in linked.names()
    partner = {"other_uid": str(ground.bashir.uid), "relation": "partner", "lives_with": "no"}
    assert worker.send("around_new", partner, **about).status == 302
    assert "Noted on Anwen’s page" in worker.get("around", client=ground.bashir.uid).text
    near = RelatedPerson._base_manager.get(name="Huw").uid
    assert worker.get("around_change", near=near, **about).value("roles") == ["is_carer"]
    changed = {**new, "lives_with": "no", "version": "1"}
    assert worker.send("around_change", changed, near=near, **about).status == 302
    assert worker.send("around_change", {**changed, "lives_with": "sometimes"}, near=near, **about).status == 422
    left = {"why": "gone", "version": "2", **day("ended_date", date(2025, 6, 30))}
    assert worker.send("around_remove", left, near=near, **about).status == 302
    assert "until 30 Jun 2025" in worker.get("around", **about).text
    assert worker.get("around_new", "?other=0d6c1c80-0000-4000-8000-0000000000aa", **about).status == 404
    assert worker.get("around_change", near=near, client=ground.bashir.uid).status == 404


def test_how_to_speak_is_asked_once_and_another_writer_is_met(worker: Screen, ground: Ground) -> None:
    about = {"client": ground.anwen.uid}
    page = worker.get("communication", **about)
    assert page.value("language") == "not_asked" and page.value("version") == "0"
    said = {"language": "urdu", "interpreter": "yes", "contact_by": "text", "formats": ["audio"], "version": "0"}
    assert worker.send("communication", said, **about).status == 302
    again = worker.send("communication", {**said, "language": "polish"}, **about)
    assert again.status == 422 and "What differs" in again.text
    assert "Urdu" in worker.get("around", **about).text


def test_the_line_is_filtered_by_several_kinds_words_and_dates_and_paged(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    about = {"client": ground.anwen.uid}
    with scope.of(ground.by):
        for number in range(1, 29):
            visited(ground, episode, date(2025, 5, number), 1, note=f"Word{number}")
        notes.write(by=ground.by, notes=[NewNote(client_uid=str(ground.anwen.uid), text="A ring")])
    page = worker.get("timeline", **about)
    items = page.html.select(".moj-timeline__item")
    assert len(items) == 30
    older = page.html.select_one("a[rel=next]")
    assert older
    rest = worker.get("timeline", str(older["href"]), **about).html.select(".moj-timeline__title")
    assert [one.get_text() for one in rest] == ["Referral to Getting out accepted", "Referred to Getting out"]
    both = worker.get("timeline", "?kind=note&kind=case", **about)
    assert {str(chip.get_text()).replace("✓ ", "") for chip in both.html.select(".rec-kinds [aria-current]")} == {
        "Notes", "Referrals and episodes",
    }  # fmt: skip
    (found,) = worker.get("timeline", "?q=word17", **about).html.select(".moj-timeline__item")
    assert "Word17" in found.get_text() and "17 May 2025" in found.get_text()
    some = worker.get("timeline", "?kind=visit&since=2025-05-10&until=2025-05-12", **about)
    assert len(some.html.select(".moj-timeline__item")) == 3 and "from 10 May 2025 until 12 May 2025" in some.text
    assert "could not be read" in worker.get("timeline", "?since=tomorrow", **about).text
    assert worker.get("timeline", "?before=nowhere", **about).status == 404


def test_an_empty_line_says_what_will_stand_there(worker: Screen, ground: Ground) -> None:
    assert "Nothing yet" in worker.get("timeline", client=ground.bashir.uid).text
    assert "Nothing of this kind" in worker.get("timeline", "?kind=step", client=ground.bashir.uid).text


def test_past_support_is_a_line_each_with_its_own_part_of_the_line(worker: Screen, ground: Ground) -> None:
    with scope.of(ground.by):
        first = open_episode(ground)
        end = EpisodeClosing(episode_uid=str(first.uid), end_date=date(2025, 5, 1), closure_reason="goals_met")
        episodes.close(by=ground.by, closings=[end])
        open_episode(ground, start=date(2025, 6, 1))
    page = worker.get("client", client=ground.anwen.uid)
    assert page.html.select_one("#past") and len(page.html.select(".ws-episode")) == 1
    (link,) = page.html.select("#past ~ ul a")
    only = worker.get("timeline", str(link["href"])[str(link["href"]).index("?") :], client=ground.anwen.uid)
    assert "Support by Getting out ended" in only.text and "1 June 2025" not in only.text


def test_who_has_read_a_record_is_paged(manager: Screen, ground: Ground) -> None:
    by = ground.by
    ReadLog.objects.bulk_create(
        ReadLog(organisation_id=by.organisation_id, at="2025-01-01T10:00:00Z", actor_uid=by.uid, kind="client",
                subject_uid=str(ground.anwen.uid))
        for _ in range(150)
    )  # fmt: skip
    page = manager.get("reads", client=ground.anwen.uid)
    older = page.html.select_one("a[rel=next]")
    assert older and len(page.html.select(".ws-list__item")) == 100
    rest = manager.get("reads", str(older["href"]), client=ground.anwen.uid)
    assert len(rest.html.select(".ws-list__item")) == 50 and not rest.html.select("a[rel=next]")
