"""What has to hold of a form, read by row and by column."""

import random
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.collection import rules
from cairn.collection.columns import FormColumn, columns_of
from cairn.collection.rules import column_rules
from cairn.collection.texts import as_text
from cairn.definitions import registry
from cairn.definitions.shapes.form import FormReason, NeedQuestion
from cairn.questionnaire.columns import broken_rows, check_table
from cairn.questionnaire.conditions import Answered, AtLeast, AtMost, Equals, evaluate
from cairn.questionnaire.rules import check_row
from tests.collection.forms import LOCAL, REASON, SLIPS, whole
from tests.thorough import examples

FORMS = ("sp-long", "sp-short", "sp-client-record")


def told(id: str, local: tuple[NeedQuestion | FormReason, ...] = (), **changed: str) -> set[str]:
    """What is wrong with a form that is whole but for these answers, as `rule:column`."""
    form = registry.get("form", id)
    answers = whole(form, local, **changed)
    return {rules.key(problem) for problem in rules.check(form, answers, local)}


@pytest.mark.parametrize("id", FORMS)
def test_a_whole_form_has_nothing_wrong(id: str) -> None:
    assert told(id) == set()


LONG: list[tuple[dict[str, str], set[str]]] = [
    ({"MaxIncome_1a": ""}, {"needed:MaxIncome_1a"}),
    ({"MaxIncome_1a": "Missing"}, {"choice:MaxIncome_1a"}),
    ({"MaxIncome_1a": "Yes"}, {"needed:ActualOutcome_1a", "needed:OngoingSupport_1a"}),
    ({"ActualOutcome_1a": "Yes", "OngoingSupport_1a": "No"}, {"not-asked:ActualOutcome_1a", "not-asked:OngoingSupport_1a"}),
    (
        {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "No", "OngoingSupport_1a": "Yes"},
        {"needed:Reason_1a_Primary"},
    ),
    (
        {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "NA", "OngoingSupport_1a": "Yes"},
        {"choice:ActualOutcome_1a"},
    ),
    (
        {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "Yes", "OngoingSupport_1a": "No", "Reason_1a_Primary": "c1"},
        {"not-asked:Reason_1a_Primary"},
    ),
    (
        {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "No", "OngoingSupport_1a": "No", "Reason_1a_Primary": "c1",
         "Reason_1a_Others": "s1; e1"},
        set(),
    ),
    (
        {"MaxIncome_1a": "Yes", "ActualOutcome_1a": "No", "OngoingSupport_1a": "No", "Reason_1a_Primary": "c1",
         "Reason_1a_Others": "s1, e1"},
        {"choice:Reason_1a_Others"},
    ),
    (
        {"TrainingEducation_2a": "Yes", "ActualOutcome_2a_i": "Yes", "ActualOutcome_2a_ii": "NA", "OngoingSupport_2a": "No"},
        set(),
    ),
    (
        {"TrainingEducation_2a": "Yes", "ActualOutcome_2a_i": "Yes", "ActualOutcome_2a_ii": "No", "OngoingSupport_2a": "No"},
        {"needed:Reason_2a_Primary"},
    ),
    ({"FormID": "123"}, {"pattern:FormID"}),
    ({"ClientRecordProviderID": "123456"}, {"pattern:ClientRecordProviderID"}),
    ({"NationalProviderID": ""}, set()),
    ({"NationalProviderID": "1234"}, {"pattern:NationalProviderID"}),
    ({"SPServiceID": "a,b"}, {"pattern:SPServiceID"}),
    ({"ReviewDate": "2025-02-30"}, {"date:ReviewDate"}),
    ({"ReviewDate": "2024-03-31"}, {"dates-in-order:ReviewDate"}),
    ({"Age": "12½"}, {"number:Age"}),
    ({"Age": "121"}, {"range:Age"}),
    ({"Age": "15"}, {"child:Age"}),
    ({"Service_Name": "x" * 201}, {"long:Service_Name"}),
    ({"SupportPlan": "No"}, {"no-plan:SupportPlan"}),
    ({"ClientGroup_Primary": "3"}, {"older-group:ClientGroup_Primary"}),
    ({"ClientGroup_Primary": "18"}, {"young-group:ClientGroup_Primary"}),
    ({"ClientGroup_Primary": "4", "ClientGroup_Secondary": "4; 21"}, {"same-group-twice:ClientGroup_Secondary"}),
    ({"ClientGroup_Secondary": "4; 21"}, set()),
    ({"ClientGroup_Secondary": "1; 2; 3; 5"}, {"three-groups:ClientGroup_Secondary"}),
    ({"EconomicStatus": "child"}, {"age-and-work:EconomicStatus"}),
    (
        {"Died": "Yes", "MaxIncome_1a": "Yes", "ActualOutcome_1a": "Yes", "OngoingSupport_1a": "Yes"},
        {"died-and-ongoing:OngoingSupport_1a"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "wrong"), LONG)
def test_what_is_wrong_with_a_long_term_form(changed: dict[str, str], wrong: set[str]) -> None:
    assert told("sp-long", **changed) == wrong


SHORT: list[tuple[dict[str, str], set[str]]] = [
    ({"EndDate": "2025-04-28"}, {"under-28-days:EndDate"}),
    ({"EndDate": "2025-04-29"}, set()),
    ({"EndDate": "2027-04-02"}, set()),
    ({"EndDate": "2027-04-03"}, {"over-two-years:EndDate"}),
    ({"EndDate": "2025-03-31"}, {"dates-in-order:EndDate"}),
    ({"Partnership": "Yes"}, {"needed:PartnerAgencies"}),
    ({"PartnerAgencies": "health"}, {"not-asked:PartnerAgencies"}),
    ({"Partnership": "Yes", "PartnerAgencies": "health; housing"}, set()),
    (
        {"ExternalContact_2d": "Yes", "ActualOutcome_2d_i": "NA", "ActualOutcome_2d_ii": "Yes"},
        set(),
    ),
    (
        {"PaidWork_1c": "Yes", "ActualOutcome_1c_i": "Yes", "ActualOutcome_1c_ii": "No", "Reason_1c_Primary": "e2"},
        {"work-now-and-ever:ActualOutcome_1c_ii"},
    ),
    (
        {"Died": "Yes", "SettledAccommodation_4b_short": "Yes", "ActualOutcome_4b_short": "Yes"},
        {"died-and-achieved:ActualOutcome_4b_short"},
    ),
    ({"OngoingSupport_1a": "Yes"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "wrong"), SHORT)
def test_what_is_wrong_with_a_short_term_form(changed: dict[str, str], wrong: set[str]) -> None:
    assert told("sp-short", **changed) == wrong


RECORD: list[tuple[dict[str, str], set[str]]] = [
    ({"HouseholdSize": "1", "Person2_Age": "4"}, set()),
    ({"HouseholdSize": "1", "Person3_Age": "4"}, {"not-asked:Person3_Age"}),
    ({"HouseholdSize": "6"}, {"range:HouseholdSize"}),
    ({"HigherRisk": "cpa_enhanced"}, {"enhanced-without-cpa:HigherRisk"}),
    ({"HigherRisk": "cpa_enhanced; mappa", "StatutoryFrameworks": "cpa; homeless"}, set()),
    ({"ClientGroup_Primary": "19", "PriorAccommodation": "owner"}, {"rough-sleeper-housed:PriorAccommodation"}),
    ({"ClientGroup_Primary": "16"}, {"family-alone:HouseholdSize"}),
]


@pytest.mark.parametrize(("changed", "wrong"), RECORD)
def test_what_is_wrong_with_a_client_record(changed: dict[str, str], wrong: set[str]) -> None:
    assert told("sp-client-record", **changed) == wrong


def test_a_local_need_has_the_rules_of_any_other() -> None:
    local = (LOCAL, REASON)
    assert told("sp-long", local) == set()
    assert told("sp-long", local, Garden_L1="Yes") == {"needed:ActualOutcome_L1", "needed:OngoingSupport_L1"}
    missed = {"Garden_L1": "Yes", "ActualOutcome_L1": "No", "OngoingSupport_L1": "No"}
    assert told("sp-long", local, **missed, Reason_L1_Primary="eL1") == set()
    assert told("sp-long", (LOCAL,), **missed, Reason_L1_Primary="eL1") == {"choice:Reason_L1_Primary"}


def test_a_soft_rule_that_was_answered_is_let_be_and_a_hard_one_never() -> None:
    form = registry.get("form", "sp-long")
    found = rules.check(form, whole(form, SupportPlan="No", FormID="1"))
    assert {rules.key(one) for one in rules.unconfirmed(found, [])} == {"pattern:FormID", "no-plan:SupportPlan"}
    left = rules.unconfirmed(found, ["no-plan:SupportPlan", "pattern:FormID"])
    assert {rules.key(one) for one in left} == {"pattern:FormID"}
    every = rules.rules_of(form)
    assert {*rules.hard(every), *rules.soft(every)} == set(every)
    assert not {one.severity for one in rules.hard(every)} & {one.severity for one in rules.soft(every)}


def test_a_finding_says_how_to_mend_it_and_never_the_value() -> None:
    form = registry.get("form", "sp-long")
    wrong = whole(form, PersonCode="Jane Doe", Age="secret", Gender="secret", ReviewDate="secret")
    found = rules.check(form, wrong)
    assert len(found) == 4
    assert all(one.fix and "secret" not in one.message + one.fix and "Jane" not in one.message for one in found)


@pytest.mark.parametrize(
    ("low", "high", "fix"), [(0, None, "Give 0 or more."), (None, 9, "Give 9 or less."), (0, 9, "Give 0 to 9.")]
)
def test_a_number_out_of_range_is_told_the_range(low: int | None, high: int | None, fix: str) -> None:
    column = FormColumn("N", "N", "N", "number", "one", "field", low=low, high=high)
    assert [one.fix for one in check_row(column_rules(column), {"N": "-1" if low == 0 else "10"})] == [fix]


def test_without_bounds_any_whole_number_does() -> None:
    column = FormColumn("N", "N", "N", "number", "one", "field")
    assert check_row(column_rules(column), {"N": "-10000"}) == []
    assert [one.rule for one in check_row(column_rules(column), {"N": "1.5"})] == ["number"]


def test_bounds_and_blanks_of_a_definition_are_read_over_text() -> None:
    first = as_text(AtLeast("On", date(2026, 4, 1)))
    assert evaluate(first, {"On": "2026-04-01"}) and not evaluate(first, {"On": "2026-03-31"})
    assert evaluate(as_text(AtMost("Age", 17.0)), {"Age": "17"}) and evaluate(as_text(Equals("Age", 17)), {"Age": "17"})
    assert evaluate(as_text(Equals("On", date(2026, 4, 1))), {"On": "2026-04-01"})
    assert evaluate(as_text(Answered("On")), {"On": "not_known"}) and evaluate(
        as_text(Answered("On", False)), {"On": ""}
    )


@settings(max_examples=examples(25), deadline=None)
@given(st.sampled_from(FORMS), st.integers(0, 2**32))
def test_a_form_has_the_same_findings_by_row_and_by_table(id: str, seed: int) -> None:
    rows, table, every = slipped(id, seed)
    by_row = [problem for number, row in enumerate(rows) for problem in check_row(every, row, number)]
    assert check_table(every, table) == by_row
    broken = broken_rows(every, table)
    assert sum(map(len, broken)) == len(by_row)


def slipped(id: str, seed: int) -> tuple[list[dict[str, str]], Any, tuple[Any, ...]]:
    """Four forms with slips, each as a row and as a table; the rules, with an authority's own need and reason."""
    form, draw = registry.get("form", id), random.Random(seed)
    local = (LOCAL, REASON) if form.needs else ()
    columns = columns_of(form, local)
    rows = []
    for _ in range(4):
        row = whole(form, local)
        for column in draw.sample(columns, 6):
            row[column.name] = draw.choice([*SLIPS, *column.codes])
        rows.append(row)
    names = [column.name for column in columns]
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    return rows, table, rules.rules_of(form, local)
