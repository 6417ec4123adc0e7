"""The core questions: two about gender, three ways of age, two steps of ethnicity, and every kind of no answer apart."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.people import queries as people
from cairn.services.actions import services
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen


def stored(ground: Ground) -> dict[str, Any]:
    with scope.of(ground.by):
        return people.answers_of(people.get(ground.by, ground.anwen.uid))


def send(worker: Screen, ground: Ground, **said: Any) -> Any:
    # A birth date is on record and would make an age in years a second age: the form sends one way only.
    said = {"version": "1", "age_way": "not_asked", **said}
    return worker.send("client_about", said, client=ground.anwen.uid)


SAID = [
    ({"gender": "self_described", "gender_described": "genderqueer"}, {"gender_described": "genderqueer"}),
    ({"gender": "woman", "gender_described": "hidden leftover"}, {"gender": "woman", "gender_described": ""}),
    ({"gender": "man", "same_as_birth": "refused"}, {"gender": "man", "same_as_birth": "refused"}),
    ({"age_way": "age_years", "age_years": "44"}, {"age_years": 44, "birth_date": None}),
    ({"age_way": "age_band", "age_band": "35-49"}, {"age_band": "35-49", "birth_date": None}),
    ({"age_way": "withheld"}, {"age_band": "withheld", "birth_date": None}),
    ({"age_way": "", "age_years": "44"}, {"age_years": 44}),
    ({"condition": "yes", "condition_limits": "a_lot"}, {"condition": "yes", "condition_limits": "a_lot"}),
    ({"condition": "no", "condition_limits": "a_lot"}, {"condition": "no", "condition_limits": "not_applicable"}),
    ({"ethnicity_group": "black", "ethnicity_black": "african"}, {"ethnicity_group": "black", "ethnicity": "african"}),
    ({"ethnicity_group": "black", "ethnicity_asian": "indian"}, {"ethnicity_group": "black", "ethnicity": "not_asked"}),
    ({"ethnicity_asian": "indian"}, {"ethnicity_group": "asian", "ethnicity": "indian"}),
    ({"ethnicity_group": "refused"}, {"ethnicity_group": "refused", "ethnicity": "refused"}),
    ({"postcode_state": "held", "postcode": "b29 6qj"}, {"postcode": "B29 6QJ", "postcode_state": "known"}),
    ({"postcode_state": "held", "postcode": "b29"}, {"postcode": "B29", "postcode_state": "part"}),
    ({"postcode_state": "withheld", "postcode": "b29"}, {"postcode": "", "postcode_state": "withheld"}),
    ({}, {"gender": "not_asked", "same_as_birth": "not_asked", "postcode_state": "not_asked"}),
]


@pytest.mark.parametrize(("said", "kept"), SAID, ids=lambda value: " ".join(value) or "nothing")
def test_what_is_said_is_what_is_kept(
    said: dict[str, str], kept: dict[str, Any], worker: Screen, ground: Ground, episode: Any
) -> None:
    page = send(worker, ground, **said)
    assert page.status == 302, page.errors
    found = stored(ground)
    assert {name: found[name] for name in kept} == kept


@pytest.mark.parametrize("code", ["not_asked", "not_known", "refused", "withheld"])
def test_every_kind_of_no_answer_comes_back_as_it_was_given(
    code: str, worker: Screen, ground: Ground, episode: Any
) -> None:
    names = ("gender", "same_as_birth", "age_way", "condition", "ethnicity_group", "postcode_state")
    send(worker, ground, **dict.fromkeys(names, code))
    page = worker.get("client_about", client=ground.anwen.uid)
    assert {name: page.value(name) for name in names} == {name: [code] for name in names}


def test_all_errors_at_once_nothing_lost_nothing_written(worker: Screen, ground: Ground, episode: Any) -> None:
    before = worker.deeds
    said = {"age_way": "birth_date", "birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1980",
            "gender": "nobody", "condition": "maybe", "postcode_state": "held", "postcode": ""}  # fmt: skip
    page = send(worker, ground, **said)
    assert page.status == 422
    assert set(page.errors) == {"birth_date_day", "gender", "condition", "postcode"}
    assert page.value("birth_date_year") == "1980"
    assert worker.deeds == before


def test_a_wrong_postcode_is_said_at_the_postcode(worker: Screen, ground: Ground, episode: Any) -> None:
    page = send(worker, ground, postcode_state="held", postcode="nowhere at all")
    assert set(page.errors) == {"postcode"}
    assert page.value("postcode") == "nowhere at all"
    assert "nowhere at all" not in page.errors["postcode"]


def test_where_the_service_does_not_ask_the_question_is_not_there(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        services.change(by=ground.manager, service_uid=ground.service.uid, version=None, asks_postcode=False)
    assert "postcode" not in worker.get("client_about", client=ground.anwen.uid).names()
    send(worker, ground, gender="woman", postcode="B29 6QJ", postcode_state="held")
    assert stored(ground)["postcode_state"] == "not_collected"
    assert stored(ground)["postcode"] == ""
