"""Known answers: each vector says what it rests on."""

import json
from pathlib import Path
from typing import Any

import pytest

from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales.scoring import Scored, score

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))["vectors"]
REFUSED = [vector for vector in VECTORS if "error" in vector["expected"]]
SCORED = [vector for vector in VECTORS if "error" not in vector["expected"]]


def _name(vector: dict[str, Any]) -> str:
    return f"{vector['scale']} {vector['answers']}"


def _found(scored: Scored, name: str) -> object:
    """A vector's word for a result: raw or total, metric, the one band, or the band of an item."""
    bands = {banding.of: banding.band for banding in scored.bands}
    known: dict[str, object] = {"raw": scored.total, "total": scored.total, "metric": scored.metric}
    return known[name] if name in known else bands["total" if name == "band" else name]


@pytest.mark.parametrize("vector", SCORED, ids=_name)
def test_scores_as_expected(vector: dict[str, Any]) -> None:
    scored = score(registry.get("scale", vector["scale"]), vector["answers"])
    assert {name: _found(scored, name) for name in vector["expected"]} == vector["expected"]


@pytest.mark.parametrize("vector", REFUSED, ids=_name)
def test_refuses_as_expected(vector: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=vector["expected"]["error"]):
        score(registry.get("scale", vector["scale"]), vector["answers"])
