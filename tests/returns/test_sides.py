"""Each side of a two-party record reads what is for it, and writes only what is its own."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import deed
from cairn.access.tenancy import TwoParty
from cairn.contracts import parties
from cairn.contracts.models import ContractPartner
from cairn.kernel import clock
from cairn.returns import queries
from cairn.returns.models import Return, Submission, SubmissionRow
from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, submit

MODELS = [model for model in apps.get_models() if issubclass(model, TwoParty)]
KEYS = {"id", "uid", "version", "provider", "commissioner"}


def fields(model: type[TwoParty]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestWrites:
    def test_a_provider_changes_only_what_is_listed_as_its_own(
        self, model: type[TwoParty], harbour: Party, eastborough: Party
    ) -> None:
        allowed = writable(model, harbour.system, harbour, eastborough)
        assert allowed == (model.PROVIDER_WRITES | getattr(model, "BOTH_WRITE", frozenset()))

    def test_a_commissioner_changes_none_of_the_providers_own(
        self, model: type[TwoParty], harbour: Party, eastborough: Party
    ) -> None:
        allowed = writable(model, eastborough.system, harbour, eastborough)
        assert not allowed & model.PROVIDER_WRITES
        assert allowed <= fields(model) - KEYS

    def test_an_outsider_changes_and_makes_nothing(
        self, model: type[TwoParty], harbour: Party, eastborough: Party, oakfield: Party, westborough: Party
    ) -> None:
        for outsider in (oakfield.system, westborough.system):
            assert writable(model, outsider, harbour, eastborough) == set()
            with scope.of(outsider), pytest.raises(NotAllowed), deed("returns.submitted", by=outsider) as this:
                parties.make(this, outsider, [row_of(model, harbour, eastborough)])


def row_of(model: type[TwoParty], harbour: Party, eastborough: Party) -> Any:
    return model(provider=harbour.organisation, commissioner=eastborough.organisation)


def writable(model: type[TwoParty], by: Actor, harbour: Party, eastborough: Party) -> set[str]:
    """Every field that `change` lets this actor set. Nothing is saved: the writer is not a deed."""

    class Writer:
        def update(self, row: Any, **changes: Any) -> None: ...

    found = set()
    for name in fields(model):
        try:
            parties.change(Writer(), by, row_of(model, harbour, eastborough), **{name: None})  # type: ignore[arg-type]
            found.add(name)
        except NotAllowed:
            pass
    return found


def test_a_partner_writes_its_own_agreement_and_nobody_else_does(
    harbour: Party, eastborough: Party, oakfield: Party
) -> None:
    assert parties.writes(ContractPartner, "partner") == {"agreed_date"}
    for side in ("provider", "commissioner"):
        assert "agreed_date" not in parties.writes(ContractPartner, side)  # type: ignore[arg-type]


def test_what_was_sent_is_never_changed_by_either() -> None:
    sent = {"figures", "fields", "sha256", "number", "submitted_at", "is_late"}
    for side in ("provider", "commissioner"):
        assert not sent & parties.writes(Submission, side)  # type: ignore[arg-type]
        assert parties.writes(SubmissionRow, side) == frozenset()  # type: ignore[arg-type]


class TestReads:
    def test_the_commissioner_sees_a_return_but_never_the_draft(self, quarter: Quarter) -> None:
        by = quarter.commissioner
        with scope.of(by):
            before = queries.answer(by, quarter.uid)
        submit(quarter)
        with scope.of(by):
            after = queries.answer(by, quarter.uid)
        assert (before.groups, before.number, before.sha256, before.as_of) == ((), 0, "", None)
        assert {figure.key: figure.value for figure in after.figures}["referrals_received"] == 5
        decide(quarter, "Please look again")
        with scope.of(by):
            assert queries.answer(by, quarter.uid).groups == after.groups

    def test_outsiders_partners_and_people_without_the_role_see_no_return(
        self, quarter: Quarter, oakfield: Party, westborough: Party
    ) -> None:
        submit(quarter)
        blind = [oakfield.data_lead, westborough.contract_manager, quarter.anchor.data_lead]
        for by in (*blind, quarter.harbour.support_worker):
            with scope.of(by):
                assert queries.listing(by) == () and queries.open_returns(by) == ()
                for read in (queries.answer, queries.history, queries.submission):
                    with pytest.raises(queries.NotFound):
                        read(by, quarter.uid)
        for outsider in (oakfield, westborough):
            with scope.of(outsider.system):
                assert not Return.objects.exists() and not SubmissionRow.objects.exists()

    def test_what_waits_for_whom(self, quarter: Quarter) -> None:
        def waits(by: Actor) -> list[str]:
            with scope.of(by):
                return [line.state for line in queries.open_returns(by)]

        assert (waits(quarter.lead), waits(quarter.commissioner)) == (["open"], [])
        with clock.fixed(datetime(2025, 6, 1, tzinfo=UTC)):
            assert waits(quarter.lead) == []
        submit(quarter)
        assert (waits(quarter.lead), waits(quarter.commissioner)) == ([], ["submitted"])
        decide(quarter, "Please look again")
        assert (waits(quarter.lead), waits(quarter.commissioner)) == (["rejected"], [])
        submit(quarter)
        decide(quarter)
        assert (waits(quarter.lead), waits(quarter.commissioner)) == ([], [])
        with scope.of(quarter.commissioner):
            (line,) = queries.listing(quarter.commissioner)
        assert (line.state, line.side, line.submissions, line.contract_reference) == (
            "accepted",
            "commissioner",
            2,
            "E-1",
        )
