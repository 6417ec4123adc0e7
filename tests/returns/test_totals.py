"""Totals over contracts: the sum of what was accepted, of one definition, or a reason why there is none."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.queries import NotFound
from cairn.definitions import registry
from cairn.insight.results import TOTAL
from cairn.returns import adding, board, inbox, totals
from cairn.returns.actions import reopening, rounds
from cairn.returns.inbox import Filter
from cairn.returns.models import Submission
from cairn.returns.totals import Same, Total
from tests.conftest import Party
from tests.returns.conftest import QUARTER, Quarter, contract_of, signed_agreement
from tests.returns.test_submitting import decide, submit

SPRING = Filter(round="2025-04-01..2025-06-30,quarterly")


def every(quarter: Quarter, said: Filter = SPRING) -> dict[str, Total]:
    by = quarter.commissioner
    with scope.of(by):
        return {f"{one.same.measure}:{one.same.code}".rstrip(":"): one for one in totals.every(by, said)}


def test_only_what_was_accepted_is_in_a_total_and_once(quarter: Quarter) -> None:
    assert every(quarter) == {}
    submit(quarter)
    assert every(quarter) == {}
    decide(quarter)
    first = every(quarter)
    assert first["referrals_received"].value == 5 and len(first["referrals_received"].parts) == 1
    with scope.of(quarter.commissioner):
        assert totals.newest(quarter.commissioner) == SPRING.round
        reopening.reopen(by=quarter.commissioner, return_uid=quarter.uid, reason="Counted twice")
    assert every(quarter) == first, "what was accepted stands until another is"
    submit(quarter)
    assert every(quarter) == first
    decide(quarter)
    again = every(quarter)
    assert [one.value for one in again.values()] == [one.value for one in first.values()]
    assert again["needs_met"].parts[0].submission_uid != first["needs_met"].parts[0].submission_uid


def test_people_shares_and_a_providers_own_outputs_are_never_added(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    people = every(quarter)["people_supported"]
    assert people.value is None and "People are counted here" in people.why_not and len(people.parts) == 1
    count, mean = registry.get("measure", "needs_met"), registry.get("measure", "swemwbs_mean")
    assert "never added" in adding.why_not("provider_output", count)
    assert "is not added" in adding.why_not("primary_outcome", mean)
    assert adding.why_not("standardised_output", count) == ""


def test_another_class_or_version_is_another_figure(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    by = quarter.commissioner
    other = contract_of(by, "E-2")
    with scope.of(by):
        own = NewMeasure("needs_met", measure_class="provider_output")
        measures.agree(by=by, contract_uid=str(other.uid), measures=[own, NewMeasure("needs_presented")])
        answer = rounds.add(by=by, contract_uid=str(other.uid), rounds=[QUARTER]).one.answer
    second = replace(quarter, contract=other, answer=answer)
    submit(second)
    decide(second)
    found = every(quarter)
    assert len(found["needs_presented"].parts) == 2 and found["needs_presented"].several == 1
    with scope.of(by):
        same = Same("provider_output", "needs_met", 1, "")
        assert totals.one(by, SPRING, same).why_not
        with pytest.raises(NotFound):
            totals.one(by, SPRING, replace(same, version=99))
    assert len(every(quarter, replace(SPRING, contract=str(other.uid)))) == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9), st.decimals(0, 10**6, places=2).map(float)), max_size=40))
def test_a_total_is_the_sum_of_its_parts_to_the_last_digit(values: list[float | None]) -> None:
    found = adding.total(values)
    known = [Fraction(Decimal(repr(value))) for value in values if value is not None]
    assert (found is None) == (not known)
    if found is not None:
        assert Fraction(Decimal(repr(found))) == sum(known)


def test_totals_are_the_sum_of_every_accepted_figure(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    with scope.every("a test adds what is stored"):
        stored: list[dict[str, Any]] = [
            one for sent in Submission.objects.filter(is_accepted=True) for one in sent.figures
        ]
    for one in every(quarter).values():
        same = one.same
        values = [
            each["value"] for each in stored if (each["measure"], each["code"]) == (same.measure, same.code)
        ]  # fmt: skip
        assert [part.value for part in one.parts] == values
        assert one.why_not or one.value == sum(values)


def test_a_board_sees_no_small_number_and_no_colour_of_one(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    by = quarter.commissioner
    with scope.of(by):
        pack = board.pack(by, SPRING)
        assert [one.key for one in pack.figures] == ["service_reach:referrals_received:1"], "those with a target"
        assert (pack.accepted, pack.expected, pack.threshold) == (1, 1, 4)
        assert pack.figures[0].total == 5 and not pack.figures[0].entries[0].is_hidden
        small = board.pack(by, SPRING, ["standardised_output:needs_met:1"]).figures[0]
    assert (small.total, small.is_hidden, small.entries[0].coloured) == (None, True, None)
    assert small.colours == {"hidden": 1}


def test_the_threshold_of_a_pack_is_the_strictest_agreement(quarter: Quarter) -> None:
    signed_agreement(quarter, threshold=7)
    submit(quarter)
    decide(quarter)
    with scope.of(quarter.commissioner):
        pack = board.pack(quarter.commissioner, SPRING)
    assert pack.threshold == 7 and pack.figures[0].is_hidden and pack.hidden == 2
    assert TOTAL not in pack.offered


OTHER = "00000000-0000-4000-8000-000000000002"


def test_a_pack_of_one_contract_hides_what_the_pack_of_all_hides(quarter: Quarter, monkeypatch: Any) -> None:
    """Else the small number of another contract would be the total without it."""
    submit(quarter)
    decide(quarter)
    by, real = quarter.commissioner, totals.every
    small: dict[str, Any] = {"return_uid": OTHER, "contract_uid": OTHER, "value": 3, "n": 3}

    def every_(by: Any, said: Filter) -> tuple[Total, ...]:
        found = [one for one in real(by, said) if one.same.measure == "referrals_received" and not one.same.code]
        two = [*found[0].parts, replace(found[0].parts[0], **small)]
        return (replace(found[0], parts=tuple(two[:1] if said.contract else two), value=5 if said.contract else 8),)

    monkeypatch.setattr(totals, "every", every_)
    with scope.of(by):
        of_all = board.pack(by, SPRING).figures[0]
        of_one = board.pack(by, replace(SPRING, contract=str(quarter.contract.uid))).figures[0]
    assert (of_all.total, [entry.is_hidden for entry in of_all.entries]) == (8, [True, True])
    assert (of_one.total, of_one.is_hidden, [entry.is_hidden for entry in of_one.entries]) == (None, True, [True])


class TestTheInbox:
    def places(self, quarter: Quarter, by: Any = None, said: Filter | None = None) -> dict[str, int]:
        by = by or quarter.commissioner
        with scope.of(by):
            found = inbox.counts(inbox.rows(by, said or Filter()))
        return {place: many for place, many in found.items() if many}

    def test_a_return_stands_in_one_place_after_another(self, quarter: Quarter) -> None:
        assert self.places(quarter) == {"expected": 1}
        submit(quarter)
        assert self.places(quarter) == {"waiting": 1}
        decide(quarter, reason="Look again")
        assert self.places(quarter) == {"rejected": 1}
        submit(quarter)
        decide(quarter)
        assert self.places(quarter) == {"accepted": 1}
        with scope.of(quarter.commissioner):
            reopening.reopen(by=quarter.commissioner, return_uid=quarter.uid, reason="Counted twice")
            (line,) = inbox.page(quarter.commissioner, inbox.rows(quarter.commissioner, Filter()), "again", 1)
        assert (line.place, line.submissions, line.may_chase) == ("again", 2, True)
        assert self.places(quarter) == {"again": 1}

    def test_it_is_found_by_area_provider_round_and_words(self, quarter: Quarter, westborough: Party) -> None:
        assert self.places(quarter, westborough.contract_manager) == {}
        for said in (Filter(area="carers"), Filter(provider="harbour"), SPRING, Filter(words="e-1 harbour spring")):
            assert self.places(quarter, said=said) == {"expected": 1}
        for said in (Filter(area="x"), Filter(provider="anchor"), Filter(round="no"), Filter(words="e-1 nobody")):
            assert self.places(quarter, said=said) == {}
        with scope.of(quarter.commissioner):
            found = inbox.choices(quarter.commissioner)
        assert found.providers == {"harbour": "Harbour Trust"} and list(found.rounds) == [SPRING.round]

    def test_a_page_asks_the_same_few_times_however_long_it_is(
        self, quarter: Quarter, django_assert_num_queries: Any
    ) -> None:
        by = quarter.commissioner
        with scope.of(by), django_assert_num_queries(4):
            found = inbox.rows(by, Filter())
            inbox.counts(found)
            assert len(inbox.page(by, found, "expected", 1)) == 1
