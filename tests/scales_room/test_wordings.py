"""An organisation enters the words it was licensed to use; what a file says itself is never changed."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.kernel.problems import Refused
from cairn.scales import queries
from cairn.scales.actions import wordings
from cairn.scales.actions.wordings import NewWording
from cairn.scales.models import ScaleWording
from tests.conftest import Party
from tests.scales_room.test_gate import ALL, DAY, IDS, permit


def write(by: Actor, **said: Any) -> Any:
    return wordings.write(by=by, wordings=[NewWording(**{"scale": "swemwbs", "items": ALL, **said})])


def rules_of(by: Actor, **said: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        write(by, **said)
    return sorted(problem.rule for problem in refused.value.problems if problem.severity == "error")


def test_words_are_kept_without_blanks_and_changed_in_place(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    permit(by)
    first = write(by, items={IDS[0]: {"text": "  One  "}, IDS[1]: {"text": " "}}, choices={"1": " lowest "})
    row = first.one
    assert (row.items, row.choices) == ({IDS[0]: {"text": "One"}}, {"1": "lowest"})
    assert [(p.severity, "6 of 7" in p.message) for p in first.problems] == [("warning", True)]
    assert not write(by, version=row.version).problems
    assert ScaleWording.objects.count() == 1
    with pytest.raises(Conflict):
        write(by, version=row.version, source="another editor's page, drawn before")


def test_permission_comes_first(in_harbour: Party) -> None:
    assert rules_of(in_harbour.service_manager) == ["wording.permission"]


def test_text_that_ships_is_never_written_over(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    said = {"items": {"i1": {"text": "Our own words"}}, "scale": "core10"}
    assert rules_of(by, **said) == ["wording.shipped", "wording.unchanged"]


def test_a_translation_needs_its_source_and_a_language_of_the_list(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    permit(by)
    assert rules_of(by, language="urdu") == ["wording.source"]
    assert rules_of(by, language="klingon", source="me") == ["wording.language"]
    assert rules_of(by, language="not_asked", source="me") == ["wording.language"]
    assert write(by, language="urdu", source="Warwick, Urdu edition").one.language == "urdu"


def test_all_that_is_wrong_comes_at_once(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    permit(by)
    items = {IDS[0]: {"text": "x" * 1_001, "choices": {"9": "no such"}}, "bath": {"text": "no such item"}}
    assert rules_of(by, items=items, choices={"7": "no such"}) == [
        "wording.answer", "wording.answer", "wording.item", "wording.long",
    ]  # fmt: skip
    assert rules_of(by, scale="bathroom") == ["scale.unknown"]
    assert rules_of(by, scale="ladder_10") == ["scale.template"]
    assert ScaleWording.objects.count() == 0


def test_a_translation_without_some_answers_says_so(in_harbour: Party) -> None:
    done = write(
        in_harbour.service_manager,
        scale="lifesat",
        items={"satisfied": {"text": "Ur"}},
        language="urdu",
        source="The holder",
    )
    assert [problem.rule for problem in done.problems] == ["wording.unfinished"]


def test_only_a_manager_writes_and_another_organisation_sees_nothing(harbour: Party, oakfield: Party) -> None:
    with scope.of(harbour.system), pytest.raises(NotAllowed):
        write(harbour.support_worker)
    with scope.of(harbour.system):
        permit(harbour.service_manager)
        write(harbour.service_manager)
    with scope.of(oakfield.system):
        permit(oakfield.service_manager)
        asked = queries.asked(oakfield.support_worker, "swemwbs", DAY)
        assert asked.locked and asked.scale.items[0].text is None
