"""An organisation makes a measure of its own: drafted, published and locked, given versions, known to the two sides alone."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import measuring_choices, own_measures, queries
from cairn.contracts.actions import measures
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import AgreedMeasure, Contract, OwnMeasure
from cairn.contracts.rules_own_measures import Plan, Said
from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.services.actions import activity_types, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.services import NewService
from tests.conftest import Party
from tests.contracts.conftest import YEAR

PLAN = Plan(label="People in the garden", by=("gender",), not_shown="What grew there")


def made(by: Actor, plan: Plan = PLAN, **more: Any) -> str:
    with scope.of(by):
        return str(deeds.draft(by=by, plan=plan, **more).one.measure)


def published(by: Actor, plan: Plan = PLAN) -> str:
    id = made(by, plan)
    with scope.of(by):
        deeds.publish(by=by, id=id, number=1)
    return id


def rules_of(action: Any, by: Actor, **said: Any) -> list[str]:
    with scope.of(by), pytest.raises(Refused) as caught:
        action(by=by, **said)
    return [one.rule for one in caught.value.problems]


def a_type(party: Party, name: str = "ESOL class") -> str:
    by = party.service_manager
    with scope.of(by):
        service = services.add(by=by, services=[NewService(name="Language", start_date=YEAR[0])]).one
        new = NewActivityType(service_uid=str(service.uid), name=name, mode="group")
        return str(activity_types.add(by=by, types=[new]).one.uid)


@pytest.mark.parametrize("role", ["service_manager", "data_lead"])
def test_a_manager_or_a_data_lead_drafts_publishes_and_it_is_found(harbour: Party, role: str) -> None:
    by: Actor = getattr(harbour, role)
    id = made(by)
    with pytest.raises(registry.NotDefined):
        registry.get("measure", id)
    with scope.of(by):
        row = deeds.publish(by=by, id=id, number=1).one
        assert [one.id for one in own_measures.offered(by)] == [id]
        assert own_measures.every_known(by)[-1].id == id
    found = registry.get("measure", id)
    assert (found.label, found.kind, found.measure_class, found.is_own) == (
        "People in the garden", "distinct", "provider_output", True,
    )  # fmt: skip
    assert found.source == "Made by Harbour Trust, from what it records" and len(row.sha256) == 64
    assert registry.get("measure", id, 1) is registry.get("measure", id, 1)


@pytest.mark.parametrize("role", ["support_worker", "trustee"])
def test_nobody_else_makes_one(harbour: Party, role: str) -> None:
    by: Actor = getattr(harbour, role)
    with scope.of(by), pytest.raises(NotAllowed):
        deeds.draft(by=by, plan=PLAN)


def test_its_sentence_is_in_the_words_of_the_organisation_and_another_ones_type_is_not_known(
    harbour: Party, oakfield: Party
) -> None:
    by, kind, theirs = harbour.service_manager, a_type(harbour), a_type(oakfield, "Secret group")
    id = published(by, replace(PLAN, where=(Said("activity_type", "in", (kind,)),)))
    assert "where the type of activity is “ESOL class (Language)”." in registry.get("measure", id).words
    told = replace(PLAN, where=(Said("activity_type", "in", (theirs,)),))
    assert rules_of(deeds.draft, by, plan=told) == ["own_measure.value_unknown"]
    with scope.of(by):
        assert list(measuring_choices.choices(by)["activity_type"]) == [kind]


def test_a_draft_that_says_nothing_of_what_it_does_not_show_or_takes_a_name_is_not_published(harbour: Party) -> None:
    by = harbour.service_manager
    id = made(by, replace(PLAN, label="People supported", not_shown=""))
    found = rules_of(deeds.publish, by, id=id, number=1)
    assert found == ["own_measure.not_shown", "own_measure.label_taken"]
    published(by)
    again = made(by)
    assert rules_of(deeds.publish, by, id=again, number=1) == ["own_measure.label_taken"]


def test_what_is_published_is_never_edited(harbour: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    by = harbour.service_manager
    id = published(by)
    for deed, more in ((deeds.draft, {"plan": PLAN}), (deeds.publish, {}), (deeds.drop, {})):
        assert rules_of(deed, by, id=id, number=1, **more) == ["own_measure.published"]
    monkeypatch.setattr(own_measures, "_read", {})
    with scope.of(by):
        row = OwnMeasure.objects.get(measure=id)
        told = {**row.definition, "words": "Something else"}
        OwnMeasure.objects.filter(pk=row.pk).update(definition=told)
        assert own_measures.offered(by) == ()
    with pytest.raises(registry.NotDefined):
        registry.get("measure", id, 1)


def test_a_definition_that_was_put_into_a_draft_past_the_rules_is_not_published(harbour: Party) -> None:
    by = harbour.service_manager
    id = made(by)
    with scope.of(by):
        row = OwnMeasure.objects.get(measure=id)
        told = {**row.definition, "where": {"all": [row.definition["where"], {"field": "person", "in": ["x"]}]}}
        OwnMeasure.objects.filter(pk=row.pk).update(definition=told)
    assert rules_of(deeds.publish, by, id=id, number=1) == ["own_measure.column"]


def test_a_next_version_stands_beside_the_one_before_until_it_is_published(harbour: Party) -> None:
    by = harbour.service_manager
    id = published(by)
    with scope.of(by):
        deeds.next_version(by=by, id=id)
        assert rules_of(deeds.next_version, by, id=id) == ["own_measure.draft"]
        deeds.draft(by=by, id=id, number=2, plan=replace(PLAN, label="People in two gardens"))
    assert registry.get("measure", id).version == 1
    with scope.of(by):
        deeds.publish(by=by, id=id, number=2)
        assert [(one.number, one.state) for one in own_measures.versions(by, id)] == [
            (2, "published"),
            (1, "published"),
        ]
        assert [one.number for one in own_measures.every(by)] == [2, 1]
    assert (registry.get("measure", id).version, registry.get("measure", id, 1).label) == (2, "People in the garden")


def test_two_editors_and_a_draft_that_is_given_up_and_taken_back(harbour: Party) -> None:
    by = harbour.service_manager
    id = made(by)
    with scope.of(by):
        deeds.draft(by=by, id=id, plan=replace(PLAN, label="Garden"), seen=1)
        with pytest.raises(Conflict):
            deeds.draft(by=by, id=id, plan=PLAN, seen=1)
        gone = deeds.drop(by=by, id=id, number=1)
        with pytest.raises(NotFound):
            own_measures.get(by, id, 1)
        undo.undo(by=by, event_uid=gone.event_uid)
        assert own_measures.versions(by, id)[0].label == "Garden"
        with pytest.raises(NotFound):
            deeds.next_version(by=by, id=own_measures.new_id())


def test_one_that_is_withdrawn_is_offered_no_more_and_what_carries_it_goes_on(
    harbour: Party, contract: Contract, eastborough: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, buyer = harbour.service_manager, eastborough.contract_manager
    id = published(by)
    with scope.of(buyer):
        measures.agree(by=buyer, contract_uid=str(contract.uid), measures=[NewMeasure(id)])
    with scope.of(by):
        done = deeds.withdraw(by=by, id=id, number=1)
        assert [one.message for one in done.problems] == ["A contract carries it still."]
        assert own_measures.offered(by) == () and own_measures.of_provider(contract) == ()
    monkeypatch.setattr(own_measures, "_read", {})
    with scope.of(buyer):
        [view] = queries.measures_of(contract)
    assert (view.label, view.definition.version) == ("People in the garden", 1)
    with scope.of(by):
        assert rules_of(deeds.withdraw, by, id=id, number=1) == ["own_measure.not_published"]
        undo.undo(by=by, event_uid=done.event_uid)
        assert len(own_measures.offered(by)) == 1
        assert deeds.withdraw(by=by, id=id, number=1).problems  # and again


def test_both_sides_of_a_contract_know_what_its_provider_published_and_nobody_else_does(
    harbour: Party, oakfield: Party, eastborough: Party, contract: Contract
) -> None:
    by, buyer = harbour.service_manager, eastborough.contract_manager
    mine, theirs, draft = published(by), published(oakfield.service_manager), made(by)
    with scope.of(buyer):
        told = {one.id for one in own_measures.known(buyer, contract)}
        view = queries.get(buyer, str(contract.uid))
        assert {one.id for one in own_measures.known(buyer, view)} == told
        assert mine in told and not {theirs, draft} & told
        assert own_measures.offered(buyer) == () and own_measures.find(contract, theirs) is None
        for id in (theirs, draft, own_measures.new_id()):
            found = rules_of(measures.agree, buyer, contract_uid=str(contract.uid), measures=[NewMeasure(id)])
            assert found == ["measure.unknown"]
        assert not AgreedMeasure.objects.filter(contract=contract).exists()
        fixed = [NewMeasure(mine, measure_class="primary_outcome")]
        assert rules_of(measures.agree, buyer, contract_uid=str(contract.uid), measures=fixed) == [
            "measure.class_fixed"
        ]
        measures.agree(by=buyer, contract_uid=str(contract.uid), measures=[NewMeasure(mine, by="gender", target=20)])


def test_the_registry_asks_for_own_measures_only_where_one_is_named(harbour: Party) -> None:
    assert own_measures.resolve("measure", "people_supported", None) is None
    assert own_measures.resolve("scale", "own-0123456789ab", None) is None
    assert own_measures.resolve("measure", "own-0123456789ab", 7) is None
