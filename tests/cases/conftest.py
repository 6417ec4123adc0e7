"""Harbour Trust on 30 June 2025: a service with a step ladder and three types of activity, and people to support.

Anwen, Bashir and Cerys are clients; `open_episode` takes one of them through a referral into an episode.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access.actions import organisations
from cairn.access.actors import Actor
from cairn.access.queries import actor_for
from cairn.cases.actions import activities, appointments, referrals
from cairn.cases.actions.activities import NewActivity, NewAttendance
from cairn.cases.actions.appointments import NewAppointment
from cairn.cases.actions.referrals import Acceptance, NewReferral
from cairn.cases.models import Activity, Appointment, Episode, Referral
from cairn.cases.queries import owing as owed
from cairn.cases.queries.base import workers
from cairn.cases.queries.owing import Owing
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client
from cairn.scales.actions import permissions
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.actions.services import NewService
from cairn.services.models import ActivityType, Rung, Service
from tests import laid
from tests.conftest import Party

TODAY = date(2025, 6, 30)
START = date(2025, 4, 7)
DAY = date(2025, 5, 6)
RUNGS = ("Met at the door", "Into a taxi", "On a bus together", "On a bus alone")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@dataclass
class Ground:
    """What stands before anything is recorded. `by` is a support worker."""

    party: Party
    service: Service
    rungs: list[Rung]
    visit: ActivityType
    walk: ActivityType
    drop_in: ActivityType
    anwen: Client
    bashir: Client
    cerys: Client

    @property
    def by(self) -> Actor:
        return self.party.support_worker

    @property
    def manager(self) -> Actor:
        return self.party.service_manager


def lay(party: Party) -> Ground:
    return laid.again("ground", lambda: _lay(party))


def _lay(party: Party) -> Ground:
    by = party.service_manager
    service = services.add(
        by=by, services=[NewService(name="Getting out", scales=("swemwbs",), start_date=date(2024, 1, 1))]
    ).one
    ladders.add(by=by, ladders=[NewLadder(service_uid=str(service.uid), name="Out and about", rungs=RUNGS)])
    rungs = list(Rung.objects.filter(ladder__service=service).order_by("position"))
    common = {"service_uid": str(service.uid), "rung_uids": tuple(str(rung.uid) for rung in rungs)}
    outcomes = (("supporting-people", "2a"),)
    types = activity_types.add(
        by=by,
        types=[
            NewActivityType(name="Home visit", mode="individual", outcomes=outcomes, **common),
            NewActivityType(name="Walk", mode="group", **common),
            NewActivityType(service_uid=str(service.uid), name="Drop-in", mode="head_count"),
        ],
    ).items
    people = clients.add(
        by=by, clients=[NewClient(name=n, birth_date=date(1980, 5, 1)) for n in ("Anwen", "Bashir", "Cerys")]
    )
    return Ground(party, service, rungs, *types, *people.items)


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


@pytest.fixture
def unlocked(ground: Ground) -> Ground:
    permissions.record(
        by=ground.manager,
        scale="swemwbs",
        holder="University of Warwick",
        reference="X",
        granted_date=date(2024, 1, 1),
        uses_printed_form=True,
    )
    return ground


def referred(ground: Ground, client: Client | None = None, **changes: Any) -> Referral:
    new = NewReferral(
        **{
            "client_uid": str((client or ground.anwen).uid),
            "service_uid": str(ground.service.uid),
            "received_date": date(2025, 4, 1),
            **changes,
        }
    )
    return referrals.receive(by=ground.by, referrals=[new]).one


def open_episode(ground: Ground, client: Client | None = None, start: date = START, **changes: Any) -> Episode:
    """An episode from 7 April 2025 on, the case of the support worker."""
    referral = referred(ground, client)
    new = Acceptance(
        **{
            "referral_uid": str(referral.uid),
            "decided_date": start,
            "start_date": start,
            "worker_uid": ground.by.uid,
            **changes,
        }
    )
    return referrals.accept(by=ground.by, decisions=[new]).one


def came(episode: Episode, **changes: Any) -> NewAttendance:
    return NewAttendance(**{"episode_uid": str(episode.uid), **changes})


def visited(ground: Ground, episode: Episode, day: date, *rungs: int, **changes: Any) -> Activity:
    """A home visit at which rungs (counted from 1) were confirmed."""
    steps = [(str(ground.rungs[number - 1].uid), "reached") for number in rungs]
    attendance = came(episode, steps=steps, **changes)
    new = NewActivity(activity_type_uid=str(ground.visit.uid), activity_date=day, minutes=60, attendances=[attendance])
    return activities.record(by=ground.by, activities=[new]).one


def refused(action: Any, **arguments: Any) -> list[tuple[int | None, str, str]]:
    """(row, field, rule) of every problem that an action is refused for."""
    with pytest.raises(Refused) as caught:
        action(**arguments)
    return [(problem.row, problem.field, problem.rule) for problem in caught.value.problems]


def owing(by: Actor, of: list[str] | None, limit: int = 6) -> Owing:
    """What a day asks about, of these workers or of everybody."""
    found = owed.find(by, of, limit)
    return found.laid(workers(found.uids, by))


def planned(ground: Ground, episode: Episode, day: date = TODAY, **changes: Any) -> Appointment:
    new = NewAppointment(episode_uid=str(episode.uid), planned_date=day, **changes)
    return appointments.make(by=ground.by, appointments=[new]).one


def rung(ground: Ground, number: int) -> str:
    return str(ground.rungs[number - 1].uid)


def visit(ground: Ground, *attendances: Any, **changes: Any) -> NewActivity:
    values = {"activity_type_uid": str(ground.visit.uid), "activity_date": DAY, "minutes": 60}
    return NewActivity(**{**values, "attendances": attendances, **changes})


def colleague(ground: Ground, name: str) -> Actor:
    """One more support worker."""
    new = organisations.add_member(
        by=ground.manager, email=f"{name}@harbour.example", name=name.capitalize(), roles=["support_worker"]
    )
    found = actor_for(new.user, ground.party.organisation.slug)
    assert found
    return found[0]


@pytest.fixture
def ann(ground: Ground) -> Actor:
    return colleague(ground, "ann")


@pytest.fixture
def bob(ground: Ground) -> Actor:
    return colleague(ground, "bob")
