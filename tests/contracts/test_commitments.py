"""What a bid promised: pasted, matched, kept for ever; changed or ended only with a dated reason."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import commitments
from cairn.contracts.actions import commitments as actions
from cairn.contracts.actions import measures
from cairn.contracts.commitments import NewCommitment, read_list
from cairn.contracts.models import AgreedMeasure, Contract, Variation
from cairn.kernel.problems import Refused
from tests.conftest import Party

LIST = "• 40 carers a quarter\n\n2 walks a week\n- 30 homes decluttered"
DAY = date(2025, 7, 1)


def entered(contract: Contract, party: Party, role: str = "contract_manager", text: str = LIST) -> Any:
    by = getattr(party, role)
    with scope.of(by):
        return actions.enter(by=by, contract_uid=str(contract.uid), new=read_list(text), source="Bid, page 12")


def rules(refused: Any) -> list[str]:
    return [problem.rule for problem in refused.value.problems]


def test_a_list_is_pasted_one_a_line_and_each_wrong_line_is_told(contract: Contract, eastborough: Party) -> None:
    assert [one.words for one in entered(contract, eastborough).items] == [
        "40 carers a quarter", "2 walks a week", "30 homes decluttered",
    ]  # fmt: skip
    bad = f"2 walks a WEEK\nnew\nnew\n{'x' * 501}"
    for text, wrong in ((" \n", ["commitments.none"]), ("\n".join(map(str, range(201))), ["commitments.many"]),
                        (bad, ["commitment.twice", "commitment.twice", "commitment.long"])):  # fmt: skip
        with pytest.raises(Refused) as refused:
            entered(contract, eastborough, text=text)
        assert rules(refused) == wrong
    assert read_list("·  ") == ()
    assert read_list("- a\n\n* b") == (NewCommitment("a", 1), NewCommitment("b", 3))


def test_what_nothing_measures_is_a_list_on_both_sides(
    measured: Contract, harbour: Party, eastborough: Party, westborough: Party
) -> None:
    first, second, _ = entered(measured, harbour, "data_lead").items
    buyer, lead = eastborough.contract_manager, harbour.data_lead
    with scope.of(buyer):
        actions.match(by=buyer, commitment_uid=str(first.uid), measure="needs_met:", version=1)
        with pytest.raises(Refused) as refused:
            actions.match(by=buyer, commitment_uid=str(second.uid), measure="moon:", version=1)
    assert rules(refused) == ["commitment.measure"]
    for by in (buyer, lead):
        with scope.of(by):
            assert [one.words for one in commitments.unmeasured(by)] == ["2 walks a week", "30 homes decluttered"]
            assert commitments.of(by, str(measured.uid))[0].label == "Needs met"
    with scope.of(westborough.contract_manager), pytest.raises(NotFound):
        commitments.get(westborough.contract_manager, str(first.uid))
    with scope.of(harbour.support_worker), pytest.raises(NotAllowed):
        actions.match(by=harbour.support_worker, commitment_uid=str(second.uid), measure="", version=1)


def test_a_measure_that_is_taken_out_leaves_its_promise_unmeasured_with_the_reason(
    measured: Contract, eastborough: Party
) -> None:
    first = entered(measured, eastborough).items[0]
    by = eastborough.contract_manager
    with scope.of(by):
        actions.match(by=by, commitment_uid=str(first.uid), measure="needs_met:", version=1)
        row = AgreedMeasure.objects.get(measure="needs_met")
        terms = measures.Terms("standardised_output", "annual")
        at = {"by": by, "contract_uid": str(measured.uid), "measure_uid": str(row.uid)}
        measures.change(terms=terms, reason="By the table", version=1, **at)
        done = measures.end(reason="Asked elsewhere", version=2, **at)
        said = commitments.get(by, str(first.uid))
        assert (said.is_unmeasured, [(one.told, one.reason) for one in said.changes]) == (True, [
            ("“Needs met”: Its frequency changes from every quarter to once a year.", "By the table"),
            ("“Needs met” is carried no more, so nothing measures it.", "Asked elsewhere"),
        ])  # fmt: skip
        undo(by=by, event_uid=done.event_uid)
        assert commitments.get(by, str(first.uid)).is_measured


def test_a_promise_changes_and_ends_with_a_dated_reason_and_its_words_stay(
    contract: Contract, harbour: Party, eastborough: Party
) -> None:
    uid, by = str(entered(contract, eastborough).items[0].uid), eastborough.contract_manager
    at = {"by": by, "commitment_uid": uid, "from_date": DAY}
    with scope.of(by):
        actions.vary(doing="change", words="30 carers a quarter", reason="Fewer live here", version=1, **at)
        with pytest.raises(Conflict):
            actions.vary(doing="drop", reason="Gone", version=9, **at)
        dropped = actions.vary(doing="drop", reason="The hall closed", version=1, **at)
        said = commitments.get(by, uid)
        assert (said.words, said.now, said.ended_date, said.is_unmeasured) == (
            "40 carers a quarter", "30 carers a quarter", DAY, False,
        )  # fmt: skip
        assert [(one.told, one.reason, one.from_date) for one in said.changes] == [
            ("Now: 30 carers a quarter", "Fewer live here", DAY), ("No longer promised.", "The hall closed", DAY),
        ]  # fmt: skip
        for deed in (lambda: actions.vary(doing="drop", reason="Moved", version=2, **at),
                     lambda: actions.match(by=by, commitment_uid=uid, measure="", version=2)):  # fmt: skip
            with pytest.raises(Refused) as refused:
                deed()
            assert rules(refused) == ["commitment.ended"]
        undo(by=by, event_uid=dropped.event_uid)
        assert (commitments.get(by, uid).is_open, Variation.objects.count()) == (True, 1)
    with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
        actions.vary(doing="drop", reason="Moved", version=1, **{**at, "by": harbour.data_lead})
    with scope.of(harbour.system), pytest.raises(NotFound):
        actions.vary(doing="drop", reason="Moved", version=1, **{**at, "by": harbour.system})


def test_everything_wrong_with_a_change_is_said_at_once(contract: Contract, eastborough: Party) -> None:
    uid, by = str(entered(contract, eastborough).items[0].uid), eastborough.contract_manager
    at = {"by": by, "commitment_uid": uid, "version": 1}
    found = []
    with scope.of(by):
        for doing, words in (("burn", ""), ("change", "40 carers a quarter"), ("change", "x" * 501)):
            with pytest.raises(Refused) as refused:
                actions.vary(doing=doing, words=words, reason=" ", from_date=date(1700, 1, 1), **at)
            found.append(rules(refused))
    assert [one[0] for one in found] == ["commitment.doing", "commitment.same", "text.long"]
    assert all("variation.reason" in one and len(one) == 3 for one in found)
