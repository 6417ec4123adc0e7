"""Forms of collections through the API: what may be sent, its specification, looked over, sent once, its receipt."""

import io
import json
from typing import Any

import jsonschema
import pytest
from lxml import etree

from cairn.access import scope
from cairn.access.actions import keys
from cairn.access.keys import NewKey
from cairn.collection.models import CollectedForm, FormSubmission
from cairn.desk import jobs
from cairn.exchange.actions import forms as deeds
from cairn.exchange.forms import examples, offered
from tests.api.conftest import Call, calling, key_of
from tests.conftest import Party
from tests.exchange.forms.conftest import Programme, programme

__all__ = ["programme"]


def key_for(party: Party) -> str:
    with scope.of(party.service_manager):
        return keys.make(
            by=party.service_manager, keys=[NewKey(name="Our own system", scopes=["collection"])]
        ).one.secret


@pytest.fixture
def ours(programme: Programme) -> Call:
    return calling(key_for(programme.party))


def body(programme: Programme, rows: list[dict[str, str]]) -> Any:
    return json.loads(examples.as_json(offered.of(programme.forms["sp-long"]), rows))


def test_a_program_reads_what_it_may_send_and_how_it_looks(programme: Programme, ours: Call) -> None:
    status, (one,) = ours("collections")
    assert (status, one["collection"], one["authorities"]) == (
        200, str(programme.collection.uid), [{"code": "E08000025", "name": "Eastborough Council"}],
    )  # fmt: skip
    forms = {(form["form"], form["version"]) for form in one["forms"]}
    assert {("sp-long", 1), ("sp-short", 1), ("sp-short", 2), ("sp-client-record", 1)} <= forms
    at = f"collections/{one['collection']}/forms/sp-long/1"
    status, spec = ours(at)
    column = next(column for column in spec["columns"] if column["name"] == "Reason_1a_Primary")
    assert (status, column["asked"]) == (200, "Only where ActualOutcome_1a is No.") and column["choices"]["c1"]
    assert "schema.xsd" in spec["files"] and ours(f"{at}/schema.json")[1]["properties"]["form"] == {"const": "sp-long"}
    assert ours(f"{at}/nothing.json")[0] == 404 and ours(at.replace("/1", "/9"))[0] == 404


def test_a_look_keeps_nothing_and_says_all_that_is_wrong_at_its_place(programme: Programme, ours: Call) -> None:
    rows = programme.rows(3)
    rows[1] |= {"Gender": "male-ish"}
    status, said = ours(f"collections/{programme.collection.uid}/check", body(programme, rows))
    assert (status, said["counts"]["good"], said["counts"]["rejected"]) == (200, 2, 1)
    (found,) = said["findings"]
    assert (found["key"], found["grade"], found["places"]) == (
        "choice:Gender",
        "error",
        [{"row": 2, "at": "/forms/1/Gender"}],
    )
    with scope.every("the test looks at all"):
        assert not FormSubmission.objects.exists() and not CollectedForm.objects.exists()


def test_what_is_sent_under_a_key_is_taken_once(programme: Programme, ours: Call) -> None:
    at, sent = f"collections/{programme.collection.uid}/files/march-1", body(programme, programme.rows(2))
    assert ours(at)[0] == 404
    status, first = ours(at, sent)
    assert (status, first["state"], first["counts"]["taken"]) == (200, "taken", 2)
    assert first["receipt"]["number"].startswith("R") and len(first["receipt"]["sha256"]) == 64
    assert ours(at, sent) == (200, first) == ours(at)
    sent["forms"][0]["Age"] = "44"
    assert [one["rule"] for one in ours(at, sent)[1]["error"]] == ["forms.key_used"]
    _, again = ours(at.replace("march-1", "march-2"), sent)
    assert (again["counts"]["taken"], again["counts"]["replaced"], again["counts"]["same"]) == (0, 1, 1)


def test_the_same_sent_twice_at_one_moment_has_one_answer(
    programme: Programme, ours: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, sent = f"collections/{programme.collection.uid}/files/twice", body(programme, programme.rows(1))
    agree, answers = deeds.agree, []

    def other_first(**asked: Any) -> Any:
        monkeypatch.setattr(deeds, "agree", agree)
        answers.append(ours(at, sent))
        return agree(**asked)

    monkeypatch.setattr(deeds, "agree", other_first)
    assert [ours(at, sent)] == answers and answers[0][1]["state"] == "taken"


def test_what_is_not_all_good_waits_for_a_choice(programme: Programme, ours: Call) -> None:
    rows = programme.rows(3)
    rows[0]["Gender"], rows[1]["SupportPlan"] = "male-ish", "No"
    at = f"collections/{programme.collection.uid}/files/mixed"
    _, seen = ours(at, body(programme, rows))
    assert (seen["state"], seen["receipt"]) == ("checked", None)
    soft = [found["key"] for found in seen["findings"] if found["grade"] == "soft"]
    assert soft == ["no-plan:SupportPlan"]
    assert [one["rule"] for one in ours(f"{at}/take", {"confirmed": soft})[1]["error"]] == ["forms.not_all"]
    assert [one["rule"] for one in ours(f"{at}/take", {"confirmed": "all"})[1]["error"]] == ["forms.choice"]
    _, done = ours(f"{at}/take", {"confirmed": soft, "good_forms": True})
    assert (done["state"], done["counts"]["taken"], done["counts"]["rejected"]) == ("taken", 2, 1)
    assert ours(f"{at}/take", {})[1] == done


def test_a_large_body_is_a_job(programme: Programme, ours: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "AT_ONCE", 10)
    at, sent = f"collections/{programme.collection.uid}/files/large", body(programme, programme.rows(2))
    assert ours(at, sent)[1]["state"] == "checking"
    jobs.work_one()
    assert ours(at)[1]["state"] == "checked"
    assert ours(at, sent)[1]["state"] == "taken"


def test_the_examples_keep_the_published_schemas(programme: Programme, ours: Call) -> None:
    """Held by hands that are not ours: jsonschema, and libxml2."""
    at = f"/api/v1/collections/{programme.collection.uid}/forms"
    get = Raw(key_for(programme.party))
    for form in programme.forms.values():
        here = f"{at}/{form.id}/{form.version}"
        jsonschema.Draft202012Validator(json.loads(get(f"{here}/schema.json"))).validate(
            json.loads(get(f"{here}/example.json"))
        )
        schema = etree.XMLSchema(etree.parse(io.BytesIO(get(f"{here}/schema.xsd"))))
        schema.assertValid(etree.parse(io.BytesIO(get(f"{here}/example.xml"))))


class Raw:
    def __init__(self, key: str) -> None:
        from django.test import Client as Browser

        self.browser = Browser(headers={"Authorization": f"Bearer {key}"})

    def __call__(self, path: str) -> bytes:
        answer = self.browser.get(path)
        assert answer.status_code == 200
        return bytes(answer.content)


def test_another_organisation_and_another_kind_of_key_find_nothing(programme: Programme, oakfield: Party) -> None:
    at = f"collections/{programme.collection.uid}"
    sent = body(programme, programme.rows(1))
    others, scales = calling(key_for(oakfield)), calling(key_of(programme.party.service_manager))
    assert others("collections") == (200, []) and scales("collections")[0] == 404
    for call in (others, scales):
        assert {call(f"{at}/forms/sp-long/1")[0], call(f"{at}/files/x")[0]} == {404}
        assert {call(f"{at}/check", sent)[0], call(f"{at}/files/x", sent)[0], call(f"{at}/files/x/take", {})[0]} == {
            404
        }
