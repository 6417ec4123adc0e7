"""Scales and scores for another program: the same JSON as the command line gives, in the organisation's own wall."""

import json
import re
from typing import Any

import pytest
from django.test import Client as Browser
from pydantic import TypeAdapter

from cairn.definitions import registry
from cairn.interfaces.api import shapes
from cairn.interfaces.api.scales import MOST
from cairn.interfaces.api.urls import ROUTES
from cairn.interfaces.cli.main import main
from tests.api.conftest import Call

Said = tuple[int, Any]


def _fits(shape: Any, value: Any) -> None:
    """JSON, read strictly by the shape that the document shows."""
    TypeAdapter(shape).validate_json(json.dumps(value))


def test_the_list_and_each_scale_of_it(call: Call) -> None:
    status, rows = call("scales")
    assert status == 200
    _fits(list[shapes.ScaleRow], rows)
    assert {row["id"]: row["usable"] for row in rows}["lifesat"]
    assert not {row["id"]: row["usable"] for row in rows}["swemwbs"]
    status, ons4 = call("scales/ons4")
    assert (status, [item["id"] for item in ons4["items"]]) == (200, ["satisfied", "worthwhile", "happy", "anxious"])


@pytest.mark.parametrize(
    ("scale", "answers"),
    [
        ("swemwbs", [3, 4, 2, 3, 4, 3, 5]),
        ("swemwbs", [3, None, "-", 3, 3, 3, 3]),
        ("ons4", {"satisfied": 8, "anxious": 1}),
    ],
)
def test_a_score_is_that_of_the_command_line(
    scale: str, answers: Any, call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = call("score", {"scale": scale, "answers": answers})
    _fits(shapes.Score, said)
    pairs = [f"{id}={value}" for id, value in answers.items()] if isinstance(answers, dict) else answers
    assert main(["score", scale, "--json", *("-" if a is None else str(a) for a in pairs)]) == 0
    assert (status, said) == (200, json.loads(capsys.readouterr().out))


def test_every_fault_of_one_set_at_once(call: Call) -> None:
    status, said = call("score", {"scale": "swemwbs", "answers": [0, 3, 3, 2.5, 3, 3, "x"]})
    assert status == 400
    _fits(shapes.Refusal, said)
    assert [(p["rule"], p["field"]) for p in said["error"]] == [
        ("out_of_range", "i1"), ("not_whole", "i4"), ("not_whole", "i7"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (7, ""), ({}, ""), ({"scale": "ons4"}, ""), ({"scale": "ons4", "answers": [1], "name": "x"}, ""),
        ({"scale": 3, "answers": []}, "scale"), ({"scale": "ons4", "version": "1", "answers": []}, "version"),
        ({"scale": "nothing", "answers": []}, "scale"), ({"scale": "ons4", "version": 99, "answers": []}, "scale"),
        ({"scale": "ons4", "answers": "1234"}, ""), ({"scale": "ons4", "answers": 7}, ""),
        ({"scale": "ons4", "answers": [[1], {}, 2, 3]}, "satisfied"),
    ],
)  # fmt: skip
def test_what_is_no_set_of_answers_is_refused(entry: Any, field: str, call: Call) -> None:
    status, said = call("score", entry)
    assert (status, said["error"][0]["field"]) == (400, field)


def test_of_a_list_each_is_answered_in_its_place(call: Call) -> None:
    good, bad = {"scale": "lifesat", "answers": [7]}, {"scale": "lifesat", "answers": [11]}
    status, said = call("score", [good, bad, good])
    _fits(list[shapes.Score | shapes.Refusal], said)
    assert (status, said[0]["total"], said[2]["total"]) == (200, 7, 7)
    assert (said[1]["line"], said[1]["error"][0]["rule"]) == (2, "out_of_range")


def test_own_scales_that_are_nobodys_cost_one_question(call: Call, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        status, said = call("score", [{"scale": f"own-{n:012x}", "answers": [1]} for n in range(300)])
    assert (status, {one["error"][0]["rule"] for one in said}, said[-1]["line"]) == (200, {"scale.unknown"}, 300)


def test_a_list_has_an_end(call: Call) -> None:
    entry = {"scale": "lifesat", "answers": [7]}
    status, said = call("score", [entry] * MOST)
    assert (status, len(said)) == (200, MOST)
    status, said = call("score", [entry] * (MOST + 1))
    assert (status, said["error"][0]["rule"]) == (413, "api.too_many_entries")


def test_the_document_names_every_address_and_shape() -> None:
    told = Browser().get("/api/v1/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    fhir = "/api/v1/fhir/Questionnaire/{scale}"
    scales = {"/api/v1/scales", "/api/v1/scales/{scale}", "/api/v1/score", fhir}
    of_return = {f"/api/v1/returns/{{answer}}/{name}" for name in ("empty", "content", "check", "submissions")}
    form = "forms/{form}/{number}"
    of_collection = {f"/api/v1/collections/{{collection}}/{name}" for name in ("check", "files/{key}", "files/{key}/take",
                                                                               form, f"{form}/{{part}}")}  # fmt: skip
    assert set(told["paths"]) == scales | {"/api/v1/returns", "/api/v1/collections", *of_return, *of_collection}
    for route in ROUTES:
        path = told["paths"]["/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route.path)]
        assert {method.lower() for method in route.calls} <= set(path)
    text = json.dumps(told)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in told["components"]["schemas"], name
    assert {"Score", "Scale", "Refusal", "Entry", "ScaleRow", "Problem"} <= set(told["components"]["schemas"])


def test_registry_stays_as_it_is_for_programs(call: Call) -> None:
    """A version that stands in the package is found by its number."""
    scale = registry.get("scale", "swemwbs")
    entry = {"scale": scale.id, "version": scale.version, "answers": [3] * 7}
    assert call("score", entry)[1]["version"] == scale.version


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b'{"scale": "lifesat", "answers": {"satisfied": 1, "satisfied": 9}}', "json.twice"),
        (rb'{"scale": "own-\ud800", "answers": [1]}', "scale.unknown"),
        (rb'{"scale": "own-\u0000", "answers": [1]}', "scale.unknown"),
        (b'{"scale": "lifesat", "answers": [1e999]}', "not_whole"),
        (b'{"scale": "lifesat", "answers": [7.0]}', "not_whole"),
        (b'{"scale": "lifesat", "answers": [true]}', "not_whole"),
        (b'{"scale": "lifesat", "answers": [NaN]}', "not_whole"),
        (b"[" * 100_000, "api.json"),
    ],
)
def test_odd_json_is_refused_in_our_words(body: bytes, rule: str, call: Call) -> None:
    status, said = call("score", body)
    assert (status, said["error"][0]["rule"]) == (400, rule)
