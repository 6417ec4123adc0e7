"""The find box as it is typed into, and the search in what was written."""

import pytest

from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day


def test_people_are_listed_as_they_are_typed_and_lead_where_the_box_is_for(worker: Screen, ground: Ground) -> None:
    page = worker.send("find", {"q": "ANW", "to": "activity_kind"})
    [link] = page.html.select("a.ws-list__name")
    assert link.get_text() == "Anwen" and link["href"] == worker.url("activity_kind", client=ground.anwen.uid)
    assert page.html.find("main") is None, "a part of a page, and nothing more"
    assert "1 person found" in str(page.html)


def test_somebody_may_be_found_for_the_page_of_another(worker: Screen, stranger: Screen, ground: Ground) -> None:
    asked = {"q": "anw", "to": "around_new", "about": str(ground.bashir.uid)}
    [link] = worker.send("find", asked).html.select("a.ws-list__name")
    assert link["href"] == f"{worker.url('around_new', client=ground.bashir.uid)}?other={ground.anwen.uid}"
    assert stranger.send("find", asked).status == 404
    assert worker.send("find", {**asked, "about": ""}).status == 404


def test_a_box_leads_nobody_where_they_may_not_go(ground: Ground) -> None:
    lead = Screen(ground.party, "data_lead")
    [link] = lead.send("find", {"q": "anw", "to": "referral_new"}).html.select("a.ws-list__name")
    assert link["href"] == lead.url("client", client=ground.anwen.uid)
    assert Screen(ground.party, "trustee").send("find", {"q": "anw"}).status == 404


@pytest.mark.parametrize("typed", ["", "a", "zzz", '"', "\x00", "x" * 5000])
def test_what_finds_nobody_says_so(worker: Screen, ground: Ground, typed: str) -> None:
    page = worker.send("find", {"q": typed, "to": "no-such"})
    assert page.status == 200 and ("Type two letters" in page.text or "Nobody here" in page.text)


def test_strangers_find_nobody_of_ours(stranger: Screen, ground: Ground) -> None:
    assert "Anwen" not in stranger.send("find", {"q": "anwen"}).text


def test_what_was_just_done_is_still_said_on_the_next_page(worker: Screen, ground: Ground) -> None:
    worker.send("note_new", {"text": "Kept.", **day("note_date", ground.anwen.added_date)}, client=ground.anwen.uid)
    worker.send("find", {"q": "anw"})
    assert "The note is kept." in worker.get("notes", client=ground.anwen.uid).text


def test_no_name_typed_stands_in_an_address(worker: Screen, ground: Ground) -> None:
    assert worker.browser.get(worker.url("find") + "?q=Anwen").status_code == 405


def test_every_box_lists_and_works_without_a_script(worker: Screen, ground: Ground) -> None:
    about = {"around_find": {"client": ground.bashir.uid}}
    for name, leads in (("home", "client"), ("around_find", "around_new"), ("referral_find", "referral_new")):
        page = worker.get(name, "?q=anw", **about.get(name, {}))
        assert page.html.select_one(f'form[data-find="{leads}"]') and "Anwen" in page.text
        assert page.html.find("meta", {"name": "ws-find"})["content"] == worker.url("find")  # type: ignore[index]


def test_words_are_found_and_marked_and_filters_stay_as_they_were_set(worker: Screen, ground: Ground) -> None:
    for text in ("Went to the food bank with her.", "Food parcel came."):
        worker.send("note_new", {"text": text, **day("note_date", ground.anwen.added_date)}, client=ground.anwen.uid)
    page = worker.get("search", "?q=food")
    assert "2 notes" in page.text and {mark.get_text() for mark in page.html.select("mark")} == {"food", "Food"}
    page = worker.get("search", f"?q=%22food+bank%22&who=mine&order=closest&client={ground.anwen.uid}&since=2020-01-01")
    assert [mark.get_text() for mark in page.html.select("mark")] == ["food bank"]
    assert (page.value("who"), page.value("order"), page.value("since")) == ("mine", "closest", "2020-01-01")
    assert "Show more" in worker.get("search", "?q=food&show=1").text
    assert worker.get("search", "?q=food&client=00000000-0000-4000-8000-000000000000").status == 404


@pytest.mark.parametrize(
    "query", ["q=%00", 'q="', "q=x&since=soon&until=2025-99-99&show=-1&order=x", "q=*", "client=x"]
)
def test_no_question_is_an_accident(worker: Screen, ground: Ground, query: str) -> None:
    assert worker.get("search", f"?{query}").status in (200, 404)
