"""Ready-made ladders and set-ups: there is enough of them, and each holds together."""

import shutil
from pathlib import Path

import pytest

from cairn.definitions import registry
from cairn.definitions.checking import check
from cairn.definitions.library import Library

AREAS = registry.get("codes", "commissioning_area").codes
LADDERS = registry.all("ladder")
STARTERS = registry.all("starter")


@pytest.mark.parametrize("area", AREAS)
def test_there_is_a_starter_for_every_commissioning_area(area: str) -> None:
    assert any(starter.commissioning_area == area for starter in STARTERS)


def test_the_library_has_a_dozen_ladders_and_more_of_four_to_six_steps() -> None:
    assert len(LADDERS) >= 14
    for ladder in LADDERS:
        assert 4 <= len(ladder.rungs) <= 6, ladder.id
        words = [rung.words for rung in ladder.rungs]
        assert len(set(words)) == len(words), ladder.id
        labels = [rung.label.casefold() for rung in ladder.rungs]
        assert len(set(labels)) == len(labels), ladder.id


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.id)
def test_every_ladder_of_a_starter_goes_with_an_activity_and_every_starter_asks_beyond_itself(starter) -> None:  # type: ignore[no-untyped-def]
    carried = {step.ladder for kind in starter.activity_types for step in kind.steps}
    assert carried == set(starter.ladders)
    assert len(starter.can_meet) >= 5
    assert len(starter.cannot_meet) >= 5  # seed 004: an advice agency asks about smoking
    assert len(starter.activity_types) >= 3


def test_every_ready_made_ladder_is_offered_by_some_starter() -> None:
    offered = {ladder for starter in STARTERS for ladder in starter.ladders}
    assert {ladder.id for ladder in LADDERS} - offered <= {"back_in_touch"}


@pytest.mark.parametrize(
    ("id", "old", "new", "wrong"),
    [
        ("refuge", "commissioning_area: vulnerable_adults_1", "commissioning_area: moon", "`moon` is no code of"),
        ("refuge", "scale: ons4", "scale: mood", "`mood` is no scale"),
        ("refuge", "ladders: [official_appointment,", "ladders: [up,", "`up` is no ladder"),
        ("refuge", "{ladder: at_the_school_gate}", "{ladder: cooking_a_meal}", "is no ladder of this starter"),
        ("refuge", "wrote_down_a_week", "flew", "`flew` is no step of `making_money_last`"),
        ("refuge", "supporting-people/2b", "supporting-people/9z", "`supporting-people/9z` is no framework outcome"),
        ("refuge", "needs: [parenting, loneliness]", "needs: [joy]", "`joy` is no need of the dictionary"),
        ("refuge", "can_meet: [domestic_abuse,", "can_meet: [joy,", "`joy` is no need of the dictionary"),
        ("refuge", "cannot_meet: [trauma,", "cannot_meet: [parenting,", "`parenting` is there twice"),
        ("refuge", 'name: "Safety planning"', 'name: "Support session"', "`Support session` is there twice"),
        ("refuge", "mode: group", "mode: head_count", "where heads are counted nobody can reach"),
        ("carers_support", "commissioning_area: carers", "commissioning_area: refugees_and_migration",
         "`carers` is a commissioning area that no starter is for"),
    ],
)  # fmt: skip
def test_a_starter_that_names_what_is_not_there_fails_the_build(
    tmp_path: Path, id: str, old: str, new: str, wrong: str
) -> None:
    shutil.copytree(registry.PACKAGE.root, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "starters" / id / "1.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    said = [one.message for one in check(Library(tmp_path)) if one.rule == "unknown_reference"]
    assert any(wrong in one for one in said), said
