"""What shapes refuse beyond a missing or unknown field."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from cairn.definitions.shapes.measure import Measure
from cairn.definitions.shapes.scale import Scale

BASE = {"id": "x", "version": 1, "label": "X", "source": "S", "sure": "own"}
SCALE = {
    **BASE,
    "short_label": "X",
    "recall": "today",
    "low": 1,
    "high": 2,
    "rule": "sum",
    "better": "higher",
    "items": [{"id": "a", "number": 1, "topic": "t"}, {"id": "b", "number": 2, "topic": "u"}],
    "missing": {"words": "W", "source": "S", "sure": "own"},
    "licence": {"locked": False, "words": "W", "holder": "H", "source": "S", "sure": "own"},
}
MEASURE = {
    **BASE,
    "words": "W",
    "kind": "count",
    "table": "episode",
    "period_date": "start_date",
    "measure_class": "service_reach",
    "may_group_by": ["service"],
    "better": "none",
}


def bands(of: str) -> list[dict[str, Any]]:
    return [{"id": "s", "label": "S", "of": of, "source": "S", "sure": "own", "bands": []}]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"convert": [[2, 2.0], [4, 4.0]]}, "every possible total"),
        ({"rule": "single"}, "has one item"),
        ({"bands": bands("c")}, "what the scale has not: c"),
        ({"flags": [{"item": "z", "at_least": 1, "words": "W"}]}, "what the scale has not: z"),
        ({"convert": [[2, 2.0], [3, 3.1], [4, 4.0]], "bands": bands("total")}, "never of the raw total"),
    ],
)
def test_a_scale_holds_together(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        TypeAdapter(Scale).validate_python({**SCALE, **change})


def test_the_headline_of_a_scale() -> None:
    converted = {"convert": [[2, 2.0], [3, 3.1], [4, 4.0]], "bands": bands("metric")}
    rules: list[dict[str, Any]] = [{}, converted, {"rule": "each"}]
    read = [TypeAdapter(Scale).validate_python({**SCALE, **change}) for change in rules]
    assert [scale.headline for scale in read] == ["total", "metric", None]
    assert read[0].item("b").topic == "u"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"kind": "distinct"}, "needs `distinct`"),
        ({"kind": "share"}, "needs `numerator`"),
        ({"period_rule": "open_during"}, "come together"),
        ({"period_end": "end_date"}, "come together"),
        ({"not_additive_over": ["ward"]}, "may not be grouped by: ward"),
        ({"where": {"field": "a"}}, "its name and one test"),
    ],
)
def test_a_measure_holds_together(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError, match=wrong):
        TypeAdapter(Measure).validate_python({**MEASURE, **change})
