"""A form that an organisation wrote itself: drafted, published, found, versioned, withdrawn."""

from dataclasses import replace
from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actions import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.collection import library, own_building, own_forms
from cairn.collection.actions import own_forms as deeds
from cairn.definitions import registry
from cairn.definitions.library import NotDefined
from cairn.kernel.problems import Refused
from tests.collection.own import FROM, drafted, garden, need, published, stands
from tests.conftest import Party

LATER = date(2026, 4, 1)


def rules_of(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.rule for problem in caught.value.problems]


def test_a_draft_is_its_authors_alone_and_no_form_yet(eastborough: Party, westborough: Party) -> None:
    id = drafted(eastborough.contract_manager)
    with pytest.raises(NotDefined):
        registry.get("form", id)
    with scope.of(eastborough.contract_manager):
        [one] = own_forms.every(eastborough.contract_manager)
        assert (one.id, one.number, one.state, one.begins, one.form.status) == (id, 1, "draft", None, "draft")
    with scope.of(westborough.contract_manager):
        assert own_forms.every(westborough.contract_manager) == []
        with pytest.raises(NotFound):
            own_forms.get(westborough.contract_manager, id, 1)


def test_published_it_is_found_by_all_who_know_its_id_and_never_changes(eastborough: Party, harbour: Party) -> None:
    by = eastborough.contract_manager
    id = published(by)
    with scope.of(harbour.support_worker):
        found = registry.get("form", id)
    assert (found.id, found.programme, found.version, found.status, found.from_date) == (
        id,
        id,
        1,
        "published",
        "2025-04-01",
    )
    assert registry.get("form", id, 1) == found and library.of_programme(id) == (found,)
    with scope.of(by), pytest.raises(Refused) as caught:
        deeds.change(by=by, form=own_building.without_need(found, "N1"))
    assert rules_of(caught) == ["form.published"]
    with scope.of(by):
        row = own_forms.get(by, id, 1)
        assert row.sha256 == own_forms.sha256(row.definition, id, 1)


def test_a_draft_that_lacks_something_is_not_published(eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = drafted(by, own_building.without_need(garden(), "N1"))
    with scope.of(by), pytest.raises(Refused) as caught:
        deeds.publish(by=by, id=id, number=1, from_date=FROM)
    assert rules_of(caught) == ["form.empty"]


def test_a_next_version_follows_the_forms_own_date(eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = published(by)
    with scope.of(by):
        assert deeds.next_version(by=by, id=id).one.form_version == 2
        with pytest.raises(Refused) as caught:
            deeds.next_version(by=by, id=id)
        assert rules_of(caught) == ["form.draft"]
        step = own_building.with_need(stands(by, id, 2), "", need("Water"), own_forms.taken(by, id))
        deeds.change(by=by, form=step, seen=own_forms.get(by, id, 2).version)
        with pytest.raises(Refused) as caught:
            deeds.publish(by=by, id=id, number=2, from_date=FROM)
        assert rules_of(caught) == ["form.start"]
        deeds.publish(by=by, id=id, number=2, from_date=LATER)
    found = [library.for_event(id, "review", day) for day in (date(2025, 3, 31), FROM, date(2026, 3, 31), LATER)]
    assert [form and form.version for form in found] == [None, 1, 1, 2]
    assert registry.get("form", id).version == 2


def test_two_editors_of_a_draft(eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = drafted(by)
    form = stands(by, id)
    with scope.of(by):
        seen = own_forms.get(by, id, 1).version
        deeds.change(by=by, form=replace(form, label="First"), seen=seen)
        with pytest.raises(Conflict):
            deeds.change(by=by, form=replace(form, label="Second"), seen=seen)
        with pytest.raises(Refused) as caught:
            deeds.change(by=by, form=replace(form, label="x" * 201))
        assert rules_of(caught) == ["text.long"]
        assert own_forms.every(by)[0].label == "First"


def test_a_step_is_taken_back(eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = drafted(by)
    with scope.of(by):
        made = deeds.change(by=by, form=own_building.without_need(stands(by, id), "N1"))
        undo.undo(by=by, event_uid=made.event_uid)
    assert [one.ref for one in stands(by, id).needs] == ["N1"]


def test_withdrawn_it_is_asked_no_more_and_keeps_its_name(eastborough: Party) -> None:
    by = eastborough.contract_manager
    id = published(by)
    with scope.of(by):
        made = deeds.withdraw(by=by, id=id, number=1)
        with pytest.raises(Refused) as caught:
            deeds.withdraw(by=by, id=id, number=1)
        assert rules_of(caught) == ["form.not_published"]
        assert own_forms.every(by)[0].state == "withdrawn"
    assert library.of_programme(id) == ()
    assert [form.status for form in library.ever_of(id)] == ["withdrawn"]
    assert registry.get("form", id).label == "Garden Street"
    with scope.of(by):
        undo.undo(by=by, event_uid=made.event_uid)
    assert len(library.of_programme(id)) == 1


def test_a_draft_is_given_up_and_a_published_version_is_not(eastborough: Party) -> None:
    by = eastborough.contract_manager
    draft, out = drafted(by), published(by)
    with scope.of(by):
        deeds.drop(by=by, id=draft, number=1)
        with pytest.raises(Refused):
            deeds.drop(by=by, id=out, number=1)
        assert [one.id for one in own_forms.every(by)] == [out]
        with pytest.raises(NotFound):
            deeds.next_version(by=by, id=draft)


def test_a_provider_writes_none(harbour: Party) -> None:
    with scope.of(harbour.service_manager), pytest.raises(NotAllowed):
        deeds.begin(by=harbour.service_manager, form=garden())


def test_no_other_kind_and_no_other_id_is_found_here() -> None:
    assert own_forms.resolve("scale", "own-000000000000", None) is None
    assert own_forms.resolve("form", "sp-long", None) is None
