"""Scales made up for tests: one for each rule of the shape, the library's own having each of them only here and there."""

from typing import Any

from cairn.definitions.shapes.scale import Scale


def made(id: str, count: int = 3, **fields: Any) -> Scale:
    """A scale of `count` items answered 0 to 3; `items` gives some of them more fields, by place."""
    more: dict[int, dict[str, Any]] = fields.pop("items", {})
    items = [
        {"id": f"i{place + 1}", "number": place + 1, "topic": f"topic {place + 1}"} | more.get(place, {})
        for place in range(count)
    ]
    known: dict[str, Any] = {
        "id": id,
        "version": 1,
        "label": id,
        "short_label": id,
        "source": "made up",
        "sure": "own",
        "recall": "now",
        "low": 0,
        "high": 3,
        "items": items,
        "rule": "sum",
        "better": "higher",
        "missing": {"words": "All are needed.", "source": "made up", "sure": "own"},
        "licence": {"locked": False, "words": "free", "holder": "us", "source": "made up", "sure": "own"},
    }
    known["missing"] = known["missing"] | fields.pop("missing", {})
    return Scale(**(known | fields))


def bands(of: str, *ends: tuple[float, float]) -> dict[str, Any]:
    named = [{"name": f"band {place}", "low": low, "high": high} for place, (low, high) in enumerate(ends)]
    return {"id": f"set_{of}", "label": "set", "of": of, "source": "made up", "sure": "own", "bands": named}


def part(id: str, *items: str, **fields: Any) -> dict[str, Any]:
    return {"id": id, "label": id, "items": items, "rule": "sum"} | fields


SKIPS = made(
    "skips", 4, items={0: {"may_skip": "no job"}, 2: {"may_skip": "lives alone"}}, bands=[bands("total", (0, 5))]
)
POINTS = made(
    "points",
    4,
    low=1,
    choices=[{"value": 1, "points": 0}, {"value": 2, "points": 1}, {"value": 3, "points": 1.5}],
    items={
        1: {"reverse": True},
        2: {"choices": [{"value": 3, "points": 7}]},
        3: {"low": 0, "high": 8, "reverse": True},
    },
    missing={"allow": 1},
    subscales=[part("odd", "i1", "i3"), part("even", "i2", "i4", rule="mean", allow=1)],
    bands=[bands("total", (0, 4), (5, 9), (10, 30)), bands("even", (0, 2.4), (2.5, 8)), bands("i3", (2, 3))],
    flags=[{"item": "i4", "at_least": 6, "words": "Ask."}, {"item": "i1", "at_most": 1, "words": "Ask too."}],
    profile=["i4", "i1"],
)
UNKNOWN = made(
    "unknown",
    5,
    missing={"allow": 2, "by": "left_out", "unknown": 9},
    sum_shown=True,
    subscales=[part("first", "i1", "i2", allow=2), part("rest", "i3", "i4", "i5", allow=1)],
    bands=[bands("metric", (0, 7), (8, 15)), bands("i1", (0, 1), (2, 3))],
    flags=[{"item": "i2", "at_least": 2, "words": "Ask."}],
    better="lower",
)
LEFT_OUT = made("left_out", 4, missing={"allow": 2, "by": "left_out"}, factor=2.5)
FILLED_SHOWN = made("filled_shown", 4, missing={"allow": 1}, sum_shown=True, times=4)
MEAN = made("mean", 3, rule="mean", factor=10, missing={"allow": 1}, items={2: {"may_skip": "none"}})
SINGLE = made(
    "single", 3, rule="single", items={1: {"extra": True, "low": 1, "high": 5}, 2: {"extra": True}}, times=0.25
)
CONVERT = made(
    "convert",
    3,
    convert=[(raw, raw * 1.37) for raw in range(10)],
    missing={"allow": 1},
    items={0: {"may_skip": "none"}},
    bands=[bands("metric", (0, 4.5), (4.6, 12.33))],
)
TARIFF = made(
    "tariff",
    2,
    rule="tariff",
    tariff={
        "source": "made up",
        "sure": "own",
        "values": [("i1", (0, 0.1, 0.2337, 0.5)), ("i2", (-0.1, 0.1, 0.2, 0.5))],
    },
    bands=[bands("metric", (-0.1, 0.3), (0.31, 1))],
)
LACKING = made("lacking", 2, rule="tariff", tariff={"source": "made up", "sure": "own", "lacking": "Load table 2."})
EACH = made("each", 3, rule="each", bands=[bands("i2", (0, 1), (2, 3))])
MAIN = made(
    "main",
    4,
    rule="each",
    subscales=[part("life", "i1", "i2", "i3", rule="mean", allow=2), part("care", "i4")],
    main="life",
)
ALL = (SKIPS, POINTS, UNKNOWN, LEFT_OUT, FILLED_SHOWN, MEAN, SINGLE, CONVERT, TARIFF, LACKING, EACH, MAIN)
