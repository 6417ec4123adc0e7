"""Harbour Trust leads a contract that Eastborough commissions; Anchor Street is a partner that may be named under it."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import agreements, contracts, measures
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import Agreement, Contract
from cairn.services.models import Service
from tests.conftest import PROVIDER_ROLES, Party, add_party

YEAR = (date(2025, 1, 1), date(2027, 12, 31))


@pytest.fixture
def anchor(db: None) -> Party:
    return add_party("anchor", "Anchor Street", provider=True, roles=PROVIDER_ROLES)


def a_contract(by: Actor, **changes: Any) -> Contract:
    values = {"reference": "E-1", "title": "Getting out", "commissioning_area": "carers", "provider_slug": "harbour"}
    new = NewContract(**{**values, "start_date": YEAR[0], "end_date": YEAR[1], **changes})
    with scope.of(by):
        return contracts.add(by=by, contracts=[new]).one


@pytest.fixture
def contract(harbour: Party, eastborough: Party) -> Contract:
    return a_contract(eastborough.contract_manager)


@pytest.fixture
def measured(contract: Contract, eastborough: Party) -> Contract:
    with scope.of(eastborough.contract_manager):
        measures.agree(
            by=eastborough.contract_manager,
            contract_uid=str(contract.uid),
            measures=[
                NewMeasure("referrals_received"),
                NewMeasure("referrals_unsuccessful", by="unsuccessful_reason"),
                NewMeasure("needs_met", target=10),
            ],
        )
    return contract


def drafted(contract: Contract, by: Actor, **changes: Any) -> Agreement:
    fields = [("gender", "To see who is served"), ("ward", "To see where need is")]
    values = {"purpose": "To see who is served and who is not", "fields": fields}
    with scope.of(by):
        return agreements.draft(
            by=by, contract_uid=str(contract.uid), **{**values, "start_date": YEAR[0], "end_date": YEAR[1], **changes}
        ).one


def signed(agreement: Agreement, *sides: Actor) -> None:
    for by in sides:
        with scope.of(by):
            agreements.sign(by=by, agreement_uid=str(agreement.uid))


def service_of(party: Party, name: str = "Befriending") -> Service:
    return Service.objects.create(organisation=party.organisation, name=name, start_date=YEAR[0])
