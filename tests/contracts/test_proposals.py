"""Negotiation of what a contract's returns carry, as actions: who may do what, what is refused, and what an agreement leaves."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import proposals, standing
from cairn.contracts.actions import area_outcomes as listing
from cairn.contracts.actions import measures
from cairn.contracts.actions import proposals as actions
from cairn.contracts.models import AgreedMeasure, Contract, MeasureProposal, PaymentTerm, Variation
from cairn.contracts.rules_measures import NewOutcome
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.standing import Rounds, Start
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.conftest import Party

TODAY, NEXT = date(2025, 5, 20), date(2025, 7, 1)
MORE = NewLine("change", "needs_met", reason="More can be done", target=20, measure_class="standardised_output")
NEW = NewLine("add", "people_supported", target=50)
LESS = NewLine("drop", "referrals_unsuccessful", by="unsuccessful_reason", reason="Nobody reads it")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 1, 1), (Start(NEXT, "Summer"),))])


@dataclass
class Table:
    """Both sides at one table."""

    contract: Contract
    buyer: Actor
    lead: Actor
    said: dict[str, Any] = field(default_factory=dict)

    def propose(self, by: Actor, *lines: NewLine, **more: Any) -> Any:
        with scope.of(by):
            given = {"from_date": NEXT, **more}
            return actions.propose(by=by, contract_uid=str(self.contract.uid), lines=lines, **given)

    def do(self, deed: str, by: Actor, row: MeasureProposal, **more: Any) -> Any:
        with scope.of(by):
            now = MeasureProposal.objects.get(pk=row.pk)
            version = {} if deed == "comment" else {"version": now.version}
            return getattr(actions, deed)(by=by, proposal_uid=str(row.uid), **{**version, **more})

    def see(self, by: Actor, row: MeasureProposal) -> Any:
        with scope.of(by):
            return proposals.get(by, str(row.uid))

    def carried(self) -> dict[str, Any]:
        with scope.of(self.buyer):
            return {key[0]: terms for key, terms in proposals.carried(self.contract).items()}


@pytest.fixture
def table(measured: Contract, harbour: Party, eastborough: Party) -> Table:
    return Table(measured, eastborough.contract_manager, harbour.data_lead)


def rules(refused: Any) -> list[str]:
    return [problem.rule for problem in refused.value.problems]


def test_the_other_side_agrees_and_the_contract_carries_it_with_a_dated_variation(table: Table) -> None:
    row = table.propose(table.lead, MORE, NEW, LESS, words="A lighter set").one
    seen = table.see(table.buyer, row)
    assert [(line.label, line.doing) for line in seen.lines] == [
        ("Referrals received", ""), ("Referrals unsuccessful, by why a referral was unsuccessful", "drop"),
        ("Needs met", "change"), ("People supported", "add"),
    ]  # fmt: skip
    assert seen.lines[2].told == ("Its target changes from 10 to 20.",)
    assert (seen.waits_for, seen.waits_for_me, table.see(table.lead, row).waits_for_me) == ("commissioner", True, False)

    table.do("agree", table.buyer, row, words="Good")
    now = table.carried()
    assert (now["needs_met"]["target"], now["people_supported"]["target"]) == ("20", "50")
    assert "referrals_unsuccessful" not in now
    with scope.of(table.lead):
        said = proposals.variations(table.lead, str(table.contract.uid))
    assert [(one.doing, one.reason, one.from_date, one.number) for one in reversed(said)] == [
        ("change", "More can be done", NEXT, 1), ("drop", "Nobody reads it", NEXT, 1),
    ]  # fmt: skip


def test_an_agreed_set_holds_for_rounds_that_begin_on_its_day_and_not_before(table: Table) -> None:
    row = table.propose(table.buyer, MORE, NEW, LESS).one
    table.do("agree", table.lead, row)
    with scope.of(table.lead):
        before = {view.measure: view.target for view in standing.on(table.contract, date(2025, 4, 1))}
        after = {view.measure: view.target for view in standing.on(table.contract, NEXT)}
    assert before == {"referrals_received": None, "referrals_unsuccessful": None, "needs_met": Decimal(10)}
    assert after == {"referrals_received": None, "needs_met": Decimal(20), "people_supported": Decimal(50)}


def test_only_the_other_side_decides_and_a_stranger_finds_nothing(
    table: Table, harbour: Party, westborough: Party
) -> None:
    row = table.propose(table.lead, MORE).one
    for deed, more in (("agree", {}), ("decline", {"words": "No"})):
        with pytest.raises(NotAllowed):
            table.do(deed, table.lead, row, **more)
    with pytest.raises(NotAllowed):
        table.do("withdraw", table.buyer, row)
    with scope.of(westborough.contract_manager), pytest.raises(NotFound):
        proposals.get(westborough.contract_manager, str(row.uid))
    with pytest.raises(NotAllowed):
        table.propose(harbour.support_worker, MORE)
    other = table.do("decline", table.buyer, row, words="Too many").one
    assert (other.state, other.decision_words) == ("declined", "Too many")
    theirs = table.propose(table.buyer, MORE).one
    with pytest.raises(NotAllowed):
        table.do("agree", harbour.service_manager, theirs)


def test_everything_wrong_with_a_set_is_said_at_once(table: Table) -> None:
    sides = {"provider": table.contract.provider, "commissioner": table.contract.commissioner}
    with scope.of(table.buyer):
        PaymentTerm.objects.create(
            contract=table.contract, measure="needs_met", pounds_each=Decimal(5), from_date=date(2025, 1, 1), **sides
        )
    bad = [
        NewLine("add", "needs_met"), NewLine("add", "moon"), NewLine("change", "people_new", reason="Few"),
        NewLine("drop", "referrals_received"), NewLine("change", "needs_met", reason="Few", target=10),
        NewLine("burn", "needs_met"), NewLine("add", "people_new", frequency="daily", level="aggregate"),
        NewLine("drop", "needs_met", reason="Gone"),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        table.propose(table.buyer, *bad, from_date=date(2025, 1, 1), words="x" * 2_001)
    assert rules(refused) == [
        "text.long", "measure.twice", "measure.unknown", "proposal.not_carried", "variation.reason", "proposal.same",
        "proposal.twice", "proposal.doing", "proposal.twice", "measure.frequency", "measure.level_reason",
        "proposal.twice", "measure.paid", "proposal.twice", "proposal.opened",
    ]  # fmt: skip
    for lines, rule in (((), "proposal.none"), ([NEW] * 201, "proposal.many")):
        with pytest.raises(Refused) as refused:
            table.propose(table.lead, *lines)
        assert rules(refused) == [rule]


def test_a_day_must_be_the_first_of_a_round_to_come(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused) as refused:
        table.propose(table.lead, NEW, from_date=date(2025, 7, 2))
    assert rules(refused) == ["proposal.start"]
    row = table.propose(table.lead, NEW).one
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(NEXT)])
    assert "has opened already" in " ".join(table.see(table.buyer, row).moved)
    with pytest.raises(Refused) as late:
        table.do("agree", table.buyer, row)
    assert rules(late) == ["proposal.opened"]
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2027, 12, 1))])
    with pytest.raises(Refused) as none:
        table.propose(table.lead, NEW, instead_of=str(row.uid))
    assert rules(none) == ["proposal.no_round"]
    monkeypatch.setattr(standing, "_knows", [])
    with scope.of(table.lead):
        assert [one.day for one in standing.starts(table.contract)][:2] == [date(2025, 4, 1), NEXT]


def test_a_proposal_whose_ground_has_moved_is_refused_naming_what_changed(table: Table) -> None:
    row = table.propose(table.lead, MORE, NEW, LESS).one
    uid = str(table.contract.uid)
    with scope.of(table.buyer):
        agreed = {one.measure: one for one in AgreedMeasure.objects.filter(contract=table.contract)}
        terms = measures.Terms("standardised_output", "annual")
        at = {"by": table.buyer, "contract_uid": uid, "reason": "By the table", "version": 1}
        measures.change(measure_uid=str(agreed["needs_met"].uid), terms=terms, **at)
        measures.end(measure_uid=str(agreed["referrals_unsuccessful"].uid), **at)
        measures.agree(by=table.buyer, contract_uid=uid, measures=[measures.NewMeasure("people_supported")])
    with pytest.raises(Refused) as refused:
        table.do("agree", table.buyer, row)
    said = [
        problem.message.removeprefix("Since this was proposed the contract has changed. ")
        for problem in refused.value.problems
    ]
    assert said == [
        "“Needs met”: Its frequency changes from every quarter to once a year.", "“People supported” is carried already.",
        "“Referrals unsuccessful, by why a referral was unsuccessful” is no longer carried.",
    ]  # fmt: skip
    assert set(rules(refused)) == {"proposal.stale"}


def test_another_is_put_in_its_place_and_what_differs_is_told(table: Table) -> None:
    first = table.propose(table.lead, MORE, LESS).one
    with pytest.raises(Conflict) as waits:
        table.propose(table.buyer, NEW)
    assert rules(waits) == ["proposal.waits"]

    later = {"from_date": date(2025, 10, 1), "instead_of": str(first.uid)}
    second = table.propose(table.lead, dataclasses.replace(MORE, target=15), NEW, **later).one
    assert table.see(table.buyer, second).differs == (
        "“Referrals unsuccessful, by why a referral was unsuccessful” is no longer proposed to be taken out.",
        "“Needs met”: Its target changes from 20 to 15.", "“People supported” is now proposed to be added.",
        "It would hold from 1 October 2025, not from 1 July 2025.",
    )  # fmt: skip
    assert table.see(table.lead, first).state == "withdrawn"
    third = table.propose(table.buyer, NEW, instead_of=str(second.uid)).one
    assert (table.see(table.lead, second).state, table.see(table.lead, third).number) == ("declined", 3)
    with pytest.raises(Conflict) as moved:
        table.propose(table.buyer, NEW, instead_of=str(first.uid))
    assert rules(moved) == ["proposal.moved"]
    with scope.of(table.lead):
        assert [(one.number, one.state, one.size) for one in proposals.history(table.lead, str(table.contract.uid))] == [
            (3, "open", 1), (2, "declined", 2), (1, "withdrawn", 2),
        ]  # fmt: skip
        assert [one.number for one in proposals.waiting(table.lead)] == [3]
        assert proposals.open_of(table.lead, str(table.contract.uid)) is not None


def test_the_same_form_sent_twice_proposes_and_comments_once(table: Table) -> None:
    uid, other = "6a4f4b1e-0000-4000-8000-000000000001", "6a4f4b1e-0000-4000-8000-000000000002"
    row = table.propose(table.lead, NEW, uid=uid).one
    again = table.propose(table.lead, NEW, uid=uid)
    assert (again.one.pk, again.problems[0].rule) == (row.pk, "uid.again")
    for _ in range(2):
        table.do("comment", table.buyer, row, words="Why so many?", measure="people_supported", uid=other)
    table.do("comment", table.lead, row, words="Because they come")
    seen = table.see(table.lead, row)
    assert [one.words for one in seen.comments] == ["Because they come"]
    assert [one.words for one in seen.lines[-1].comments] == ["Why so many?"]


def test_a_comment_is_about_something_and_a_decided_proposal_is_closed(table: Table) -> None:
    row = table.propose(table.lead, NEW).one
    with pytest.raises(Refused) as refused:
        table.do("comment", table.buyer, row, words=" ", measure="moon")
    assert rules(refused) == ["words.missing", "comment.about"]
    table.do("comment", table.buyer, row, words="This too", measure="needs_met")
    table.do("withdraw", table.lead, row)
    for deed, more in (("comment", {"words": "Late"}), ("agree", {}), ("decline", {"words": "Late"})):
        with pytest.raises(Refused) as closed:
            table.do(deed, table.buyer, row, **more)
        assert "proposal.closed" in rules(closed)
    with pytest.raises(Refused):
        table.do("withdraw", table.lead, row)


def test_two_who_decide_at_once_decide_once(table: Table) -> None:
    row = table.propose(table.lead, NEW).one
    with pytest.raises(Conflict):
        table.do("agree", table.buyer, row, version=9)
    table.do("comment", table.buyer, row, words="A word")  # a comment moves no version
    assert table.do("agree", table.buyer, row, version=1).one.state == "agreed"


def test_undo_puts_the_contract_back_until_a_round_has_opened(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    row = table.propose(table.lead, MORE, NEW, LESS).one
    was = table.carried()
    agreed = table.do("agree", table.buyer, row)
    with scope.of(table.buyer):
        undo(by=table.buyer, event_uid=agreed.event_uid)
    assert (table.carried(), table.see(table.lead, row).state) == (was, "open")
    with scope.of(table.buyer):
        assert not Variation.objects.exists()
    again = table.do("agree", table.buyer, row)
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(NEXT)])
    with scope.of(table.buyer), pytest.raises(Refused) as refused:
        undo(by=table.buyer, event_uid=again.event_uid)
    assert rules(refused) == ["proposal.opened"]


def test_undo_of_a_withdrawal_waits_for_the_proposal_that_was_made_since(table: Table) -> None:
    row = table.propose(table.lead, NEW).one
    withdrawn = table.do("withdraw", table.lead, row)
    second = table.propose(table.lead, NEW)
    with scope.of(table.lead):
        with pytest.raises(Refused) as refused:
            undo(by=table.lead, event_uid=withdrawn.event_uid)
        assert rules(refused) == ["proposal.waits"]
        undo(by=table.lead, event_uid=second.event_uid)
        undo(by=table.lead, event_uid=withdrawn.event_uid)
    assert table.see(table.lead, row).state == "open"


def test_the_commissioners_own_outcome_is_said_by_the_commissioner_and_read_by_both(table: Table) -> None:
    with scope.of(table.buyer):
        one = listing.paste(by=table.buyer, area="carers", outcomes=[NewOutcome("1", "Out more")]).one
    tagged = NewLine("change", "referrals_received", reason="Tell why", area_outcome_uid=str(one.uid))
    with pytest.raises(Refused) as refused:
        table.propose(table.lead, tagged)
    assert rules(refused) == ["measure.outcome"]
    row = table.propose(table.buyer, tagged).one
    [line] = table.see(table.lead, row).changed
    assert line.told == ("It gets an outcome of the commissioner’s list: 1 Out more.",)
    table.do("agree", table.lead, row)
    with scope.of(table.lead):
        [view] = [each for each in standing.on(table.contract, NEXT) if each.measure == "referrals_received"]
        before = [each for each in standing.on(table.contract, TODAY) if each.measure == "referrals_received"]
    assert (view.area_outcome, before[0].area_outcome) == ("1 Out more", "")


@pytest.mark.parametrize("target", [Decimal("NaN"), Decimal("0.333"), Decimal("1E12")])
def test_a_target_is_a_number_that_can_be_kept(table: Table, target: Decimal) -> None:
    lines = [dataclasses.replace(NEW, target=target), dataclasses.replace(MORE, target=target)]
    with pytest.raises(Refused) as refused:
        table.propose(table.lead, *lines)
    assert rules(refused) == ["measure.target", "measure.target"]
