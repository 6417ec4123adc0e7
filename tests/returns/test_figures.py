"""A return fills itself: each figure of the agreed measures, of this contract only, with what it is made of."""

from datetime import date

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.kernel.problems import Refused
from cairn.people.actions.clients import NewClient
from cairn.returns import queries, rules
from cairn.returns.actions import overrides
from cairn.returns.actions.rounds import add as add_rounds
from cairn.returns.views import ReturnView
from tests.returns.conftest import QUARTER, Quarter, contract_of, fund, referred


def read(quarter: Quarter) -> ReturnView:
    with scope.of(quarter.lead):
        return queries.answer(quarter.lead, quarter.uid)


def values(view: ReturnView) -> dict[tuple[str, str], float | None]:
    return {(figure.measure, figure.code): figure.value for figure in view.figures}


def test_the_draft_counts_the_leads_own_rows_of_the_contract(quarter: Quarter) -> None:
    view = read(quarter)
    found = values(view)
    assert view.is_draft and view.state == "open"
    assert found["referrals_received", ""] == 5
    assert {code: n for (name, code), n in found.items() if name == "referrals_received" and code} == {
        "gender=woman": 3,
        "gender=man": 1,
        "gender=self_described": 0,
        "gender=refused": 1,
    }
    assert found["people_supported", ""] == 2
    assert (found["needs_presented", ""], found["needs_met", ""]) == (2, 1)


def test_every_reason_of_the_seven_is_shown_also_where_nobody_gave_it(quarter: Quarter) -> None:
    found = values(read(quarter))
    reasons = {code: n for (name, code), n in found.items() if name == "referrals_unsuccessful" and code}
    assert len(reasons) == 7
    assert {code: n for code, n in reasons.items() if n} == {"unsuccessful_reason=no_capacity": 2}
    assert found["referrals_unsuccessful", ""] == 2


def test_figures_stand_in_their_declared_classes_with_words_target_and_n(quarter: Quarter) -> None:
    view = read(quarter)
    assert [group.measure_class for group in view.groups] == ["standardised_output", "service_reach"]
    figure = next(each for each in view.figures if each.measure == "referrals_received" and not each.code)
    assert (figure.label, figure.measure_label, figure.target, figure.n) == (
        "Referrals received",
        "Referrals received",
        10.0,
        5,
    )
    assert figure.words and figure.derived == 5 and not figure.is_overridden
    category = next(each for each in view.figures if each.code == "gender=woman")
    assert (category.label, category.target, category.key) == ("Woman", None, "referrals_received:gender=woman")


def test_a_partners_rows_are_counted_once_it_has_agreed(partnered: Quarter) -> None:
    found = values(read(partnered))
    assert found["referrals_received", ""] == 7
    assert found["referrals_received", "gender=woman"] == 5


def test_a_person_funded_twice_counts_once_in_each_contract(quarter: Quarter) -> None:
    other = contract_of(quarter.commissioner, "E-2")
    with scope.of(quarter.commissioner):
        measures.agree(
            by=quarter.commissioner, contract_uid=str(other.uid), measures=[NewMeasure("referrals_received")]
        )
        asked = add_rounds(by=quarter.commissioner, contract_uid=str(other.uid), rounds=[QUARTER]).one
    both = fund(quarter.harbour, [quarter.contract, other], "Shared")
    referred(quarter.harbour, both, [NewClient(name="Fay")], date(2025, 5, 1))
    assert values(read(quarter))["referrals_received", ""] == 6
    with scope.of(quarter.lead):
        assert values(queries.answer(quarter.lead, str(asked.answer.uid))) == {("referrals_received", ""): 1}


class TestOverrides:
    def test_it_stands_in_place_of_the_derived_number_and_says_why(self, quarter: Quarter) -> None:
        reason = "Two people came by phone and were never entered."
        with scope.of(quarter.lead):
            overrides.put(by=quarter.lead, return_uid=quarter.uid, measure="referrals_received", value=7, reason=reason)
        figure = next(each for each in read(quarter).figures if each.measure == "referrals_received" and not each.code)
        assert (figure.value, figure.derived, figure.override_reason) == (7, 5, reason)
        with scope.of(quarter.lead):
            overrides.clear(by=quarter.lead, return_uid=quarter.uid, measure="referrals_received")
            assert values(queries.answer(quarter.lead, quarter.uid))["referrals_received", ""] == 5
            with pytest.raises(queries.NotFound):
                overrides.clear(by=quarter.lead, return_uid=quarter.uid, measure="referrals_received")

    def test_of_one_part_of_a_breakdown(self, quarter: Quarter) -> None:
        with scope.of(quarter.lead):
            for value in (4, 2):
                overrides.put(
                    by=quarter.lead, return_uid=quarter.uid, measure="referrals_received", code="gender=man",
                    value=value, reason="Counted by hand from the paper book.",
                )  # fmt: skip
        found = values(read(quarter))
        assert (found["referrals_received", "gender=man"], found["referrals_received", ""]) == (2, 5)

    def test_all_that_is_wrong_is_said_at_once(self, quarter: Quarter) -> None:
        with scope.of(quarter.lead), pytest.raises(Refused) as refused:
            overrides.put(
                by=quarter.lead, return_uid=quarter.uid, measure="contacts", value=float("nan"), reason=" because "
            )
        assert [problem.rule for problem in refused.value.problems] == [
            "override.value",
            "reason.short",
            "override.figure",
        ]
        with scope.of(quarter.lead), pytest.raises(Refused, match=r"reason\.missing.*override\.figure"):
            overrides.put(
                by=quarter.lead, return_uid=quarter.uid, measure="needs_met", code="gender=man", value=1, reason=""
            )

    @pytest.mark.parametrize("value", [-5, 11.5, 9e29, float("inf")])
    def test_a_count_is_a_whole_number_from_nought_up(self, quarter: Quarter, value: float) -> None:
        with scope.of(quarter.lead), pytest.raises(Refused, match=r"override\.value"):
            overrides.put(
                by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=value, reason="Counted by hand."
            )

    @pytest.mark.parametrize(
        ("kind", "value", "is_possible"),
        [("share", 0.5, True), ("share", 1.2, False), ("paired_change", -2.3, True), ("mean", 1e12, False)],
    )
    def test_a_share_lies_within_nought_and_one_and_a_change_may_be_negative(
        self, kind: str, value: float, is_possible: bool
    ) -> None:
        assert (rules.override_problems(value, "Counted by hand.", kind) == []) == is_possible

    def test_only_the_data_lead_of_the_lead_may(self, quarter: Quarter) -> None:
        wrong = {"return_uid": quarter.uid, "measure": "needs_met", "value": 1, "reason": "Because I say so."}
        with scope.of(quarter.lead), pytest.raises(NotAllowed):
            overrides.put(by=quarter.harbour.support_worker, **wrong)
        for by in (quarter.anchor.data_lead, quarter.eastborough.system):
            with scope.of(by), pytest.raises(queries.NotFound):
                overrides.put(by=by, **wrong)
