"""Somebody else acts between what a deed read and its writing: what was read is looked at again, or the deed is refused whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.deeds import Conflict
from cairn.contracts.actions import agreements, measures, partners
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import AgreedMeasure, Agreement, PaymentTerm
from cairn.kernel.problems import Refused
from cairn.returns.actions import payments, rounds, submissions
from cairn.returns.actions.payments import NewTerm
from cairn.returns.models import Return, Submission
from cairn.returns.paying import Term
from tests.returns.conftest import QUARTER, Quarter, signed_agreement
from tests.returns.test_objecting import say
from tests.returns.test_submitting import submit

Act = Callable[[Quarter], Any]


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: ModuleType, act: Callable[[], Any]) -> None:
    """Just before the deed of an action of this module is opened, this happens, once."""
    opened, waiting = module.deed, [act]

    def late(*args: Any, **kwargs: Any) -> Any:
        while waiting:
            waiting.pop()()
        return opened(*args, **kwargs)

    monkeypatch.setattr(module, "deed", late)


def commissioner(act: Callable[[Any, Quarter], Any]) -> Act:
    def done(quarter: Quarter) -> Any:
        with scope.of(quarter.commissioner):
            return act(quarter.commissioner, quarter)

    return done


def _end_measure(by: Any, quarter: Quarter, measure: str = "needs_met") -> Any:
    row = AgreedMeasure.objects.get(measure=measure, contract=quarter.contract)
    uid = str(quarter.contract.uid)
    return measures.end(
        by=by, contract_uid=uid, measure_uid=str(row.uid), reason="It is counted no more.", version=row.version
    )


def _move_round(by: Any, quarter: Quarter) -> Any:
    to = replace(QUARTER, observed_from_date=date(2025, 5, 1))
    return rounds.change(by=by, round_uid=str(Return.objects.get(uid=quarter.uid).round.uid), to=to)


def _partner_agrees(quarter: Quarter) -> Any:
    by = quarter.anchor.data_lead
    with scope.of(by):
        return partners.agree(by=by, contract_uid=str(quarter.contract.uid))


MEANWHILE: dict[str, Act] = {
    "a measure is agreed no more": commissioner(_end_measure),
    "another is agreed": commissioner(
        lambda by, quarter: measures.agree(
            by=by, contract_uid=str(quarter.contract.uid), measures=[NewMeasure("contacts")]
        )
    ),
    "the round is moved": commissioner(_move_round),
    "a partner agrees": _partner_agrees,
    "somebody in its rows says no": lambda quarter: say(quarter, "Ada", "declined"),
    "a field is struck": commissioner(
        lambda by, quarter: agreements.strike_field(
            by=by, agreement_uid=str(Agreement.objects.get().uid), name="gender"
        )
    ),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_is_agreed_meanwhile_holds_for_a_return_that_is_being_sent(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    signed_agreement(quarter)
    meanwhile(monkeypatch, submissions, lambda: MEANWHILE[what](quarter))
    with pytest.raises(Conflict):
        submit(quarter)
    with scope.of(quarter.lead):
        assert Return.objects.get(uid=quarter.uid).state == "open" and not Submission.objects.exists()
    assert submit(quarter).number == 1, "and sent again it says what stands now"


def _term(quarter: Quarter) -> Any:
    by = quarter.commissioner
    new = NewTerm(Term("needs_met", "", Decimal(10)), date(2025, 1, 1))
    with scope.of(by):
        return payments.agree(by=by, contract_uid=str(quarter.contract.uid), new=new)


def test_what_is_paid_for_is_carried_whichever_comes_first(quarter: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A measure ended while something is agreed for it, and the other way about."""
    with monkeypatch.context() as now:
        meanwhile(now, measures, lambda: _term(quarter))
        with pytest.raises(Refused) as refused:
            commissioner(_end_measure)(quarter)
    assert [problem.rule for problem in refused.value.problems] == ["measure.paid"]
    with scope.of(quarter.commissioner):
        PaymentTerm.objects.all().delete()
    meanwhile(monkeypatch, payments, lambda: commissioner(_end_measure)(quarter))
    with pytest.raises(Refused) as refused:
        _term(quarter)
    assert [problem.rule for problem in refused.value.problems] == ["payment.measure"]


def test_the_same_measure_agreed_twice_at_once_is_agreed_once(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def agree() -> Any:
        with scope.of(quarter.commissioner):
            uid = str(quarter.contract.uid)
            return measures.agree(by=quarter.commissioner, contract_uid=uid, measures=[NewMeasure("contacts")])

    meanwhile(monkeypatch, measures, agree)
    with pytest.raises(Refused):
        agree()
    with scope.of(quarter.commissioner):
        assert AgreedMeasure.objects.filter(measure="contacts").count() == 1
