"""The library of scales on screen: how each stands, what is sure of it, permission, wording, tables, trying, practice."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File

from cairn.access import scope
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.scales import queries
from cairn.scales.models import ScalePermission, ScaleTariff, ScaleTraining, ScaleWording
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 1)
PERMISSION = {"holder": "Warwick", "reference": "R1", **day("granted_date", SPRING)}


def permit(manager: Screen, words_are: str, scale: str = "swemwbs", expiry: date | None = None) -> Any:
    said = {**PERMISSION, "words_are": words_are, **day("expiry_date", expiry)}
    return manager.send("scale_permission", said, scale=scale)


def words(scale: str, text: str = "Wording of") -> dict[str, str]:
    return {item.id: f"{text} {item.number}" for item in registry.get("scale", scale).items}


def test_every_scale_is_listed_and_filtered_by_words_and_by_how_it_stands(worker: Screen, ground: Ground) -> None:
    every = worker.get("scales")
    assert every.status == 200
    for scale in registry.all("scale"):
        assert scale.label in every.text
    assert "used by Getting out" in every.text
    lonely = worker.get("scales", "?q=lonel")
    assert "UCLA loneliness scale" in lonely.text and "PHQ-9" not in lonely.text
    usable = worker.get("scales", "?state=usable")
    assert "PHQ-9" in usable.text and "WSAS" not in usable.text
    assert "No scale fits" in worker.get("scales", "?q=bathroom").text
    assert "Short Warwick" in worker.get("scales", "?as=csv").response.content.decode()


def test_every_scale_says_what_is_known_and_what_is_not_sure(worker: Screen) -> None:
    for scale in registry.all("scale"):
        told(worker, scale)


def told(worker: Screen, scale: Scale) -> None:
    page = worker.get("scale", scale=scale.id)
    assert page.status == 200
    bands = [one.sure for one in scale.bands]
    unsure = [*bands, scale.missing.sure, scale.sure, scale.licence.sure].count("memory")
    assert page.text.count("Not sure: from memory") >= unsure
    assert all(one.label in page.text for one in scale.bands)
    assert scale.licence.holder in page.text
    if not scale.template:
        assert worker.get("scale_try", scale=scale.id).status == 200


def test_the_range_of_a_score_whose_table_is_lacking_is_not_that_of_an_answer(worker: Screen) -> None:
    assert (
        "Not known before the table of values is loaded; each answer 1 to 4"
        in worker.get("scale", scale="icecap_a").text
    )
    assert "0 to 1 (metric score); each answer 1 to 4" in worker.get("scale", scale="icecap_o").text


def test_a_scale_that_is_not_there_is_not_there(worker: Screen) -> None:
    for name in ("scale", "scale_try", "scale_practice"):
        assert worker.get(name, scale="bathroom").status == 404
    assert worker.get("scale_version", scale="swemwbs", version=99).status == 404
    assert worker.get("scale_version", scale="swemwbs", version=1).status == 200
    assert worker.get("scale_try", scale="ladder_10").status == 404


def test_with_the_printed_form_a_permission_is_enough(manager: Screen, ground: Ground) -> None:
    page = permit(manager, "printed")
    assert page.response["Location"] == manager.url("scale", scale="swemwbs")
    with scope.of(ground.by):
        assert ScalePermission.objects.get().uses_printed_form
    assert "Practise it" in manager.get("scale", scale="swemwbs").text


def test_without_it_the_wording_comes_next_and_then_the_scale_opens(
    manager: Screen, worker: Screen, ground: Ground
) -> None:
    assert permit(manager, "entered").response["Location"] == manager.url("scale_wording", scale="swemwbs")
    assert "Wording is missing" in manager.get("scale", scale="swemwbs").text
    locked = worker.get("scale_practice", scale="swemwbs")
    assert "no wording for 7 of its items" in locked.text and "Show the score" not in locked.text
    part = dict(list(words("swemwbs").items())[:6])
    manager.send("scale_wording", part, scale="swemwbs")
    assert "7 decisions" in manager.get("scale", scale="swemwbs").text
    manager.send(
        "scale_wording", {**words("swemwbs"), "answer_1": "lowest words", "answer_5": "highest words"}, scale="swemwbs"
    )
    practice = worker.get("scale_practice", scale="swemwbs")
    assert "Wording of 7" in practice.text and "lowest words" in practice.text


def test_a_wording_is_looked_at_before_it_is_kept(manager: Screen, ground: Ground) -> None:
    permit(manager, "entered")
    page = manager.send("scale_wording", {"i1": "Looked at", "look": "1"}, scale="swemwbs")
    assert "How it will read" in page.text and "Looked at" in page.text and "No wording yet" in page.text
    with scope.of(ground.by):
        assert ScaleWording.objects.count() == 0


def test_text_that_ships_is_not_offered_for_change_and_a_translation_names_its_source(
    manager: Screen, ground: Ground
) -> None:
    page = manager.get("scale_wording", scale="core10")
    assert "stays unchanged" in page.text and "i1" not in page.names()
    said = words("gad7", "Ur") | {f"answer_{n}": f"Ur {n}" for n in range(4)}
    browser = manager.url("scale_wording", scale="gad7") + "?language=urdu"
    assert manager.browser.post(browser, said).status_code == 422
    assert manager.browser.post(browser, {**said, "source": "The holder"}).status_code == 302
    with scope.of(ground.by):
        assert queries.asked(ground.by, "gad7", SPRING, language="urdu").language == "urdu"
    assert manager.get("scale_wording", "?language=klingon", scale="gad7").status == 404


def test_a_permission_that_ends_soon_is_said_on_the_list(manager: Screen, worker: Screen, ground: Ground) -> None:
    permit(manager, "printed", expiry=date(2025, 7, 20))
    assert "ends in 20 days, on 20 July 2025" in worker.get("scales").text
    assert "ends in 20 days" in worker.get("scale", scale="swemwbs").text


def test_answers_are_tried_and_nothing_is_kept(worker: Screen, ground: Ground) -> None:
    before = worker.deeds
    page = worker.send("scale_try", {f"i{n}": "3" for n in range(1, 8)}, scale="swemwbs")
    assert page.status == 200 and "19.25" in page.text and "add up to 21" in page.text
    assert worker.send("scale_try", {f"i{n}": "3" for n in range(1, 7)}, scale="swemwbs").text.count("No score") == 1
    assert worker.send("scale_try", {}, scale="swemwbs").status == 422
    assert worker.send("scale_try", {"i1": "6"}, scale="swemwbs").status == 422
    flagged = worker.send("scale_try", {f"i{n}": "1" for n in range(1, 10)}, scale="phq9")
    assert registry.get("scale", "phq9").flags[0].words in flagged.text
    assert worker.deeds == before


def test_practice_to_the_end_notes_who_and_when_and_no_answer(worker: Screen, manager: Screen, ground: Ground) -> None:
    asked = [item.id for item in registry.get("scale", "gad7").scored]
    assert worker.send("scale_practice", dict.fromkeys(asked[1:], "1"), scale="gad7").status == 422
    with scope.of(ground.by):
        assert ScaleTraining.objects.count() == 0
    page = worker.send("scale_practice", dict.fromkeys(asked, "1"), scale="gad7")
    assert page.status == 200 and "You have practised GAD-7" in page.text
    with scope.of(ground.by):
        assert [(row.user_uid, row.done_date) for row in ScaleTraining.objects.all()] == [
            (ground.by.uid, date(2025, 6, 30))
        ]
    listed = manager.get("scales_practised")
    assert "30 Jun 2025" in listed.text and "Not yet" in listed.text
    assert "30 Jun 2025" not in manager.get("scales_practised", "?missing=1").text
    assert "SWEMWBS" not in manager.get("scales_practised", "?scale=gad7").html.select(".sc-list")[0].get_text()
    assert "practised by 1 of" in manager.get("scales").text


def table(value: str = "0.2") -> str:
    return "\n".join(f"0,0.05,0.15,{value}" for _ in range(5))


def test_a_table_is_pasted_looked_at_and_loaded(manager: Screen, ground: Ground) -> None:
    page = manager.send("scale_tariff", {"pasted": table(), "fill": "1"}, scale="icecap_a")
    first = registry.get("scale", "icecap_a").scored[0].id
    assert (page.value(f"{first}_1"), page.value(f"{first}_4")) == ("0.0", "0.2") and "stands in the grid" in page.text
    assert manager.send("scale_tariff", {"pasted": table()}, scale="icecap_a").errors.keys() == {"source"}
    assert manager.send("scale_tariff", {"pasted": "0,1", "source": "P"}, scale="icecap_a").errors.keys() == {"pasted"}
    done = manager.send("scale_tariff", {"pasted": table(), "source": "A paper"}, scale="icecap_a")
    assert done.status == 302
    with scope.of(ground.by):
        assert ScaleTariff.objects.get().values[first] == [0.0, 0.05, 0.15, 0.2]
    assert "Your organisation loaded the table on 30 June 2025" in manager.get("scale", scale="icecap_a").text
    assert manager.get("scale_tariff", scale="icecap_a").value(f"{first}_4") == "0.2"
    assert manager.get("scale_tariff", scale="phq9").status == 404


def test_a_table_comes_as_a_file_that_is_text_and_small(manager: Screen, ground: Ground) -> None:
    def send(data: bytes) -> Any:
        return manager.send("scale_tariff", {"file": File("t.csv", data), "source": "A paper"}, scale="icecap_a")

    assert send(b"\xff\xfe\x00").errors.keys() == {"file"}
    assert send(b"0," * 40_000).errors.keys() == {"file"}
    assert send(table("0.1").encode("utf-8-sig")).status == 302
    assert "the best answer is not worth most" in manager.get("scale", scale="icecap_a").text


def test_a_second_editor_sees_the_words_of_the_first_and_then_may_save(manager: Screen, ground: Ground) -> None:
    permit(manager, "entered")
    drawn = manager.get("scale_wording", scale="swemwbs").value("version")
    manager.send("scale_wording", {"i1": "Theirs", "version": drawn}, scale="swemwbs")
    page = manager.send("scale_wording", {"i1": "Ours", "version": drawn}, scale="swemwbs")
    assert page.status == 422 and "Theirs" in page.text and page.value("i1") == "Ours"
    assert (
        manager.send("scale_wording", {"i1": "Ours", "version": page.value("version")}, scale="swemwbs").status == 302
    )
    with scope.of(ground.by):
        assert ScaleWording.objects.get().items == {"i1": {"text": "Ours"}}


def test_a_table_and_a_wording_can_be_taken_back(manager: Screen, ground: Ground) -> None:
    manager.send("scale_tariff", {"pasted": table(), "source": "A paper"}, scale="icecap_a")
    page = manager.get("scale", scale="icecap_a")
    [undo] = [form["action"] for form in page.html.select("form[action*='/undo/']")]
    assert manager.browser.post(undo, {"back": manager.url("scales")}).status_code == 302
    with scope.of(ground.by):
        assert ScaleTariff.objects.count() == 0
