"""What may be held against what: the same items, and no sum of whatever happened to be known."""

import pytest

from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales.scoring import distances, score
from cairn.scales.scoring.columnar import packed
from cairn.scales.scoring.comparable import is_cut, is_whole, set_aside, unnamed

WSAS, HONOS = registry.get("scale", "wsas"), registry.get("scale", "honos")
WITHOUT_WORK, WITH_WORK = ["not_applicable", 8, 8, 8, 8], [0, 8, 8, 8, 8]


def test_readings_to_which_other_items_apply_are_not_compared() -> None:
    assert set_aside(WITHOUT_WORK) == set_aside(packed(WSAS, WITHOUT_WORK)) == (0,)
    assert set_aside(WITH_WORK) == ()
    with pytest.raises(Refused, match="highest score differs"):
        distances(WSAS, score(WSAS, WITHOUT_WORK), score(WSAS, WITH_WORK))
    [change] = distances(WSAS, score(WSAS, WITHOUT_WORK), score(WSAS, ["not_applicable", 8, 8, 0, 0]))
    assert (change.change, change.verdict) == (-16, "improved")


def test_a_part_that_adds_up_what_was_rated_is_compared_only_when_all_of_it_was() -> None:
    rated = [4, 4, 4, *[0] * 9]
    assert is_whole(HONOS, "behaviour_1_3", rated)
    assert not is_whole(HONOS, "behaviour_1_3", [9, 4, 4, *[0] * 9])
    assert not is_whole(HONOS, "behaviour_1_3", [None, 4, 4, *[0] * 9])
    assert not is_whole(HONOS, "social_9_12", rated[:10])
    assert is_whole(HONOS, "impairment_4_5", [9, 4, 4, *[0] * 9])
    assert is_whole(registry.get("scale", "dialog"), "quality_of_life", [None] * 11)


def test_what_was_published_for_every_item_is_not_said_of_fewer() -> None:
    """WSAS without work reaches 32, and its bands and cut-off were published for 40."""
    with_work, without = score(WSAS, [0, 4, 4, 4, 4]), score(WSAS, ["not_applicable", 4, 4, 4, 4])
    assert (with_work.value, [band.band for band in with_work.bands]) == (16, ["significant impairment"])
    assert (without.value, without.bands, without.possible) == (16, (), (0, 32))
    assert is_cut(WSAS, (0,)) and not is_cut(WSAS, ()) and not is_cut(registry.get("scale", "ons4"), (0,))
    assert (unnamed(WSAS).bands, unnamed(WSAS).cutoff) == ((), None)
    assert len(unnamed(HONOS).bands) == len([one for one in HONOS.bands if one.of != HONOS.headline])
