"""A board pack hides the small numbers so that nobody who holds every pack of a round (of the whole portfolio, of each area and
of each contract) can work one out. The intruder here is a linear programme of its own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cairn.definitions import registry
from cairn.insight.disclosure import COMMISSIONER
from cairn.returns import adding, guarding, overlapping
from cairn.returns.guarding import Hidden
from cairn.returns.totals import Part, Same, Total

FOUR = COMMISSIONER.threshold
RECEIVED, *ENDED = "referrals_received", *guarding.COME_TO["referrals_received"]


def part(uid: str, value: float | None, area: str = "carers", **said: Any) -> Part:
    numbers = {"n": None, "low": None, "high": None, "numerator": None, "denominator": None} | said
    return Part(uid, "", uid, uid, uid, area, uid, uid, value, is_by_hand=False, **numbers)


def total(measure: str, *parts: Part) -> Total:
    definition = registry.get("measure", measure)
    same = Same(definition.measure_class, measure, definition.version, "")
    why = adding.why_not(same.measure_class, definition)
    return Total(same, definition.label, definition, None, parts, why, 0)


def hidden(*totals: Total) -> Hidden:
    return guarding.hidden({one.same.measure: one for one in totals}, COMMISSIONER)


Rows = dict[tuple[str, str], int]
"""Counts by measure and return; the return's area is its first letter."""


def published(rows: Rows, found: Hidden) -> Iterator[tuple[list[tuple[str, str]], int]]:
    """What all packs of the round say together: the counts that are added, and what they come to."""
    for measure in {name for name, _ in rows}:
        mine = {uid: count for (name, uid), count in rows.items() if name == measure}
        for uid, count in mine.items():
            if (measure, uid) not in found.entries:
                yield [(measure, uid)], count
        for area in {uid[0] for uid in mine}:
            if (measure, area) not in found.areas:
                yield [(measure, uid) for uid in mine if uid[0] == area], sum(mine[u] for u in mine if u[0] == area)
        if measure not in found.whole:
            yield [(measure, uid) for uid in mine], sum(mine.values())


def known(rows: Rows, found: Hidden) -> list[tuple[str, str, float, float]]:
    """The small counts whose range, from all that is said, does not hold 0 to the threshold."""
    place = {key: at for at, key in enumerate(rows)}
    matrix, right = [], []
    for keys, value in published(rows, found):
        matrix.append([float(key in keys) for key in place])
        right.append(float(value))
    for uid in {uid for _, uid in rows}:
        if all((name, uid) in rows for name in (RECEIVED, *ENDED)):  # everybody knows that the four add up
            said = {(name, uid): 1.0 for name in ENDED} | {(RECEIVED, uid): -1.0}
            matrix.append([said.get(key, 0.0) for key in place])
            right.append(0.0)
    given_away = []
    for (name, uid), count in rows.items():
        if 0 < count <= FOUR:
            goal = np.zeros(len(place))
            goal[place[name, uid]] = 1
            low, high = (_extreme(goal, way, matrix, right) for way in (1, -1))
            if low > 1e-6 or high < FOUR - 1e-6:
                given_away.append((name, uid, low, high))
    return given_away


def _extreme(goal: Any, way: int, matrix: list[list[float]], right: list[float]) -> float:
    found = linprog(way * goal, A_eq=np.array(matrix) if matrix else None, b_eq=right or None, bounds=(0, None))
    return float("inf") if found.status == 3 else float(goal @ found.x)


def guarded(rows: Rows) -> Hidden:
    by: dict[str, list[Part]] = {}
    for (measure, uid), count in rows.items():
        by.setdefault(measure, []).append(part(uid, count, uid[0], n=count))
    return hidden(*(total(measure, *parts) for measure, parts in by.items()))


UIDS = [f"{area}{number}" for area in "abc" for number in range(3)]
few = st.one_of(st.integers(0, 6), st.integers(0, 60))


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from(UIDS), few, min_size=1))
@example({"a0": 2, "a1": 30, "b0": 20})
@example({"a0": 2, "b0": 30, "c0": 20})
def test_no_pack_gives_away_a_small_count_of_another(counts: dict[str, int]) -> None:
    rows = {("needs_met", uid): count for uid, count in counts.items()}
    assert known(rows, guarded(rows)) == []


@settings(max_examples=12, deadline=None)
@given(
    st.dictionaries(st.sampled_from(UIDS), st.tuples(few, few, few, few), min_size=1),
    st.dictionaries(st.sampled_from(["x0", "x1", "a9"]), few),
)
@example({"a0": (20, 2, 0, 0)}, {})
@example({"a0": (20, 2, 0, 0), "a1": (20, 15, 9, 9), "b0": (30, 30, 30, 30)}, {})
@example({"a0": (20, 15, 9, 9), "b0": (30, 30, 30, 30)}, {"a9": 2})
def test_nor_do_referrals_and_what_became_of_them(counts: dict[str, tuple[int, ...]], others: dict[str, int]) -> None:
    """`others` are returns that only carry the referrals received."""
    rows = {(name, uid): count for uid, said in counts.items() for name, count in zip(ENDED, said, strict=True)}
    rows |= {(RECEIVED, uid): sum(said) for uid, said in counts.items()}
    rows |= {(RECEIVED, uid): count for uid, count in others.items()}
    assert known(rows, guarded(rows)) == []


def test_what_is_large_everywhere_is_shown_everywhere() -> None:
    rows = {(name, uid): 50 for name in ENDED for uid in UIDS} | {(RECEIVED, uid): 200 for uid in UIDS}
    assert guarded(rows) == Hidden()


def test_a_sum_over_few_records_is_hidden_with_another_and_a_single_one_with_its_total() -> None:

    def found(measure: str, *parts: Part) -> Hidden:
        return hidden(replace(total(measure, *parts), why_not=""))

    two = found("days_blocked", part("a", 40, n=1), part("b", 90, n=12), part("c", 70, n=9))
    assert ("days_blocked", "a") in two.entries and len(two.entries) == 2 and not two.whole
    alone = found("days_blocked", part("a", 40, n=1))
    assert alone.entries == {("days_blocked", "a")} and alone.whole == {"days_blocked"}
    assert found("group_heads", part("a", 40, n=1)) == Hidden(), "one session, many heads"


def test_shares_of_one_whole_hide_together() -> None:
    shares = {"outcome_improved_share": 1, "outcome_same_share": 10, "outcome_worse_share": 9}
    found = hidden(
        *(
            total(name, part("a", count / 20, n=20, numerator=count, denominator=20),
                  part("b", 0.5, n=40, numerator=20, denominator=40))
            for name, count in shares.items()
        )
    )  # fmt: skip
    assert found.entries == {(name, "a") for name in shares}


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("people_supported", {"value": 2, "n": 40}),
        ("people_supported", {"value": 40, "n": 2}),
        ("swemwbs_mean", {"value": 21.5, "n": 4}),
        ("needs_met", {"value": 50, "n": 3}),
        ("outcome_improved_share", {"value": 0.95, "n": 40, "numerator": 20, "denominator": 40}),
    ],
)
def test_what_tells_of_few_is_hidden_also_where_a_number_was_put_in_by_hand(measure: str, said: dict[str, Any]) -> None:
    found = hidden(total(measure, part("a", **said), part("b", 60, n=40, numerator=20, denominator=40)))
    assert (measure, "a") in found.entries


def test_a_year_gives_way_where_its_quarters_carry_the_same_figure_of_a_contract() -> None:
    every = {one.same.measure: one for one in (total("needs_met", part("c1", 90), part("v1", 80)), total("closures"))}
    found = Hidden()
    overlapping.give_way(found, every, {("c1", "needs_met"), ("c1", "closures")})
    assert found.entries == {("needs_met", "c1")}
    assert (found.areas, found.whole) == ({("needs_met", "carers")}, {"needs_met"})
    overlapping.give_way(nothing := Hidden(), every, ())
    assert not (nothing.entries or nothing.areas or nothing.whole)
