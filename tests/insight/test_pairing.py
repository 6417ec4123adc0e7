"""Who has a first and a second reading, and why the others have not."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cairn.insight.pairing import Reading, paired
from cairn.kernel.periods import Period

Q2 = Period.parse("2025-Q2")
START = date(2025, 1, 1)


def reading(person: str, day: date, value: float | None = 5.0, **changes: object) -> Reading:
    known = {
        "episode": f"e-{person}", "service": "s1", "rater": "client", "version": 1, "stage": "review", "is_first": False,
        "no_first": "", "start": START, "end": None, **changes,
    }  # fmt: skip
    return Reading(person=person, day=day, value=value, **known)  # type: ignore[arg-type]


def first(person: str, value: float = 3.0, day: date = date(2025, 1, 3), **changes: object) -> Reading:
    return reading(person, day, value, is_first=True, stage="start", **changes)


MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)


def test_the_latest_in_the_period_stands_against_the_first() -> None:
    found = paired([first("a"), reading("a", MAY, 4), reading("a", JUNE, 6), reading("a", JULY, 9)], Q2, "latest")
    assert [(one.first, one.second, one.days) for one in found.pairs] == [(3, 6, (JUNE - date(2025, 1, 3)).days)]
    assert found.left_out == {} and found.considered == 1


def test_the_first_review_and_the_end_are_asked_for_by_stage() -> None:
    line = [first("a"), reading("a", MAY, 4), reading("a", JUNE, 6), reading("a", date(2025, 6, 20), 8, stage="end")]
    assert [one.second for one in paired(line, Q2, "review").pairs] == [4]
    assert [one.second for one in paired(line, Q2, "end").pairs] == [8]


def test_a_first_review_before_the_period_is_not_paired_again_in_it() -> None:
    line = [first("a"), reading("a", date(2025, 3, 1), 4), reading("a", MAY, 6)]
    assert paired(line, Q2, "review").left_out == {"not_in_period": 1}


def test_everybody_who_is_left_out_is_counted_once_with_why() -> None:
    rows = [
        first("one reading"),
        first("not read in it"), reading("not read in it", JULY),
        first("read before it"), reading("read before it", date(2025, 2, 1)),
        first("no score"), reading("no score", MAY, None),
        reading("crisis", MAY, no_first="crisis"),
        reading("unsaid", MAY),
        first("once", service="advice"),
        reading("blank", MAY, None),
        first("ended before", end=date(2025, 2, 1)),
        first("later", day=JULY, start=JULY),
    ]  # fmt: skip
    found = paired(rows, Q2, "latest", {"advice"})
    assert found.left_out == {
        "no_score": 2, "not_in_period": 1, "only_one": 2, "no_first/crisis": 1, "no_first/not_known": 1, "one_off": 1,
    }  # fmt: skip
    assert found.pairs == () and found.considered == 8


def test_a_second_reading_in_a_one_off_service_counts() -> None:
    assert len(paired([first("a", service="x"), reading("a", MAY, service="x")], Q2, "latest", {"x"}).pairs) == 1


def test_raters_versions_and_episodes_are_never_mixed_and_a_person_counts_once() -> None:
    rows = [
        first("a"), reading("a", JUNE, 9, rater="worker"), reading("a", JUNE, 9, version=2),
        first("a", 1, episode="other"), reading("a", MAY, 2, episode="other"),
        first("a", 4, rater="worker"), reading("a", date(2025, 4, 2), 5, rater="worker"),
    ]  # fmt: skip
    found = paired(rows, Q2, "latest")
    assert [(one.first, one.second) for one in found.pairs] == [(4, 9)] and found.left_out == {}


def test_first_readings_of_everybody_tell_whether_those_without_a_second_began_elsewhere() -> None:
    assert paired([first("a", 8), first("b", 4), reading("b", MAY)], Q2, "latest").firsts == (4, 8)


days = st.integers(-200, 250).map(lambda number: date(2025, 4, 1) + timedelta(days=number))
rows_of_one = st.lists(
    st.tuples(days, st.none() | st.integers(0, 10)), min_size=1, max_size=5, unique_by=lambda row: row[0]
)


@given(st.lists(rows_of_one, max_size=8), st.sampled_from(["latest", "review"]))
def test_everybody_is_paired_or_left_out_never_both(people: list[list[tuple[date, int | None]]], first_to: str) -> None:
    rows = []
    for number, line in enumerate(people):
        scored = [day for day, value in line if value is not None]
        rows += [reading(str(number), day, value, is_first=bool(scored) and day == min(scored)) for day, value in line]
    found = paired(rows, Q2, first_to)  # type: ignore[arg-type]
    seen = {row.person for row in rows if row.day <= Q2.end and (Q2.contains(row.day) or row.is_first)}
    assert found.considered == len(seen)
    assert sum(found.left_out.values()) == len(seen) - len(found.pairs)
    assert all(one.days > 0 for one in found.pairs)
    assert Counter(found.firsts) >= Counter(one.first for one in found.pairs)


def test_readings_to_which_other_items_apply_are_not_paired() -> None:
    found = paired([first("a", aside=(0,)), reading("a", MAY, 9), reading("a", JUNE, 4, aside=(0,))], Q2, "latest")
    assert [(one.first, one.second) for one in found.pairs] == [(3, 4)]
    assert paired([first("a", aside=(0,)), reading("a", MAY, 9)], Q2, "latest").left_out == {"not_in_period": 1}
