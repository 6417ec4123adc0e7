"""A change for a whole area, as actions: asked about, replied to, decided with a round of lead time, revoked before it begins."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.contracts import breaks, proposals, standing, template_changes
from cairn.contracts.actions import measures, template_replies, templates
from cairn.contracts.actions.templates import Decision
from cairn.contracts.models import AgreedMeasure, Contract, MeasureProposal, PaymentTerm, TemplateReply, Variation
from cairn.contracts.rules_templates import TemplateLine
from cairn.contracts.standing import Rounds
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.presentation import template_changes as words
from tests.conftest import Party
from tests.contracts.conftest import a_contract

ASKED, CLOSES, AFTER = date(2025, 5, 20), date(2025, 6, 10), date(2025, 6, 11)
START = date(2025, 10, 1)
MET = TemplateLine("change", "needs_met", reason="The person says so", differently=True, frequency="annual")
NEW = TemplateLine("add", "people_supported")
GONE = TemplateLine("drop", "referrals_unsuccessful", by="unsuccessful_reason", reason="Nobody reads it")
LINES = (MET, NEW, GONE)


@dataclass
class Area:
    """The carers' area: one contract that carries all, and one that carries nothing."""

    full: Contract
    bare: Contract
    buyer: Actor
    lead: Actor
    patch: pytest.MonkeyPatch

    def on(self, day: date) -> None:
        self.patch.setattr(clock, "today", lambda: day)

    def draft(self, *lines: TemplateLine, **more: Any) -> Any:
        with scope.of(self.buyer):
            given = {"area": "carers", "title": "One way", "words": "Like with like", **more}
            return templates.draft(by=self.buyer, lines=lines or LINES, **given).one

    def ask(self, *lines: TemplateLine) -> str:
        row = self.draft(*lines)
        self.do("consult", row.uid, replies_until_date=CLOSES)
        return str(row.uid)

    def do(self, deed: str, uid: Any, **more: Any) -> Any:
        with scope.of(self.buyer):
            version = template_changes.find(self.buyer, str(uid)).version
            return getattr(templates, deed)(by=self.buyer, change_uid=str(uid), **{"version": version, **more})

    def reply(self, uid: str, stance: str = "agree", said: str = "", **more: Any) -> Any:
        with scope.of(self.lead):
            rows = TemplateReply.objects.filter(change__uid=uid, provider_id=self.lead.organisation_id)
            uids = [str(row.uid) for row in rows]
            return template_replies.reply(by=self.lead, reply_uids=uids, stance=stance, words=said, **more)

    def decide(self, uid: str, decision: str = "go_ahead", **more: Any) -> Any:
        given = {"words": "Most agreed", "from_date": START, **more}
        return self.do("decide", uid, decision=Decision(decision, **given))

    def carried(self, contract: Contract, day: date | None = None) -> dict[str, str]:
        """Each measure with how often it is told: as it stands, or as a round that begins on a day carries it."""
        with scope.of(self.buyer):
            if day:
                return {one.measure: one.frequency for one in standing.on(contract, day)}
            return {key[0]: terms["frequency"] for key, terms in proposals.carried(contract).items()}

    def variations(self) -> list[tuple[str, str]]:
        with scope.of(self.buyer):
            rows = Variation.objects.filter(contract=self.full).order_by("pk")
            return list(rows.values_list("measure", "reason"))


@pytest.fixture
def area(measured: Contract, harbour: Party, eastborough: Party, monkeypatch: pytest.MonkeyPatch) -> Area:
    monkeypatch.setattr(clock, "today", lambda: ASKED)
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 1, 1))])
    bare = a_contract(eastborough.contract_manager, reference="E-2", title="Staying in")
    return Area(measured, bare, eastborough.contract_manager, harbour.data_lead, monkeypatch)


def rules(refused: Any) -> list[str]:
    return [problem.rule for problem in refused.value.problems]


def test_what_is_decided_holds_from_its_round_and_nothing_before(area: Area) -> None:
    uid = area.ask()
    area.reply(uid, "change", "Later, please", minutes=40)
    before = area.carried(area.full)
    area.on(AFTER)
    area.decide(uid, answer_to_rest="It is the autumn")
    assert area.carried(area.full, date(2025, 7, 1)) == before == area.carried(area.full, date(2025, 1, 1))
    late = a_contract(area.buyer, reference="E-3", title="Set up since")
    with scope.of(area.buyer):
        assert template_changes.unasked(area.buyer, template_changes.get(area.buyer, uid)) == 1
    assert area.carried(late) == {}
    now = {"referrals_received": "quarterly", "needs_met": "annual", "people_supported": "quarterly"}
    assert area.carried(area.full, START) == now
    assert area.carried(area.bare, START) == {"people_supported": "quarterly"}
    assert area.variations() == [(line.measure, line.reason) for line in (MET, GONE)]
    with scope.of(area.lead):
        (asked, other) = template_changes.of_contract(area.lead, str(area.full.uid)) + template_changes.others(
            area.lead, template_changes.of_contract(area.lead, str(area.full.uid))[0]
        )
        assert (asked.reply.answer, other.reply.reference) == ("It is the autumn", "E-2")
        assert template_changes.all_stances(asked) == {"agree": 0, "change": 2, "against": 0, "": 0}
        told = [one for line in proposals.get(area.lead, asked.reply.proposal_uid).lines for one in line.told]
        seen = proposals.variations(area.lead, str(area.full.uid))
        assert {one.doing: one.said for one in breaks.of_contract(area.full.pk)} == {
            "change": "measured differently from October 2025 on",
            "add": "new from October 2025 on", "drop": "taken out from October 2025 on",
        }  # fmt: skip
    assert any("measured differently" in said for said in told)
    assert {one.number for one in seen} == {1} and any(
        "measured differently" in said for one in seen for said in one.told
    )


def test_each_contract_is_shown_what_it_would_mean_before_anybody_is_asked(area: Area) -> None:
    row = area.draft()
    with scope.of(area.buyer):
        found = template_changes.effects(area.buyer, str(row.uid))
        (change,) = template_changes.every(area.buyer)
    assert [(one.reference, one.carries, one.would_carry, len(one.lines)) for one in found] == [
        ("E-1", 3, 3, 3), ("E-2", 0, 1, 1),
    ]  # fmt: skip
    assert all(one.minutes_after is None for one in found) and found[1].items_after > found[1].items_before
    assert words.summary(found).sentences[0] == "It touches 2 of 2 contracts."
    assert (change.state, change.lines, change.goes_ahead, change.since) == ("draft", LINES, False, "")
    assert [words.line(line).breaks for line in change.lines] == [True, False, False]
    with scope.of(area.lead):
        assert template_changes.asked_of(area.lead) == () and not template_changes.visible_to(area.lead).exists()


def test_a_draft_is_changed_put_back_or_given_up(area: Area) -> None:
    row = area.draft(uid="6a0dbb5e-5d2b-4bc1-9d3f-9e0c6c3a1b11")
    assert area.draft(uid="6a0dbb5e-5d2b-4bc1-9d3f-9e0c6c3a1b11").pk == row.pk, "sent twice, it stands once"
    area.draft(NEW, change_uid=str(row.uid), version=row.version)
    with pytest.raises(Conflict):
        area.draft(MET, change_uid=str(row.uid), version=row.version)
    with scope.of(area.buyer):
        gone = templates.drop(by=area.buyer, change_uid=str(row.uid))
        assert not template_changes.visible_to(area.buyer).exists()
        undo(by=area.buyer, event_uid=gone.event_uid)
        assert template_changes.get(area.buyer, str(row.uid)).lines == (NEW,)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"area": "nowhere"}, "area.unknown"),
        ({"title": ""}, "words.missing"),
        ({"area": "refugees_and_migration"}, "template.nobody"),
    ],
)
def test_a_draft_that_says_too_little_is_not_kept(area: Area, said: dict[str, str], found: str) -> None:
    with pytest.raises(Refused) as refused:
        area.draft(**said)
    assert found in rules(refused)


def test_replies_are_taken_for_two_weeks_and_until_the_day_has_passed(area: Area) -> None:
    row = area.draft()
    with pytest.raises(Refused) as early:
        area.do("consult", row.uid, replies_until_date=date(2025, 5, 30))
    area.do("consult", row.uid, replies_until_date=CLOSES)
    area.on(CLOSES)
    done = area.reply(str(row.uid), "against", "Too much", minutes=90)
    with scope.of(area.lead):
        undo(by=area.lead, event_uid=done.event_uid)
        assert {one.reply.stance for one in template_changes.waiting(area.lead)} == {""}
    again = area.reply(str(row.uid), "agree")
    with pytest.raises(Refused) as open_:
        area.decide(str(row.uid))
    area.on(AFTER)
    with pytest.raises(Refused) as closed:
        area.reply(str(row.uid), "against", "After all")
    with pytest.raises(Refused) as back, scope.of(area.lead):
        undo(by=area.lead, event_uid=again.event_uid)
    assert [rules(each) for each in (early, open_, closed, back)] == [
        ["template.until"], ["template.open"], ["reply.closed"], ["reply.closed"],
    ]  # fmt: skip
    with scope.of(area.buyer):
        (change,) = template_changes.to_decide(area.buyer)
        replies = template_changes.replies(area.buyer, change.uid)
    assert template_changes.stances(replies) == {"agree": 2, "change": 0, "against": 0, "": 0}
    assert words.replied(replies) == "For 2 of 2 contracts there is a reply: 2 agree."


def test_a_decision_needs_its_reason_its_answers_and_a_whole_round_of_time(area: Area) -> None:
    uid = area.ask()
    area.reply(uid, "against", "Too much", minutes=10)
    area.on(AFTER)
    with pytest.raises(Refused) as bare:
        area.decide(uid, words=" ", from_date=date(2025, 7, 1))
    assert rules(bare) == ["words.missing", "template.unanswered", "template.lead"]
    assert "1 October 2025" in bare.value.problems[2].fix
    with pytest.raises(Refused) as strange:
        area.decide(uid, "go_ahead_changed", lines=(TemplateLine("add", "needs_part_met"),), answer_to_rest="So be it")
    assert rules(strange) == ["template.not_asked"]
    with scope.of(area.buyer):
        for one in template_changes.replies(area.buyer, uid):
            templates.answer(by=area.buyer, reply_uid=one.uid, words="We heard you", version=one.version)
    area.decide(uid, "go_ahead_changed", lines=(MET,))
    with pytest.raises(Refused) as again:
        area.decide(uid)
    assert rules(again) == ["template.state"]
    assert "people_supported" not in area.carried(area.full)


def test_of_two_who_decide_at_once_one_is_the_second(area: Area) -> None:
    uid = area.ask()
    area.on(AFTER)
    with pytest.raises(Conflict):
        area.do("decide", uid, decision=Decision("not_now", "Not now"), version=1)
    area.decide(uid, "not_now", from_date=None)
    with scope.of(area.buyer):
        found = template_changes.get(area.buyer, uid)
        assert not MeasureProposal.objects.exists() and (found.goes_ahead, found.from_date) == (False, None)
    with pytest.raises(Refused) as nothing:
        area.do("revoke", uid, words="It was nothing")
    assert rules(nothing) == ["template.none"]


def test_what_is_paid_for_cannot_go_and_what_touches_nobody_is_no_decision(area: Area) -> None:
    drop = TemplateLine("drop", "needs_met", reason="Nobody reads it")
    uid = area.ask(drop)
    sides = {"provider": area.full.provider, "commissioner": area.full.commissioner}
    with scope.of(area.buyer):
        term = PaymentTerm.objects.create(
            contract=area.full, measure="needs_met", pounds_each=10, from_date=date(2025, 1, 1), **sides
        )
        (effect, _) = template_changes.effects(area.buyer, uid)
        assert effect.paid == ("Needs met",) and words.summary([effect]).paid == ("E-1: Needs met",)
    area.on(AFTER)
    with pytest.raises(Refused) as paid:
        area.decide(uid)
    assert rules(paid) == ["measure.paid"] and paid.value.problems[0].message.startswith("E-1: ")
    with scope.of(area.buyer):
        PaymentTerm.objects.filter(pk=term.pk).delete()
        AgreedMeasure.objects.filter(measure="needs_met").delete()
    with pytest.raises(Refused) as nobody:
        area.decide(uid)
    assert rules(nobody) == ["template.nobody"]


def test_a_decision_is_revoked_before_its_day_and_every_contract_is_what_it_was(area: Area) -> None:
    uid = area.ask()
    before = area.carried(area.full)
    area.on(AFTER)
    area.decide(uid)
    area.do("revoke", uid, words="A law has changed")
    assert area.carried(area.full) == before == area.carried(area.full, START) and area.carried(area.bare) == {}
    assert len(area.variations()) == 5, "each that went or changed, and each of the three on its way back"
    with scope.of(area.lead):
        assert breaks.of_contract(area.full.pk) == ()
        assert template_changes.waiting(area.lead)[0].change.revoked_words == "A law has changed"
    area.on(ASKED)
    late = area.ask(TemplateLine("change", "needs_met", reason="Like so", differently=True))
    area.on(date(2025, 7, 1))
    area.decide(late, from_date=date(2026, 1, 1))
    area.on(date(2026, 1, 1))
    with pytest.raises(Refused) as begun:
        area.do("revoke", late, words="Too late")
    assert rules(begun) == ["template.in_force"]


def test_what_was_changed_meanwhile_stays_when_a_decision_is_revoked(area: Area) -> None:
    same = TemplateLine("change", "referrals_received", reason="Like so", differently=True)
    uid = area.ask(*LINES, same)
    area.on(AFTER)
    area.decide(uid)
    with scope.of(area.buyer):
        AgreedMeasure.objects.filter(measure="people_supported", contract=area.full).delete()
        AgreedMeasure.objects.filter(measure="needs_met").delete()
        again = measures.NewMeasure("referrals_unsuccessful", by="unsuccessful_reason", frequency="annual")
        measures.agree(by=area.buyer, contract_uid=str(area.full.uid), measures=[again])
    area.do("revoke", uid, words="A law has changed")
    assert area.carried(area.full) == {"referrals_received": "quarterly", "referrals_unsuccessful": "annual"}
    with scope.of(area.buyer):
        back = proposals.variations(area.buyer, str(area.full.uid))[0]
        assert back.reason == "Revoked before it began: A law has changed"


def test_an_open_question_is_withdrawn_with_its_reason(area: Area) -> None:
    uid = area.ask()
    with pytest.raises(Refused) as bare:
        area.do("withdraw", uid, words="")
    area.do("withdraw", uid, words="The money is gone")
    with pytest.raises(Refused) as late:
        area.reply(uid)
    assert (rules(bare), rules(late)) == (["words.missing"], ["reply.closed"])
    with scope.of(area.buyer):
        (one, _) = template_changes.replies(area.buyer, uid)
        with pytest.raises(Refused) as answered:
            templates.answer(by=area.buyer, reply_uid=one.uid, words="Thank you", version=one.version)
        assert not MeasureProposal.objects.exists() and rules(answered) == ["reply.none", "template.state"]
    with scope.of(area.lead):
        assert template_changes.waiting(area.lead) == ()


def test_it_is_nobody_elses(area: Area, harbour: Party, westborough: Party) -> None:
    uid = area.ask()
    other = westborough.contract_manager
    with scope.of(other):
        for deed in ("consult", "withdraw", "decide", "revoke"):
            more: dict[str, Any] = {"words": "Not now"} if deed in ("withdraw", "revoke") else {}
            more |= {"replies_until_date": CLOSES} if deed == "consult" else {}
            more |= {"decision": Decision("not_now", "x")} if deed == "decide" else {}
            with pytest.raises(NotFound):
                getattr(templates, deed)(by=other, change_uid=uid, version=1, **more)
    with scope.of(area.lead):
        one = template_changes.waiting(area.lead)[0].reply
        with pytest.raises(NotAllowed):
            templates.answer(by=area.lead, reply_uid=one.uid, words="x", version=1)
    with scope.of(harbour.support_worker), pytest.raises(NotAllowed):
        template_replies.reply(by=harbour.support_worker, reply_uids=[one.uid], stance="agree")
    with scope.of(area.buyer), pytest.raises(NotAllowed):
        template_replies.reply(by=area.buyer, reply_uids=[one.uid], stance="agree")
    with scope.of(area.buyer), pytest.raises(NotFound):  # whatever it may do: the answer is the provider's to give
        every_right = replace(area.buyer, permissions=frozenset(Permission))
        template_replies.reply(by=every_right, reply_uids=[one.uid], stance="agree")
    with scope.of(other), pytest.raises(NotFound):
        template_changes.reply(other, one.uid)
