"""The data lead writes the answers of a return beside what the records say, and tells case studies."""

from typing import Any

from cairn.access import scope
from cairn.returns import narrative, stories
from cairn.returns.actions import narrative as deeds
from cairn.returns.models import CaseStudy
from cairn.returns.rules_words import NewQuestion
from tests.commissioner.conftest import date_parts
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

STORY = {"title": "Back to the choir", "words": "She took the bus.", "consent_how": "written"}


def asked(quarter: Quarter) -> str:
    by = quarter.commissioner
    questions = [NewQuestion("partnership", "With whom?", most_words=5), NewQuestion("own", "What else?")]
    with scope.of(by):
        made = deeds.ask(by=by, round_uid=str(quarter.answer.round.uid), questions=questions).items
    return str(made[0].uid)


def kept(quarter: Quarter) -> list[str]:
    with scope.of(quarter.lead):
        return [line.words for line in narrative.of(quarter.lead, quarter.uid).lines]


def test_answers_are_kept_counted_and_filled_from_the_records_only_on_request(lead: Screen, quarter: Quarter) -> None:
    first = asked(quarter)
    page = lead.get("return_words", answer=quarter.uid)
    assert "Referrals received, by sector of the referrer" in page.text and page.value(first) == ""
    before = lead.deeds
    inserted = lead.send("return_words", {first: "Mine.", "version": "0", "insert": first}, answer=quarter.uid)
    assert inserted.value(first).startswith("Mine.") and "From our records" in inserted.value(first)
    assert lead.deeds == before and kept(quarter) == ["", ""]
    long = {first: "one two three four five six", "version": "0"}
    assert lead.send("return_words", long, answer=quarter.uid).status == 302
    page = lead.get("return", answer=quarter.uid)
    assert "1 of 2 questions are answered" in page.text and "too long to be sent" in page.text
    refused = lead.send("return_submit", {"comment": ""}, answer=quarter.uid)
    assert refused.status == 422 and "has 6 words, and at most 5" in refused.text


def test_what_is_typed_is_never_lost(lead: Screen, quarter: Quarter) -> None:
    first = asked(quarter)
    key = f"words.{quarter.uid}"
    assert lead.send("draft", {first: "Half a sen", "version": "0"}, key=key).status == 204
    page = lead.get("return_words", answer=quarter.uid)
    assert page.value(first) == "Half a sen" and "is still here" in page.text
    lead.send("return_words", {first: "The library", "version": "0"}, answer=quarter.uid)
    assert "is still here" not in lead.get("return_words", answer=quarter.uid).text
    stale = lead.send("return_words", {first: "The school", "version": "0"}, answer=quarter.uid)
    assert stale.status == 422 and "The library" in stale.text and stale.value(first) == "The school"
    again = {first: "The school", "version": stale.value("version")}
    assert lead.send("return_words", again, answer=quarter.uid).status == 302 and kept(quarter)[0] == "The school"


def send_story(lead: Screen, name: str = "story_new", about: Any = None, **changes: str) -> Any:
    return lead.send(name, {**STORY, **date_parts("consent_date", 1, 7, 2025), **changes}, **(about or {}))


def test_a_case_study_is_written_told_and_taken_back(lead: Screen, quarter: Quarter) -> None:
    named = send_story(lead, client_reference="H1", words="Ada took the bus.")
    assert named.status == 422 and "name_checked" in named.errors
    nobody = send_story(lead, client_reference="H99", title="")
    assert nobody.status == 422 and set(nobody.errors) == {"title", "client_reference"}
    assert send_story(lead, client_reference="h1").status == 302
    with scope.of(quarter.lead):
        (story,) = stories.listing(quarter.lead)
    assert story.client_reference == "H1" and "Not told yet" in lead.get("stories").text
    assert lead.send("return_stories", {"studies": [story.uid]}, answer=quarter.uid).status == 302
    assert "She took the bus." in lead.get("return", answer=quarter.uid).text
    page = lead.get("story", story=story.uid)
    changed = {"version": page.value("version"), "words": "She walks.", "client_reference": "H1"}
    assert send_story(lead, "story", {"story": story.uid}, **changed).status == 302
    assert "She walks." in lead.get("return_preview", answer=quarter.uid).text
    assert lead.send("story_withdraw", {}, story=story.uid).status == 302
    page = lead.get("return", answer=quarter.uid)
    assert "She walks." not in page.text and "was taken back" in page.text
    with scope.of(quarter.lead):
        assert CaseStudy.objects.get().words == ""
    assert lead.get("story", story=story.uid).status == 302 and "Taken back" in lead.get("stories").text


def test_rounds_stand_on_the_first_page_and_in_a_calendar(lead: Screen, quarter: Quarter) -> None:
    page = lead.get("home")
    assert "E-1, Spring" in page.text and "Open" in page.text and "Due by 31 July 2025" in page.text
    file = lead.browser.get(lead.url("returns_calendar")).content.decode()
    assert "SUMMARY:Due: return\\, E-1\\, Spring" in file and "Ada" not in file


def test_stories_and_words_of_others_are_not_found(outsider: Screen, partner: Screen, quarter: Quarter) -> None:
    for screen in (outsider, partner):
        assert screen.get("return_words", answer=quarter.uid).status == 404
        assert screen.get("return_stories", answer=quarter.uid).status == 404
        assert screen.get("relevance", contract=quarter.contract.uid).status == 404
