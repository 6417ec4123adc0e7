"""Whoever manages contracts in an organisation writes those that it commissions: not those that it delivers."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.contracts.actions import instruments, topics
from cairn.contracts.models import Contract, ContractTopic, DroppedInstrument
from cairn.contracts.queries import NotFound
from cairn.definitions import registry
from tests.conftest import Party, add_party
from tests.returns.conftest import contract_of

Deed = Callable[[Actor, str, dict[str, str]], Any]
DEEDS: dict[str, tuple[Deed, str, Any]] = {
    "topics": (lambda by, uid, said: topics.agree(by=by, contract_uid=uid, worked_on=said), "output_topic", ContractTopic),
    "instruments": (
        lambda by, uid, said: instruments.agree(by=by, contract_uid=uid, dropped=said), "usual_instrument",
        DroppedInstrument,
    ),
}  # fmt: skip


@pytest.fixture
def delivers(eastborough: Party) -> tuple[Contract, Actor]:
    """A contract, and who manages contracts in the organisation that delivers it."""
    harbour = add_party("harbour", "Harbour Trust", provider=True, roles=["contract_manager"])
    return contract_of(eastborough.contract_manager), harbour.contract_manager


@pytest.mark.parametrize("what", DEEDS)
def test_what_the_commissioner_agreed_is_not_taken_out_by_who_delivers(
    delivers: tuple[Contract, Actor], eastborough: Party, what: str
) -> None:
    contract, provider = delivers
    deed, listed, model = DEEDS[what]
    code = registry.get("codes", listed).entries[0].code
    with scope.of(eastborough.contract_manager):
        deed(eastborough.contract_manager, str(contract.uid), {code: "Nobody here asks for it."})
        assert model.objects.count() == 1
    for said in ({}, {code: "Another reason altogether."}):
        with scope.of(provider), pytest.raises((NotFound, NotAllowed)):
            deed(provider, str(contract.uid), said)
    with scope.of(eastborough.contract_manager):
        assert model.objects.count() == 1
