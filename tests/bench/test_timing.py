"""The bench measures what it says: turn and turn about, the making ready untimed, medians, aims."""

import time

import pytest
from scripts.bench.__main__ import as_json, line
from scripts.bench.timing import Ratio, always, medians


def test_sides_take_turns_and_each_begins_as_often() -> None:
    heard: list[str] = []
    medians({name: always(lambda name=name: heard.append(name)) for name in "ab"}, rounds=4, warm_ups=2)
    assert len(heard) == 12
    firsts = heard[::2]
    assert firsts.count("a") == firsts.count("b")
    assert all({first, second} == {"a", "b"} for first, second in zip(heard[::2], heard[1::2], strict=True))


def test_making_ready_is_not_timed_and_the_median_bears_one_slow_round() -> None:
    waits = iter([0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0])

    def side() -> "object":
        time.sleep(0.01)
        wait = next(waits)
        return lambda: time.sleep(wait)

    assert medians({"only": side}, rounds=5, warm_ups=1)["only"] < 5  # type: ignore[dict-item]


@pytest.mark.parametrize(("milliseconds", "is_met", "said"), [(80.0, True, "yes"), (81.0, False, "NO")])
def test_an_aim_is_met_up_to_itself(milliseconds: float, is_met: bool, said: str) -> None:
    ratio = Ratio("caseload", "empty view", milliseconds, 10.0, 8)
    assert ratio.is_met is is_met
    assert f" {said} " in line(ratio)
    assert as_json(ratio) == {
        "what": "caseload", "against": "empty view", "ratio": milliseconds / 10, "aim": 8, "met": is_met,
        "milliseconds": [milliseconds, 10.0],
    }  # fmt: skip


def test_where_nothing_is_aimed_at_nothing_is_met_or_missed() -> None:
    ratio = Ratio("refresh", "rebuild", 1.0, 4.0)
    assert (ratio.is_met, ratio.reached) == (None, 0.25)
    assert " – " in line(ratio)
