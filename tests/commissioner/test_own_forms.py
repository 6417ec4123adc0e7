"""A council writes a form of its own in the browser, sees it as it will be filled in, and publishes it."""

import pytest

from tests.collection.own import drafted, published, stands
from tests.commissioner.conftest import Desk, date_parts
from tests.conftest import Party

NEED = {
    "need": "Water",
    "domain": "d1",
    "part_1": "Watered",
    "says": "Plants drink.",
    "counts": "A can a day.",
    "counts_not": "",
}


@pytest.fixture
def council(eastborough: Party) -> Desk:
    return Desk(eastborough, "contract_manager")


def test_from_nothing_to_published(council: Desk, eastborough: Party) -> None:
    by = eastborough.contract_manager
    begun = council.send("own_form_new", {"label": "Garden Street", "when": "review", "ongoing": "yes"})
    assert begun.status == 302, begun.errors
    id = begun.response.headers["Location"].rstrip("/").split("/")[-1]
    here = {"form": id, "number": 1}
    assert "It asks about no need yet." in council.get("own_form_publish", **here).text
    council.send("own_form_domain_new", {"version": "1", "domain": "Be outdoors", "words": "Green"}, **here)
    made = council.send("own_form_need_new", {"version": "2", **NEED, "part_2": "Every day", "na_2": "on"}, **here)
    assert made.status == 302, made.errors
    council.send(
        "own_form_reasons", {"version": "3", "client": "Rain\n\n Frost ", "service": "", "external": ""}, **here
    )
    council.send("own_form_fields", {"version": "4", "fields_asked": ["Age", "Faith"]}, **here)
    council.send(
        "own_form_about", {"version": "5", "label": "Garden Street", "note": "For all.", "ongoing": "no"}, **here
    )
    form = stands(by, id)
    assert [(one.number, one.label, len(one.parts)) for one in form.needs] == [("1a", "Water", 2)]
    assert [one.label for one in form.reasons] == ["Rain", "Frost"] and form.ongoing is False
    text = council.get("own_form", form=id).text
    assert "1a Water" in text and "Shared" not in text and "Faith" in text and "For all." in text
    assert council.send("own_form_publish", date_parts("from_date", 1, 4, 2025), **here).status == 302
    assert stands(by, id).status == "published"


def test_what_is_wrong_is_said_at_once_beside_its_question(council: Desk, eastborough: Party) -> None:
    id = drafted(eastborough.contract_manager)
    page = council.send("own_form_need_new", {"version": "1", **NEED, "need": "plant", "says": ""}, form=id, number=1)
    assert page.status == 422
    assert "Another need has these words." in page.text and "Write what it means" in page.text


def test_somebody_elses_change_is_shown_beside_ones_own(council: Desk, eastborough: Party) -> None:
    id = drafted(eastborough.contract_manager)
    here = {"form": id, "number": 1}
    council.send("own_form_domain", {"version": "1", "domain": "Theirs"}, domain="d1", **here)
    page = council.send("own_form_domain", {"version": "1", "domain": "Mine"}, domain="d1", **here)
    assert page.status == 422 and "Theirs" in page.text
    assert stands(eastborough.contract_manager, id).domains[0].label == "Theirs"


def test_moved_and_removed(council: Desk, eastborough: Party) -> None:
    id = drafted(eastborough.contract_manager)
    here = {"form": id, "number": 1}
    council.send("own_form_need_new", {"version": "1", **NEED}, **here)
    council.send("own_form_arrange", {"do": "up", "what": "need", "id": "N2"}, **here)
    assert [one.ref for one in stands(eastborough.contract_manager, id).needs] == ["N2", "N1"]
    council.send("own_form_arrange", {"do": "remove", "what": "need", "id": "N1"}, **here)
    assert [one.ref for one in stands(eastborough.contract_manager, id).needs] == ["N2"]
    assert council.send("own_form_arrange", {"do": "remove", "what": "need", "id": "N9"}, **here).status == 404


def test_it_is_seen_as_it_will_be_filled_in_with_its_real_rules(council: Desk, eastborough: Party) -> None:
    id = drafted(eastborough.contract_manager)
    first = council.get("own_form_preview", form=id, number=1)
    assert "The person" in first.text and "FormID" not in first.response.content.decode()
    asked = council.get("own_form_preview", "?part=d1&Age=44&Plant_N1=Yes", form=id, number=1)
    content = asked.response.content.decode()
    assert '<input type="hidden" name="Age" value="44">' in content and "Did not want this support" in asked.text
    check = council.get("own_form_preview", "?part=check&Age=12&Plant_N1=Yes", form=id, number=1).text
    assert "Support was needed, and it is not said whether this was achieved." in check
    assert "The person is under 16." in check and "asks once whether that is right" in check


def test_the_next_version_is_told_in_differences(council: Desk, eastborough: Party) -> None:
    id = published(eastborough.contract_manager)
    council.send("own_form_next", {}, form=id)
    council.send("own_form_need", {"version": "1", **NEED, "need": "Plant trees"}, form=id, number=2, need="N1")
    text = council.get("own_form_publish", form=id, number=2).text
    assert "“Plant” now reads “Plant trees”." in text
    too_early = council.send("own_form_publish", date_parts("from_date", 1, 4, 2025), form=id, number=2)
    assert too_early.status == 422 and "begins on this day, or later" in too_early.text
    assert council.send("own_form_withdraw", {}, form=id, number=1).status == 302
    assert "Withdrawn" in council.get("own_form", form=id).text


def test_a_copy_begins_with_all_needs_of_the_other(council: Desk, eastborough: Party) -> None:
    begun = council.browser.post(council.url("own_form_new") + "?from=five-outcomes", {"label": "Ours"})
    id = begun.headers["Location"].rstrip("/").split("/")[-1]
    assert len(stands(eastborough.contract_manager, id).needs) == 5
    assert council.get("own_form_new", "?from=own-000000000000").status == 404
