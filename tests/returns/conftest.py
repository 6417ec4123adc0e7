"""A quarter of Harbour Trust's contract with Eastborough, with Anchor Street as a partner, on 10 July 2025.

Seven referrals in April to June: five of Harbour's, of which two unsuccessful and one of somebody whom it supports under
another contract too, and two of Anchor's. Two needs, one of them met.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.actions import needs, referrals
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.referrals import Acceptance, NewReferral, UnsuccessfulClosing
from cairn.contracts.actions import agreements, contracts, measures, partners, services
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.actions.partners import NewPartner
from cairn.contracts.models import Agreement, Contract
from cairn.kernel import clock
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client
from cairn.returns.actions import rounds
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import Return
from cairn.services.actions import services as own_services
from cairn.services.actions.services import NewService
from tests import laid
from tests.conftest import PROVIDER_ROLES, Party, add_party

NOW = datetime(2025, 7, 10, 9, 0, tzinfo=UTC)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
QUARTER = NewRound("Spring", date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 31))
FIELDS = [("gender", "To see who is served"), ("ethnicity_group", "To see who is not")]
MEASURES = [
    NewMeasure("referrals_received", target=10),
    NewMeasure("referrals_received", by="gender"),
    NewMeasure("referrals_unsuccessful", by="unsuccessful_reason"),
    NewMeasure("people_supported"),
    NewMeasure("needs_presented"),
    NewMeasure("needs_met"),
]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def anchor(db: None) -> Party:
    return add_party("anchor", "Anchor Street", provider=True, roles=PROVIDER_ROLES)


@dataclass(frozen=True)
class Quarter:
    """What was set up. `people` are Harbour's clients by name."""

    contract: Contract
    answer: Return
    people: dict[str, Client]
    lead: Actor
    commissioner: Actor
    harbour: Party
    anchor: Party
    eastborough: Party

    @property
    def uid(self) -> str:
        return str(self.answer.uid)


def contract_of(by: Actor, reference: str = "E-1") -> Contract:
    new = NewContract(reference, "Getting out", "carers", *YEAR, provider_slug="harbour")
    with scope.of(by):
        return contracts.add(by=by, contracts=[new]).one


def fund(party: Party, contracts_: list[Contract], name: str) -> str:
    """A service of a provider, paid for by contracts. Returns its uid."""
    by = party.service_manager
    with scope.of(by):
        service = own_services.add(by=by, services=[NewService(name, start_date=YEAR[0])]).one
        for contract in contracts_:
            services.fund(by=by, contract_uid=str(contract.uid), service_uid=str(service.uid))
    return str(service.uid)


def referred(party: Party, service: str, people: list[NewClient], on: date) -> list[tuple[Client, str]]:
    """People referred to a service on a day; each with the uid of the referral."""
    by = party.service_manager
    with scope.of(by):
        added = clients.add(by=by, clients=people).items
        received = referrals.receive(
            by=by,
            referrals=[NewReferral(client_uid=str(row.uid), service_uid=service, received_date=on) for row in added],
        )
    return [(client, str(referral.uid)) for client, referral in zip(added, received.items, strict=True)]


def accepted(party: Party, referral: str, on: date) -> Any:
    by = party.service_manager
    with scope.of(by):
        decision = Acceptance(referral_uid=referral, decided_date=on, start_date=on)
        return referrals.accept(by=by, decisions=[decision]).one


@pytest.fixture
def quarter(harbour: Party, eastborough: Party, anchor: Party) -> Quarter:
    return laid.again("quarter", lambda: _lay(harbour, eastborough, anchor))


def _lay(harbour: Party, eastborough: Party, anchor: Party) -> Quarter:
    commissioner, lead = eastborough.contract_manager, harbour.data_lead
    contract = contract_of(commissioner)
    uid = str(contract.uid)
    with scope.of(commissioner):
        measures.agree(by=commissioner, contract_uid=uid, measures=MEASURES)
        partners.add(by=commissioner, contract_uid=uid, partners=[NewPartner("anchor")])
        asked = rounds.add(by=commissioner, contract_uid=uid, rounds=[QUARTER]).one
    people = record_harbour(harbour, fund(harbour, [contract], "Befriending"))
    women = [NewClient(name=name, gender="woman") for name in ("Partner One", "Partner Two")]
    referred(anchor, fund(anchor, [contract], "Walks"), women, date(2025, 5, 6))
    return Quarter(contract, asked.answer, people, lead, commissioner, harbour, anchor, eastborough)


def record_harbour(harbour: Party, service: str) -> dict[str, Client]:
    new = [
        NewClient(name="Ada", reference="H1", gender="woman", ethnicity_group="white"),
        NewClient(name="Ben", reference="H2", gender="man", ethnicity_group="black"),
        NewClient(name="Cleo", reference="H3", gender="woman", ethnicity_group="asian"),
        NewClient(name="Dev", reference="H4", gender="refused", ethnicity_group="refused"),
        NewClient(name="Eve", reference="H5", gender="woman", ethnicity_group="mixed"),
    ]
    found = referred(harbour, service, new, date(2025, 4, 7))
    by = harbour.service_manager
    ada = accepted(harbour, found[0][1], date(2025, 4, 9))
    accepted(harbour, found[1][1], date(2025, 4, 9))
    with scope.of(by):
        closings = [
            UnsuccessfulClosing(referral_uid=found[at][1], decided_date=date(2025, 4, 20), reason="no_capacity")
            for at in (2, 3)
        ]
        referrals.close_unsuccessful(by=by, closings=closings)
        presented = needs.present(
            by=by,
            needs=[
                NewNeed(episode_uid=str(ada.uid), need=need, presented_date=date(2025, 4, 10))
                for need in ("debt", "loneliness")
            ],
        ).items
        met = NewJudgement(
            need_uid=str(presented[0].uid), judged_date=date(2025, 5, 1), state="met", judged_by="worker"
        )
        needs.judge(by=by, judgements=[met])
    return {client.name: client for client, _ in found}


def signed_agreement(quarter: Quarter, **changes: Any) -> Agreement:
    values = {
        "purpose": "To see who is served",
        "fields": FIELDS,
        "start_date": YEAR[0],
        "end_date": YEAR[1],
        **changes,
    }
    with scope.of(quarter.commissioner):
        row = agreements.draft(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), **values).one
    for by in (quarter.lead, quarter.commissioner):
        with scope.of(by):
            agreements.sign(by=by, agreement_uid=str(row.uid))
    return row


@pytest.fixture
def agreement(quarter: Quarter) -> Agreement:
    return signed_agreement(quarter)


@pytest.fixture
def partnered(quarter: Quarter) -> Quarter:
    """The partner has agreed that the lead sees its rows for the contract."""
    by = quarter.anchor.data_lead
    with scope.of(by):
        partners.agree(by=by, contract_uid=str(quarter.contract.uid))
    return quarter
