"""A demonstration to press keys on: a worker with somebody to see today, a group that meets, and what was recorded."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.bench.ground import MANAGER, WORKER

PASSWORD = "a-stone-at-a-time"
PEOPLE, ABSENT = 12, (3, 7)
GROUP = "Walking group"
OUTCOMES = (("supporting-people", "2a"), ("supporting-people", "2b"))


@dataclass
class Ground:
    """The rows that the tasks are about."""

    slug: str
    visited: str
    rung: str
    group: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    rungs: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)


def start() -> None:
    import django

    django.setup()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop here; nothing of ours awaits


def build(folder: Path, people: int) -> Ground:
    """A small city in the directory, made by the program's own command, and what the tasks need."""
    environment = {**os.environ, "CAIRN_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "cairn.interfaces.cli.main", "demo", "--no-serve", "--people", "140"]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    os.environ |= {"CAIRN_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cairn.config.settings"}
    start()
    from cairn.access import scope

    by, manager = actors()
    with scope.of(by):
        ground = lay(by, manager)
        if people:
            crowd(by, people)
    return ground


def actors() -> tuple[Any, Any]:
    from cairn.access.models import User
    from cairn.access.queries import actor_for
    from cairn.interfaces.cli.demo.city import PROVIDERS

    found = [actor_for(User.objects.get(email=email), PROVIDERS[0].slug) for email in (WORKER, MANAGER)]
    worker, manager = (one[0] for one in found if one)
    return worker, manager


def lay(by: Any, manager: Any) -> Ground:
    from cairn.cases.actions import appointments
    from cairn.cases.actions.appointments import NewAppointment
    from cairn.kernel import clock

    service, episodes = with_service(by)
    kind = group_of(manager, service)
    sessions(by, kind, episodes)
    rung = next_rung(episodes[0], service)
    visit = service.activity_types.filter(mode="individual", steps__rung__ladder=rung.ladder).first()
    new = NewAppointment(episode_uid=str(episodes[0].uid), planned_date=clock.today(), activity_type_uid=str(visit.uid))
    appointments.make(by=by, appointments=[new])
    return Ground(
        by.slug,
        visited=str(episodes[0].uid),
        rung=str(rung.uid),
        group=[str(one.uid) for one in episodes],
        names=[one.client.name for one in episodes],
        rungs=[str(uid) for uid in kind.steps.order_by("rung__position").values_list("rung__uid", flat=True)],
        outcomes=[f"{framework}|{ref}" for framework, ref in OUTCOMES],
    )


def with_service(by: Any) -> tuple[Any, list[Any]]:
    """The service with most ladders, and twelve people who are with it now: added here, so that they are whoever they
    must be."""
    from cairn.cases.actions import arrivals
    from cairn.cases.actions.arrivals import NewArrival, NewClient, NewReferral
    from cairn.cases.models import Episode
    from cairn.kernel import clock
    from cairn.services.models import Rung

    service = Rung.objects.order_by("pk")[0].ladder.service
    since = clock.today() - timedelta(days=30)
    new = [
        NewArrival(
            person=NewClient(name=f"{first} Aardwolf"),
            referral=NewReferral(client_uid="", service_uid=str(service.uid), received_date=since, sector="self"),
            start_date=since,
            worker_uid=by.uid,
        )
        for first in ("Ada", "Ben", "Cal", "Dot", "Eve", "Fay", "Gus", "Hal", "Ivy", "Joe", "Kay", "Lou")
    ]
    referrals = arrivals.take_in(by=by, arrivals=new).items
    return service, list(Episode.objects.filter(referral__in=referrals).select_related("client").order_by("pk"))


def next_rung(episode: Any, service: Any) -> Any:
    from cairn.services.models import Rung

    carried = service.activity_types.filter(mode="individual", steps__isnull=False).first().steps.values("rung")
    ladder = Rung.objects.filter(pk__in=carried).order_by("ladder__name", "ladder_id")[0].ladder
    return ladder.rungs.order_by("position")[0]


def group_of(manager: Any, service: Any) -> Any:
    from cairn.services.actions import activity_types
    from cairn.services.actions.activity_types import NewActivityType
    from cairn.services.models import Rung

    rungs = Rung.objects.filter(ladder__service=service).order_by("ladder_id", "position")
    uids = tuple(str(uid) for uid in rungs.values_list("uid", flat=True)[:4])
    new = NewActivityType(service_uid=str(service.uid), name=GROUP, mode="group", rung_uids=uids, outcomes=OUTCOMES)
    return activity_types.add(by=manager, types=[new]).one


def sessions(by: Any, kind: Any, episodes: list[Any]) -> None:
    """The group met on this weekday in the last weeks, so that Today knows it."""
    from cairn.cases.actions import activities
    from cairn.cases.actions.activities import NewActivity, NewAttendance
    from cairn.kernel import clock

    came = [NewAttendance(episode_uid=str(one.uid)) for one in episodes]
    days = [clock.today() - timedelta(weeks=week) for week in (3, 2, 1)]
    new = [
        NewActivity(activity_type_uid=str(kind.uid), activity_date=day, minutes=90, attendances=came) for day in days
    ]
    activities.record(by=by, activities=new)


def crowd(by: Any, people: int) -> None:
    """So many people more, straight into the table, as `scripts.bench.big` lays them."""
    from django.db import connection

    from cairn.interfaces.cli.django import learn_sizes
    from cairn.kernel import clock
    from cairn.people.models import Client
    from cairn.people.queries import search_text
    from scripts.bench.big import SYLLABLES, fill

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(people):
            first, second, third = (SYLLABLES[number // 16**place % 16] for place in range(3))
            name = f"{(first + second).capitalize()} {(third + first + SYLLABLES[number // 4096 % 16]).capitalize()}"
            reference = f"B{number:06d}"
            yield {"name": name, "reference": reference, "added_date": clock.today(),
                   "search_text": search_text(name, "", reference, "")}  # fmt: skip

    connection.ensure_connection()
    fill(connection.connection, Client, by.organisation_id, rows())
    learn_sizes()


@contextmanager
def looking() -> Iterator[None]:
    """The database as it stands now, in the provider's scope."""
    from django.db import connection

    from cairn.access import scope

    connection.close()
    with scope.of(actors()[0]):
        yield
