"""What a commissioner publishes, what two of one side change, what a group sends while its anchor lets it go, and what an area is
asked: of two at once each is done whole, or refused in words."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from cairn.access import chain, scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent
from cairn.access.queries import NotFound
from cairn.contracts import standing, template_changes
from cairn.contracts.actions import groups as keeping
from cairn.contracts.actions import proposals, targets, template_replies, templates
from cairn.contracts.actions.targets import NewTarget
from cairn.contracts.actions.templates import Decision
from cairn.contracts.models import (
    AgreedMeasure,
    Contract,
    Group,
    GroupReport,
    MeasureProposal,
    TemplateChange,
    TemplateReply,
    Variation,
)
from cairn.contracts.rules_groups import NewGroup
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.rules_templates import TemplateLine
from cairn.contracts.standing import Rounds, Start
from cairn.intake import group_links, rules_telling, telling
from cairn.intake.actions import group_links as linking
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.presentation.own.words import every
from cairn.returns import uses
from cairn.returns.actions import reopening
from cairn.returns.actions import uses as saying
from cairn.returns.models import DataUse, DataUseOf
from tests.concurrency.racing import MEETINGS, Work, alone, race, was_done
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.contracts.conftest import contract as contract
from tests.contracts.conftest import measured as measured
from tests.returns.conftest import Quarter, _today, anchor, quarter
from tests.returns.test_submitting import decide, submit
from tests.returns.test_uses import SPRING, read

pytestmark = pytest.mark.django_db(transaction=True)
raced = pytest.mark.parametrize("meeting", MEETINGS)
__all__ = ["_today", "anchor", "quarter"]
NEXT, UNDO = date(2025, 10, 1), "access.deed_undone"


def publish(quarter: Quarter, words: str, uid: str = "") -> Work:
    by = quarter.commissioner
    told = {"kind": "publication", "where": "Annual report", "used_date": date(2025, 7, 9), "round_key": SPRING}
    return by, lambda: saying.tell(by=by, words=words, uid=uid, **told)  # type: ignore[arg-type]


@pytest.fixture
def accepted(quarter: Quarter) -> Quarter:
    submit(quarter)
    decide(quarter)
    return quarter


def published(quarter: Quarter) -> set[str]:
    return {use.words for use in read(quarter)["needs_met"].uses if use.kind == "publication"}


@raced
@pytest.mark.parametrize("other", ["undo", "take back", "publish", "read"])
def test_a_publication_is_undone_while_somebody_else(
    accepted: Quarter, other: str, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undoes it too, takes it back, publishes another, or reads as its provider."""
    by = accepted.commissioner
    made = alone(publish(accepted, "First"))
    ways: dict[str, Work] = {
        "undo": (by, lambda: undo(by=by, event_uid=made.event_uid)),
        "take back": (by, lambda: saying.take_back(by=by, use_uid=str(made.one.uid))),
        "publish": publish(accepted, "Second"),
        "read": (accepted.lead, lambda: published(accepted)),
    }
    found = race(monkeypatch, meeting, UNDO, ways["undo"], ways[other])
    assert published(accepted) == ({"Second"} if other == "publish" else set())
    with scope.of(by):
        told = uses.told(by)
        assert [(one.words, one.returns, one.providers) for one in told] == [("Second", 1, 1)] * (other == "publish")
        assert DataUseOf.objects.count() == DataUse.objects.count()
        assert AuditEvent.objects.filter(undoes=made.event_uid).count() == was_done(found[0]) + (
            other == "undo" and was_done(found[1])
        )
        assert not chain.verify(by.organisation_id)
    assert was_done(found[0]) + was_done(found[1]) == (1 if other in ("undo", "take back") else 2), found


def test_who_reads_meanwhile_reads_what_stands_and_nothing_that_was_undone(accepted: Quarter) -> None:
    """Two publish and undo in turns, one publication stands all the while, and their provider reads on and on."""
    by, stop, seen = accepted.commissioner, threading.Event(), list[str]()
    alone(publish(accepted, "Stands"))
    undone: set[str] = set()

    def reader() -> None:
        while not stop.is_set():
            gone = set(undone)  # before it begins to read
            there = published(accepted)
            if gone & there or "Stands" not in there:
                seen.append(f"{gone & there} shown, {there} there")
            with scope.of(by):
                seen.extend(one.words for one in uses.told(by) if not (one.returns and one.providers))

    def writer(name: str) -> None:
        for turn in range(5):
            made = publish(accepted, f"{name} {turn}")[1]()
            undo(by=by, event_uid=made.event_uid)
            undone.add(f"{name} {turn}")

    reading = threading.Thread(target=lambda: alone((accepted.lead, reader)))
    writing = [threading.Thread(target=lambda name=name: alone((by, lambda: writer(name)))) for name in ("A", "B")]
    with clock.fixed(clock.now()):
        for thread in (reading, *writing):
            thread.start()
        for thread in writing:
            thread.join(60)
        stop.set()
        reading.join(60)
    assert not seen, seen
    assert len(undone) == 10 and published(accepted) == {"Stands"}


@raced
def test_one_form_of_a_publication_sent_twice_is_one(
    accepted: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = str(uuid4())
    race(monkeypatch, meeting, "returns.use_told", publish(accepted, "Once", uid), publish(accepted, "Once", uid))
    with scope.of(accepted.commissioner):
        assert DataUse.objects.filter(place="told").count() == 1
    assert published(accepted) == {"Once"}


@raced
def test_a_publication_of_a_return_that_is_just_being_opened_again(
    accepted: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It draws on something, or is refused; never on nothing."""
    by = accepted.commissioner
    opening: Work = by, lambda: reopening.reopen(by=by, return_uid=accepted.uid, reason="Counted twice")
    found = race(monkeypatch, meeting, "returns.use_told", publish(accepted, "Told"), opening)
    assert was_done(found[1]), found
    with scope.of(by):
        assert len(uses.told(by)) == DataUse.objects.filter(place="told").count() == was_done(found[0])


def rating(by: Actor, contract: Contract, target: int, version: int | None) -> Work:
    uid = str(contract.uid)
    return by, lambda: targets.rate(
        by=by, contract_uid=uid, measure="needs_met", new=NewTarget(Decimal(target)), reason="More", version=version
    )


@raced
@pytest.mark.parametrize("looked", [True, False])
def test_two_change_one_target(quarter: Quarter, looked: bool, meeting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the version that both read, or as a program that sends none."""
    by, uid = quarter.commissioner, {"contract": quarter.contract, "measure": "needs_met"}
    with scope.of(by):
        version = AgreedMeasure.objects.get(**uid).version if looked else None
    two = [rating(by, quarter.contract, target, version) for target in (20, 30)]
    found = race(monkeypatch, meeting, "contracts.rating_agreed", *two)
    done = [20 * was_done(found[0]), 30 * was_done(found[1])]
    with scope.of(by):
        said = list(Variation.objects.filter(**uid).order_by("pk"))
        assert AgreedMeasure.objects.get(**uid).target in done
    assert len(said) == sum(map(bool, done)) and all(a.after == b.before for a, b in pairwise(said))
    assert not looked or sum(map(bool, done)) == 1, found


@raced
def test_a_target_is_changed_while_another_is_agreed(
    quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 7, 10), (Start(NEXT, "Autumn"),))])
    line = NewLine("change", "needs_met", reason="More can be done", target=40)
    by, lead, uid = quarter.commissioner, quarter.lead, str(quarter.contract.uid)
    with scope.of(lead):
        made = proposals.propose(by=lead, contract_uid=uid, lines=[line], from_date=NEXT).one
    agreeing: Work = by, lambda: proposals.agree(by=by, proposal_uid=str(made.uid), version=made.version)
    found = race(monkeypatch, meeting, "contracts.proposal_agreed", agreeing, rating(by, quarter.contract, 20, None))
    with scope.of(by):
        now = AgreedMeasure.objects.get(contract=quarter.contract, measure="needs_met").target
        state = MeasureProposal.objects.get().state
    assert was_done(found[0]) + was_done(found[1]) >= 1
    assert state == ("agreed" if was_done(found[0]) else "open")
    assert now in {40 if was_done(found[0]) else None, 20 if was_done(found[1]) else None} - {None}


@raced
def test_a_proposal_is_agreed_while_its_side_withdraws_it(
    quarter: Quarter, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 7, 10), (Start(NEXT, "Autumn"),))])
    line = NewLine("change", "needs_met", reason="More can be done", target=40)
    by, lead, uid = quarter.commissioner, quarter.lead, str(quarter.contract.uid)
    with scope.of(lead):
        made = proposals.propose(by=lead, contract_uid=uid, lines=[line], from_date=NEXT).one
    given: dict[str, Any] = {"proposal_uid": str(made.uid), "version": made.version}
    found = race(
        monkeypatch, meeting, "contracts.proposal_agreed", (by, lambda: proposals.agree(by=by, **given)),
        (lead, lambda: proposals.withdraw(by=lead, **given)),
    )  # fmt: skip
    assert was_done(found[0]) != was_done(found[1]), found
    with scope.of(by):
        assert MeasureProposal.objects.get().state == ("agreed" if was_done(found[0]) else "withdrawn")
        assert Variation.objects.count() == was_done(found[0])


@raced
def test_a_group_is_let_go_while_its_link_is_used(
    harbour: Party, eastborough: Party, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it sends is there and was sent before, or is refused as by a link that has ended."""
    by = harbour.data_lead
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        pot = a_contract(eastborough.contract_manager, has_small_grants=True)
        with scope.of(by):
            group = keeping.add(by=by, contract_uid=pot.uid, new=[NewGroup("Tea", date(2025, 1, 2))]).one
            period = Period.parse("2025-Q2")
            made = linking.make(by=by, group_uids=[group.uid], period=period, languages=[*every()]).one
        row = group_links.by_token(made.token)
        telling.keep(row, rules_telling.heard({"heads": "61"}, [], telling.helps()))
        found = race(
            monkeypatch, meeting, "contracts.group_told", (telling._actor(row), lambda: telling.send(row)),
            (by, lambda: keeping.leave(by=by, group_uid=group.uid)),
        )  # fmt: skip
        assert was_done(found[1]), found
        with scope.of(by):
            assert Group.objects.get().left_date == date(2025, 7, 10)
            assert GroupReport.objects.count() == was_done(found[0])
        assert was_done(found[0]) or isinstance(found[0], NotFound)
        assert meeting != "before" or not was_done(found[0])


LINES = (TemplateLine("change", "needs_met", reason="The person says so", differently=True, frequency="annual"),)
CLOSES, AFTER = date(2025, 6, 10), date(2025, 6, 11)


@pytest.fixture
def asked(measured: Contract, harbour: Party, eastborough: Party, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A change that the area is asked about, and its reply's uid; on the last day of replies."""
    monkeypatch.setattr(clock, "today", lambda: date(2025, 5, 20))
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 1, 1))])
    by = eastborough.contract_manager
    with scope.of(by):
        row = templates.draft(by=by, area="carers", title="One way", words="Like with like", lines=LINES).one
        templates.consult(by=by, change_uid=str(row.uid), replies_until_date=CLOSES, version=row.version)
        reply = str(TemplateReply.objects.get().uid)
    monkeypatch.setattr(clock, "today", lambda: CLOSES)
    return str(row.uid), reply


@raced
@pytest.mark.parametrize("what", ["decide", "withdraw"])
def test_a_change_is_decided_while_a_reply_is_being_sent(
    asked: tuple[str, str], harbour: Party, eastborough: Party, what: str, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply is sent at a second to twelve, the decision made at a second past: an objection is read before it is decided, or
    was not taken."""
    uid, reply = asked
    by, lead = eastborough.contract_manager, harbour.data_lead
    with scope.of(by):
        version = template_changes.find(by, uid).version
    given: dict[str, Any] = {"by": by, "change_uid": uid, "version": version}

    def end() -> Any:
        if what == "withdraw":
            return templates.withdraw(**given, words="There is no money for it.")
        monkeypatch.setattr(clock, "today", lambda: AFTER)
        return templates.decide(**given, decision=Decision("go_ahead", "Most agreed", date(2025, 10, 1)))

    objecting: Work = (
        lead,
        lambda: template_replies.reply(by=lead, reply_uids=[reply], stance="against", words="Too much"),
    )
    found = race(monkeypatch, meeting, "contracts.template_replied", objecting, (by, end))
    with scope.of(by):
        change, now = TemplateChange.objects.get(), TemplateReply.objects.get()
        assert (now.stance == "against") == was_done(found[0])
        assert (change.state != "consulting") == was_done(found[1])
        both = was_done(found[0]) and was_done(found[1])
        assert not (both and what == "decide"), "an objection that nobody answered stands beside a decision"
    assert was_done(found[0]) + was_done(found[1]) >= 1


def test_an_objection_that_comes_in_as_it_is_decided(
    asked: tuple[str, str], harbour: Party, eastborough: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written after the decision was looked at and before it is made: it must be answered first."""
    uid, reply = asked
    by, lead, problems = eastborough.contract_manager, harbour.data_lead, templates.decide_problems

    def looked(*given: Any) -> Any:
        found = problems(*given)
        monkeypatch.setattr(clock, "today", lambda: CLOSES)
        alone((lead, lambda: template_replies.reply(by=lead, reply_uids=[reply], stance="against", words="Too much")))
        monkeypatch.setattr(clock, "today", lambda: AFTER)
        return found

    monkeypatch.setattr(templates, "decide_problems", looked)
    monkeypatch.setattr(clock, "today", lambda: AFTER)
    with scope.of(by), pytest.raises(Refused) as refused:
        templates.decide(
            by=by, change_uid=uid, decision=Decision("go_ahead", "Most agreed", date(2025, 10, 1)),
            version=template_changes.find(by, uid).version,
        )  # fmt: skip
    assert [one.rule for one in refused.value.problems] == ["template.unanswered"]
    with scope.of(by):
        assert TemplateChange.objects.get().state == "consulting"
