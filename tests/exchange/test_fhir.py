"""Scales and readings as FHIR R4, by the facts of the specification; and a Questionnaire as a plan, with what is lost."""

import json
import re
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.exchange.fhir import LEAST, MOST, ORDINAL, reading, writing
from cairn.interfaces.api import scales as api
from cairn.interfaces.cli.main import main
from cairn.kernel.problems import Refused
from cairn.scales import building
from tests.conftest import Party
from tests.scales_room.test_local import LADDER, publish

SCALES = registry.all("scale")
OWN = building.built(LADDER, "own-0123456789ab", 1)


@pytest.mark.parametrize("scale", [*SCALES, OWN], ids=lambda scale: scale.id)
def test_every_scale_is_a_questionnaire_by_the_rules_of_r4(scale: Scale) -> None:
    told = json.loads(json.dumps(writing.questionnaire(scale)))
    assert told["resourceType"] == "Questionnaire" and told["status"] in ("draft", "active", "retired")
    assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", told["id"]) and re.fullmatch("[A-Z][A-Za-z0-9_]{0,254}", told["name"])
    links = [item["linkId"] for item in told["item"]]
    assert links == [item.id for item in scale.items] and len(set(links)) == len(links)
    for item, one in zip(scale.items, told["item"], strict=True):
        low, high = scale.bounds(item)
        assert one["text"] and ("answerOption" in one) == (one["type"] == "choice")
        if one["type"] == "choice":
            codes = [option["valueCoding"]["code"] for option in one["answerOption"]]
            assert codes == [str(value) for value in range(low, high + 1)]
            assert all(option["valueCoding"]["extension"][0]["url"] == ORDINAL for option in one["answerOption"])
        else:
            assert one["type"] == "integer"
            assert {each["url"]: each["valueInteger"] for each in one["extension"]} == {LEAST: low, MOST: high}


@pytest.mark.parametrize("scale", [one for one in SCALES if one.licence.locked], ids=lambda scale: scale.id)
def test_wording_that_may_not_be_passed_on_is_not(scale: Scale) -> None:
    told = writing.questionnaire(scale)
    assert [item["text"] for item in told["item"]] == [item.topic for item in scale.items]
    assert '"display"' not in json.dumps(told) and scale.licence.holder in told["copyright"]


def test_a_reading_names_nobody_and_leaves_out_what_was_left_blank() -> None:
    told = writing.response(
        OWN, uid="r-1", client_uid="c-1", day=date(2025, 6, 1), rater="client", answers=[3, None]
    )  # fmt: skip
    assert told["questionnaire"] == "urn:cairn:scale:own-0123456789ab|1" and told["status"] == "completed"
    assert told["subject"] == told["source"] == {
        "type": "Patient", "identifier": {"system": "urn:cairn:person", "value": "c-1"}
    }  # fmt: skip
    assert told["authored"] == "2025-06-01"
    assert [(item["linkId"], item["answer"][0]["valueCoding"]["code"]) for item in told["item"]] == [("area_1", "3")]
    blank = writing.response(OWN, uid="r", client_uid="c", day=date(2025, 6, 1), rater="worker", answers=[None, None])
    assert "item" not in blank and "source" not in blank


def test_a_long_line_is_a_number() -> None:
    vas = registry.get("scale", "vas")
    told = writing.response(vas, uid="r", client_uid="c", day=date(2025, 6, 1), rater="client", answers=[42])
    assert told["item"][0]["answer"] == [{"valueInteger": 42}]


def again(scale: Scale) -> Scale:
    carried = reading.carried(json.loads(json.dumps(writing.questionnaire(scale))))
    return building.built(carried.plan, "own-0123456789ab", 1)


@pytest.mark.parametrize("scale", [*[one for one in SCALES if not one.licence.locked], OWN], ids=lambda scale: scale.id)
def test_what_goes_out_comes_in_with_its_questions_and_answers(scale: Scale) -> None:
    back = again(scale)
    assert len(back.items) == len(scale.items)
    for was, now in zip(scale.items, back.items, strict=True):
        if all(choice.points is None for choice in scale.answers(was)):
            assert [(one.value, one.label) for one in back.answers(now)] == [
                (one.value, one.label) for one in scale.answers(was)
            ] or not writing.is_listed(scale, was)


def asked(**more: Any) -> dict[str, Any]:
    option = [{"valueCoding": {"code": code, "display": code}} for code in ("never", "often")]
    return {"linkId": "q", "text": "How often?", "type": "choice", "answerOption": option, **more}


def carried(*items: Any, **more: Any) -> reading.Carried:
    return reading.carried(
        {"resourceType": "Questionnaire", "status": "active", "title": "T", "item": list(items), **more}
    )


def test_what_an_organisation_made_itself_claims_no_rights_and_comes_back_open() -> None:
    out = writing.questionnaire(OWN)
    assert not {"publisher", "copyright"} & out.keys()
    assert reading.carried(out).plan.holder == ""


def test_what_cannot_be_carried_is_listed_and_never_dropped_unsaid() -> None:
    inner = asked(type="open-choice", enableWhen=[{}], required=True, repeats=True, code=[], extension=[{"url": "u"}])
    group = {"linkId": "g", "text": "Part", "type": "group", "item": [inner, asked(type="date", linkId="d")]}
    found = carried(group, asked(), useContext=[], modifierExtension=[])
    assert [area.label for area in found.plan.areas] == ["How often?", "How often? (2)"]
    assert found.plan.labels == {} and (found.plan.low_label, found.plan.high_label) == ("never", "often")
    told = " ".join(found.left)
    for words in ("useContext", "modifierExtension", "when it is asked", "must be answered", "several times", "its codes",
                  "an extension, u", "another answer may be written", "as a group", "of type date"):  # fmt: skip
        assert words in told


def test_numbers_come_from_what_an_answer_counts_for_else_its_code_else_its_place() -> None:
    points = [{"valueCoding": {"extension": [{"url": ORDINAL, "valueDecimal": n}], "code": "a"}} for n in (2.0, 5)]
    whole = [{"valueInteger": 3}, {"valueInteger": 4}]
    codes = [{"valueCoding": {"code": "-1"}}, {"valueCoding": {"code": "1"}}]
    for options, ends in ((points, (2, 5)), (whole, (3, 4)), (codes, (-1, 1)), ([{"valueString": "A"}], (0, 1))):
        plan = carried(asked(answerOption=options)).plan
        assert (plan.low, plan.high) == ends
    plan = carried({"linkId": "1", "type": "integer"}, {"linkId": "2", "text": "x" * 200, "type": "boolean"}).plan
    assert (plan.low, plan.high) == (0, 10) and plan.areas[1].kept["high"] == 1 and len(plan.areas[1].label) == 120


def test_rights_that_are_named_keep_it_locked_until_a_licence_is_recorded() -> None:
    plan = carried(asked(), publisher="Acme", copyright="© Acme").plan
    assert building.built(plan, "own-0123456789ab", 1).licence.locked and plan.holder == "Acme"


@pytest.mark.parametrize(
    "value",
    [
        7, {"resourceType": "Patient"}, {"resourceType": "Questionnaire"},
        {"resourceType": "Questionnaire", "status": "active"},
        {"resourceType": "Questionnaire", "status": "active", "item": [7]},
        {"resourceType": "Questionnaire", "status": "active", "item": [{"type": "choice"}]},
        {"resourceType": "Questionnaire", "status": "active", "item": [asked(answerOption=[7])]},
        {"resourceType": "Questionnaire", "status": "active",
         "item": [{"linkId": "1", "type": "integer", "extension": [{"url": MOST, "valueInteger": 10**7}]}]},
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused_in_plain_words(value: Any) -> None:
    with pytest.raises(Refused) as refused:
        reading.read(json.dumps(value).encode())
    assert all(one.message and one.fix for one in refused.value.problems)


def test_more_questions_than_can_be_asked_are_said() -> None:
    found = carried(*[asked(linkId=str(n), text=f"Q{n}") for n in range(62)])
    assert len(found.plan.areas) == 60 and "“Q61”: the whole item, as there are too many" in found.left


def test_from_the_command_line_and_the_api_it_is_the_same(
    in_harbour: Party, oakfield: Party, capsys: pytest.CaptureFixture[str]
) -> None:
    told = writing.questionnaire(registry.get("scale", "lifesat"))
    assert main(["scales", "lifesat", "--fhir"]) == 0
    assert json.loads(capsys.readouterr().out) == told
    assert api.questionnaire(in_harbour.data_lead, None, "lifesat") == told
    id = publish(in_harbour.service_manager)
    assert api.questionnaire(in_harbour.data_lead, None, id)["title"] == "Garden ladder"
    with scope.of(oakfield.system):
        for unknown in (id, "nothing"):
            with pytest.raises(NotFound):
                api.questionnaire(oakfield.data_lead, None, unknown)
