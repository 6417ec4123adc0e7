"""Points are put together only where they are points of one thing; across instruments only the direction counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales.scoring import pooling
from cairn.scales.scoring.pooling import Points, Tally, areas_verdict, mean, points, tally, unlike

STAR, YOUNG = (registry.get("scale", id) for id in ("star_homelessness", "star_young_person"))
kinds = st.builds(
    Points,
    value=st.integers(1, 5).map(float),
    scale=st.sampled_from(["star_homelessness", "star_empowerment", "star_young_person"]),
    version=st.integers(1, 2),
    of=st.sampled_from(["money", "work"]),
    low=st.just(1.0),
    high=st.sampled_from([5.0, 10.0]),
)


def what(one: Points) -> Points:
    """What they are points of, whatever their value."""
    return replace(one, value=0.0)


@given(st.lists(kinds, min_size=1, max_size=6))
def test_a_mean_is_of_one_area_of_one_version_of_one_tool_within_one_bounds_or_refused(found: list[Points]) -> None:
    if len({what(one) for one in found}) == 1:
        assert mean(found) == pytest.approx(sum(one.value for one in found) / len(found))
        return
    with pytest.raises(Refused) as refused:
        mean(found)
    assert {problem.rule for problem in refused.value.problems} == {"pooling.unlike"}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"scale": "star_empowerment"}, "different instruments"),
        ({"version": 2}, "different versions"),
        ({"of": "work"}, "different areas"),
        ({"high": 5.0}, "different bounds"),
    ],
)
def test_each_way_of_being_unlike_is_named(other: dict[str, object], words: str) -> None:
    one = Points(3.0, "star_homelessness", 1, "money", 1.0, 10.0)
    [problem] = unlike([one, replace(one, **other)])  # type: ignore[arg-type]
    assert words in problem.message
    assert "improved" in problem.fix


def test_one_to_five_and_one_to_ten_are_refused_both_as_tools_and_as_bounds() -> None:
    found = unlike([points(STAR, 6, "money"), points(YOUNG, 3, "money")])
    assert ["bounds" in problem.message for problem in found] == [False, True]


def test_nobody_has_no_mean_and_a_score_that_a_scale_has_not_has_no_points() -> None:
    assert mean([]) is None
    assert points(registry.get("scale", "swemwbs"), 20.0).of == "metric"
    with pytest.raises(KeyError):
        points(STAR, 3, "nothing")


reads = st.dictionaries(
    st.sampled_from([item.id for item in STAR.items]), st.tuples(st.integers(1, 10), st.integers(1, 10))
)


@given(reads)
def test_several_areas_improve_by_the_mean_of_their_moves(read: dict[str, tuple[float, float]]) -> None:
    moves = [after - before for before, after in read.values()]
    total = sum(moves)
    wanted = None if not moves else "same" if abs(2 * total) < len(moves) else "improved" if total > 0 else "worse"
    assert areas_verdict(STAR, read, 0.5) == wanted
    swapped = {item: (after, before) for item, (before, after) in read.items()}
    mirror = {None: None, "same": "same", "improved": "worse", "worse": "improved"}
    assert areas_verdict(STAR, swapped, 0.5) == mirror[wanted]


def test_an_area_that_is_better_when_lower_counts_the_other_way_round() -> None:
    ons4 = registry.get("scale", "ons4")
    assert areas_verdict(ons4, {"anxious": (8, 3)}, 0.5) == "improved"
    assert areas_verdict(ons4, {"anxious": (8, 3), "satisfied": (8, 3)}, 0.5) == "same"


def test_areas_of_one_tool_with_other_bounds_are_refused() -> None:
    mixed = replace(STAR, items=(STAR.items[0], replace(STAR.items[1], high=5), *STAR.items[2:]))
    with pytest.raises(Refused):
        areas_verdict(mixed, {mixed.items[0].id: (1, 2), mixed.items[1].id: (1, 2)}, 0.5)


def test_a_tally_counts_over_tools_of_every_kind() -> None:
    found = tally(["improved", "worse", "improved", "same"])
    assert found == Tally(2, 1, 1)
    assert (found.n, tally([]).n, pooling.VERDICTS) == (4, 0, ("improved", "same", "worse"))
