"""Two people at once with one pot, one statement, one contract: in threads, each standing at the border until the other has come
as far. On SQLite, and again on PostgreSQL."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from cairn.access import scope
from cairn.contracts.actions import contracts as own_contracts
from cairn.contracts.actions import grants
from cairn.contracts.actions.contracts import Terms
from cairn.contracts.grants import NewGrant
from cairn.contracts.models import Contract, PaymentTerm, SmallGrant
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns.actions import payments, reopening
from cairn.returns.actions.payments import NewTerm
from cairn.returns.models import PaymentStatement, Return
from cairn.returns.paying import Term
from tests.returns.conftest import NOW, Quarter
from tests.returns.test_locked import accept, submit
from tests.returns.test_meanwhile import meanwhile
from tests.returns.test_payments import read

UID = str(UUID(int=7))
pytestmark = pytest.mark.django_db(transaction=True)


def both(monkeypatch: pytest.MonkeyPatch, one: Callable[[], Any], other: Callable[[], Any]) -> list[str]:
    """Of each that it was done, or the rule that refused it."""
    gate, said = threading.Barrier(2), []
    for module in (payments, reopening, grants, own_contracts):
        opened = module.deed  # type: ignore[attr-defined]

        def waits(*args: Any, opened: Any = opened, **kwargs: Any) -> Any:
            with suppress(threading.BrokenBarrierError):  # the other was refused before it came to its deed
                gate.wait(timeout=20)
            return opened(*args, **kwargs)

        monkeypatch.setattr(module, "deed", waits)

    def run(act: Callable[[], Any]) -> None:
        try:
            with clock.fixed(NOW):
                act()
            said.append("done")
        except Refused as refused:
            said.append(refused.problems[0].rule)
        except Exception as error:  # what failed is the test's answer, whatever it was
            said.append(repr(error))
        finally:
            gate.abort()
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def agree(quarter: Quarter) -> Any:
    by, new = quarter.commissioner, NewTerm(Term("referrals_received", "", Decimal(100)), date(2025, 4, 1))
    with scope.of(by):
        return payments.agree(by=by, contract_uid=str(quarter.contract.uid), new=new)


def give(quarter: Quarter, pounds: int = 900, uid: str = "") -> Any:
    new = NewGrant(
        group_name="Tea Friends", title="Tea", description="Hall.", pounds=pounds, awarded_date=date(2025, 6, 2),
        is_group=True, uid=uid or None,
    )  # fmt: skip
    with scope.of(quarter.lead):
        return grants.record(by=quarter.lead, contract_uid=str(quarter.contract.uid), new=[new])


def narrow(quarter: Quarter) -> Any:
    by, was = quarter.commissioner, quarter.contract
    new = Terms(was.title, was.start_date, was.end_date, 500, has_small_grants=True)
    with scope.of(by):
        return own_contracts.change(by=by, contract_uid=str(was.uid), new=new)


@pytest.fixture
def pot(quarter: Quarter) -> Quarter:
    """£1,000 to give."""
    with scope.of(quarter.commissioner):
        Contract.objects.update(value_pounds=1000, has_small_grants=True)
    return quarter


def test_a_statement_is_approved_once_and_not_of_a_return_that_is_being_opened(
    quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(quarter)
    submit(quarter)
    accept(quarter)
    uid, by = read(quarter).statements[0].submission_uid, quarter.commissioner

    def approve() -> Any:
        with scope.of(by):
            return payments.approve(by=by, return_uid=quarter.uid, submission_uid=uid)

    def reopen() -> Any:
        with scope.of(by):
            return reopening.reopen(by=by, return_uid=quarter.uid, reason="A slip.")

    with monkeypatch.context() as now:
        assert both(now, approve, approve) == ["done", "payment.approved"]
    with scope.of(by):
        assert PaymentStatement.objects.count() == 1
        PaymentStatement.objects.all().delete()
    said = both(monkeypatch, approve, reopen)
    with scope.of(by):
        assert Return.objects.get(uid=quarter.uid).state == "open"
        assert said == (["done", "done"] if PaymentStatement.objects.exists() else ["done", "return.conflict"])


def test_a_term_is_agreed_once(quarter: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    assert both(monkeypatch, lambda: agree(quarter), lambda: agree(quarter)) == ["done", "payment.twice"]
    with scope.of(quarter.commissioner):
        assert PaymentTerm.objects.count() == 1


def test_two_do_not_empty_the_pot_and_one_form_sent_twice_is_one_grant(
    pot: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as now:
        assert both(now, lambda: give(pot, 900, UID), lambda: give(pot, 900, UID)) == ["done", "done"]
    with scope.of(pot.lead):
        assert SmallGrant.objects.count() == 1
        SmallGrant.objects.all().delete()
    assert both(monkeypatch, lambda: give(pot), lambda: give(pot)) == ["done", "grant.pot"]
    with scope.of(pot.lead):
        assert SmallGrant.objects.count() == 1


def test_a_pot_is_not_made_smaller_than_what_is_just_being_given(pot: Quarter, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as now:
        meanwhile(now, own_contracts, lambda: give(pot))
        with pytest.raises(Refused) as refused:
            narrow(pot)
    assert [problem.field for problem in refused.value.problems] == ["value_pounds"]
    said = both(monkeypatch, lambda: give(pot, 90), lambda: narrow(pot))
    with scope.of(pot.lead):
        given = sum(SmallGrant.objects.values_list("pounds", flat=True))
        assert given <= (Contract.objects.get(pk=pot.contract.pk).value_pounds or 0), said
