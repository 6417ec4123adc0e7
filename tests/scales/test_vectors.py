"""Known answers: each vector says what it rests on."""

import json
from pathlib import Path
from typing import Any

import pytest

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Refused
from cairn.scales.scoring import Scored, score
from cairn.scales.scoring.plan import plan_of
from cairn.scales.scoring.reading import SKIPPED, read

HERE = Path(__file__).parent
FILES = (HERE / "data" / "test_vectors.json", HERE / "vectors.json")
NOT_HERE = {"core10_report"}
"""A report on a group, not a score of one form: its numbers stand in the tests of insight."""
NOT_COMPUTED = {"n_core", "n_total", "mds", "ods"}
"""PHQ-9's counting rule for depressive syndromes is a diagnostic aid; the file's own note says that it is not computed."""

VECTORS: list[dict[str, Any]] = [
    vector
    for path in FILES
    for vector in json.loads(path.read_text("utf-8"))["vectors"]
    if vector["scale"] not in NOT_HERE
]
REFUSED = [vector for vector in VECTORS if "error" in vector["expected"]]
SCORED = [vector for vector in VECTORS if "error" not in vector["expected"]]


def _name(vector: dict[str, Any]) -> str:
    return f"{vector['scale']} {vector['answers']}"


def _answers(given: Any) -> Any:
    """As scoring takes them: a vector of WSAS says beside its items whether the first applies."""
    if not isinstance(given, dict) or "items" not in given:
        return given
    return [SKIPPED, *given["items"][1:]] if given["retired_or_no_job_by_choice"] else given["items"]


def _found(scale: Scale, scored: Scored, answers: Any) -> dict[str, object]:
    """Every result, by the words that vectors have for it."""
    first = {band.of: band.band for band in reversed(scored.bands)}
    headline = first.get("metric", first.get("total"))
    whole = dict.fromkeys(("raw", "total", "clinical_score"), scored.total)
    named = {f"{band.set}_band": band.band for band in scored.bands if band.of in ("total", "metric")}
    return {
        **dict.fromkeys((part.id for part in scale.subscales), None),
        **scored.subscales,
        **{of: name for of, name in first.items() if of in {item.id for item in scale.items}},
        **whole,
        **named,
        **dict.fromkeys(("metric", "percent", "index"), scored.metric),
        "band": headline,
        "profile": scored.profile,
        "n_unknown": scored.missing,
        "max": scored.possible[1] if scored.possible else None,
        "item9_positive": bool(scored.flags),
        "lonely_6_plus": headline == "lonely",
        "poor_wellbeing_raw_lt_13": headline == "poor",
        "scored_items": read(plan_of(scale), answers).points(plan_of(scale)),
    }


@pytest.mark.parametrize("vector", SCORED, ids=_name)
def test_scores_as_expected(vector: dict[str, Any]) -> None:
    scale, answers = registry.get("scale", vector["scale"]), _answers(vector["answers"])
    expected = {name: value for name, value in vector["expected"].items() if name not in NOT_COMPUTED}
    found = _found(scale, score(scale, answers), answers)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("vector", REFUSED, ids=_name)
def test_refuses_as_expected(vector: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=vector["expected"]["error"]):
        score(registry.get("scale", vector["scale"]), vector["answers"])


def test_no_vector_of_the_reference_is_passed_over() -> None:
    told = json.loads(FILES[0].read_text("utf-8"))["vectors"]
    assert len(told) == 55
    assert sum(vector["scale"] in NOT_HERE for vector in told) == 2
