"""An authority's own reasons: three ways in, told apart, counted by the whole as another reason of their group."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.collection import columns, extracts, local, programmes, rules
from cairn.collection.actions import reasons
from cairn.collection.models import CollectedForm, LocalReason
from cairn.collection.rules_programme import reason_problems
from cairn.definitions import registry
from cairn.definitions.shapes.form import FormReason
from cairn.exchange.forms import offered, schema
from cairn.exchange.forms.formulas import formula
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused
from cairn.questionnaire.rules import check_row
from tests.cases.conftest import lay
from tests.collection.forms import whole
from tests.collection.programme import Programme, lay_programme
from tests.collection.test_programme_afterwards import send
from tests.conftest import Party

FORM = registry.get("form", "sp-long")
FLOOD = FormReason(code="LR1", label="The allotment was flooded", group="external", sure="own", source="Own")
MISSED = {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "No", "OngoingSupport_1a": "No"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def held(in_harbour: Party, eastborough: Party) -> Programme:
    return lay_programme(lay(in_harbour), eastborough)


def add(held: Programme, council: Party, label: str = "The allotment was flooded") -> Done[LocalReason]:
    by = council.contract_manager
    with scope.of(by):
        return reasons.add(
            by=by, collection_uid=held.collection.uid, label=label, group="external", forms=["sp-long"],
            start_date=date(2025, 5, 1),
        )  # fmt: skip


def test_where_there_are_two_authorities_a_reason_is_given_on_its_own_forms_only() -> None:
    made = offered.of(FORM, {"E1": (FLOOD,), "E2": ()})
    column = next(one for one in made.columns if one.name == "Reason_1a_Primary")
    assert [one.label for one in column.choices if one.code == "LR1"] == ["The allotment was flooded (only E1)"]
    mine = {
        **whole(FORM),
        **MISSED,
        "Reason_1a_Primary": "LR1",
        "Reason_1a_Others": "LR1; c1",
        FORM.authority_column: "E1",
    }
    assert check_row(made.rules, mine) == []
    broken = check_row(made.rules, {**mine, FORM.authority_column: "E2"})
    assert [(one.rule, one.field) for one in broken] == [
        ("own-reason", "Reason_1a_Primary"), ("own-reason", "Reason_1a_Others"),
    ]  # fmt: skip
    told = schema.json_schema(made)["$defs"]["form"]
    assert "LR1" in told["properties"]["Reason_1a_Primary"]["enum"]
    assert sum(str(one.get("$comment", "")).startswith("own-reason") for one in told["allOf"]) == 2 * len(FORM.needs)
    assert all(formula(one.must, lambda name: "$A1", {}) for one in made.rules if one.id == "own-reason")
    assert offered.of(FORM, {"E1": (FLOOD,)}).stamp != offered.of(FORM).stamp


def test_of_one_authority_every_form_is_its_own_and_the_words_stand_alone() -> None:
    made = offered.of(FORM, {"E1": (FLOOD,)})
    assert "own-reason" not in {one.id for one in made.rules}
    assert FLOOD.label in {one.label for column in made.columns for one in column.choices}


def test_the_whole_counts_it_as_another_reason_of_its_group_and_once() -> None:
    plan = extracts.plan_of(FORM, (FLOOD,))
    assert plan.counted_as == {"LR1": "e9"} and plan.groups["LR1"] == "external"


@pytest.mark.django_db
def test_it_is_offered_from_its_day_given_and_read_apart(held: Programme, eastborough: Party) -> None:
    assert add(held, eastborough).one.code == "LR1"
    send(held, **MISSED, Reason_1a_Primary="LR1", Reason_1a_Others="e9; c1")
    sent = CollectedForm.objects.get()
    assert rules.check(FORM, sent.answers, local.added(sent)) == []
    choices = next(one for one in columns.columns_of(FORM, local.added(sent)) if one.role == "reason").choices
    assert [one.group for one in choices if one.code == "LR1"] == ["external"]
    national = [row[5:8] for row in extracts.reasons(eastborough.organisation.pk, None)]
    assert national == [("supporting-people/e9", "external", True), ("supporting-people/c1", "client", False)]
    assert [row[5:8] for row in extracts.own_reasons(eastborough.organisation.pk, None)] == [("LR1", "external", True)]
    by, lead = eastborough.contract_manager, held.ground.party.data_lead
    assert local.reasons_read_by(by, held.collection, "sp-long", "authority") == {"LR1": "The allotment was flooded"}
    assert local.reasons_read_by(lead, held.collection, "sp-long", "provider") == {"LR1": "The allotment was flooded"}
    assert local.reasons_read_by(by, held.collection, "sp-long", "whole") == {}


@pytest.mark.django_db
def test_once_given_it_is_ended_and_not_taken_back(held: Programme, eastborough: Party) -> None:
    by = eastborough.contract_manager
    unused = add(held, eastborough, "Nobody has time")
    used = add(held, eastborough)
    assert used.one.code == "LR2", "a code is nobody else's"
    send(held, **MISSED, Reason_1a_Primary="LR2")
    with scope.of(by):
        undo(by=by, event_uid=unused.event_uid)
        with pytest.raises(Refused) as refused:
            undo(by=by, event_uid=used.event_uid)
        assert [one.rule for one in refused.value.problems] == ["reason.used"]
        for day, rule in ((date(2025, 4, 1), "reason.end"), (date(2025, 6, 1), "reason.given")):
            with pytest.raises(Refused) as refused:
                reasons.end(by=by, reason_uid=used.one.uid, end_date=day)
            assert [one.rule for one in refused.value.problems] == [rule]
        ended = reasons.end(by=by, reason_uid=used.one.uid, end_date=date(2025, 6, 2), version=1)
        undo(by=by, event_uid=ended.event_uid)
        reasons.end(by=by, reason_uid=used.one.uid, end_date=None)
        assert [one.code for one in programmes.one_for_authority(by, held.collection.uid).reasons] == ["LR2"]


def test_what_is_wrong_with_a_reason_is_said_at_once() -> None:
    known = [FORM, registry.get("form", "sp-client-record")]
    assert {one.rule for one in reason_problems(" ", "nobody", [], known)} == {
        "reason.words",
        "reason.forms",
        "reason.group",
    }
    there = FORM.reasons[0].label.upper()
    assert [one.rule for one in reason_problems(there, "client", ["sp-long"], known)] == ["reason.there"]
    assert [one.rule for one in reason_problems("Ours", "client", ["sp-client-record"], known)] == ["reason.forms"]
    bare = replace(FORM, reasons=tuple(one for one in FORM.reasons if not one.is_other))
    assert [one.rule for one in reason_problems("Ours", "client", ["sp-long"], [bare])] == ["reason.other"]
    assert reason_problems("Ours", "client", ["sp-long"], known) == []


@pytest.mark.django_db
def test_the_same_reason_is_added_once(held: Programme, eastborough: Party) -> None:
    add(held, eastborough)
    with pytest.raises(Refused) as refused:
        add(held, eastborough, "the ALLOTMENT was flooded ")
    assert [one.rule for one in refused.value.problems] == ["reason.twice"]
