"""A city of many contracts to measure returns on: founded through the actions, its people laid straight into the tables."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any


def laid(contracts: int, people: int) -> Any:
    """The period of a round that every contract has; the city lies in the data directory that the settings name."""
    from cairn.interfaces.cli.django import learn_sizes, start

    start()
    from cairn.interfaces.cli.laying import lay

    lay()
    from cairn.access.models import Organisation

    if not Organisation.objects.exists():
        begun = perf_counter()
        _lay(contracts, people)
        learn_sizes()
        print(f"laid in {perf_counter() - begun:.0f} seconds", file=sys.stderr, flush=True)
    from cairn.returns import building

    return building.periods_asked("quarterly")[0]


def _lay(contracts: int, people: int) -> None:
    from django.db import connection, transaction

    from cairn.interfaces.cli.demo.building import at_four
    from cairn.interfaces.cli.demo.city400 import plan
    from cairn.interfaces.cli.demo.city400_building import year_of
    from cairn.interfaces.cli.demo.city400_founding import found
    from cairn.interfaces.cli.demo.city400_year import quarters_of
    from cairn.kernel import clock
    from scripts.bench.big import fill

    year = year_of(clock.today())
    with transaction.atomic(), clock.fixed(at_four(year.start)):
        city = found(
            plan(contracts, 1, year.end - timedelta(days=45)), year.start, year.end.replace(year=year.end.year + 3)
        )
    last = list(quarters_of(year))[-1]
    with transaction.atomic():
        _ask(city, last)
    connection.ensure_connection()
    crowd = Crowd(city, people, year)
    for model, rows in crowd.parts():
        fill(connection.connection, model, None, rows())


def _ask(city: Any, period: Any) -> None:
    from cairn.access import scope
    from cairn.returns.actions import rounds

    opens = period.end + timedelta(days=1)
    with scope.of(city.council):
        for one in city.contracts:
            if not one.plan.ends or one.plan.ends > period.start:
                new = rounds.NewRound("Spring", period.start, period.end, opens, opens + timedelta(days=30))
                rounds.add(by=city.council, contract_uid=one.uid, rounds=[new])


class Crowd:
    """People of every service, by its weight: the n-th person has the n-th episode."""

    def __init__(self, city: Any, people: int, year: Any) -> None:
        from cairn.access import scope
        from cairn.services.models import ActivityType, Rung, Service

        self.people, self.year = people, year
        places = [(one, at) for one in city.founded.values() for at in range(len(one.services))]
        weights = [one.plan.services[at].weight for one, at in places]
        with scope.every("the bench lays people into every service"):
            ids = {str(uid): pk for uid, pk in Service.objects.values_list("uid", "pk")}
            kinds = dict(ActivityType.objects.filter(mode="individual").order_by("-pk").values_list("service_id", "pk"))
            rungs: dict[int, list[int]] = {}
            for service, pk in Rung.objects.order_by("position").values_list("ladder__service_id", "pk"):
                rungs.setdefault(service, []).append(pk)
        self.of: list[tuple[int, int]] = []
        for (one, at), weight in zip(places, weights, strict=True):
            many = round(people * weight / sum(weights))
            self.of += [(one.manager.organisation_id, ids[one.services[at].uid])] * many
        self.kinds, self.rungs = kinds, rungs

    def parts(self) -> Iterable[tuple[Any, Callable[[], Iterator[dict[str, Any]]]]]:
        from cairn.cases import models as cases
        from cairn.people.models import Client

        return (
            (Client, self._clients), (cases.Referral, self._referrals), (cases.Episode, self._episodes),
            (cases.Activity, self._activities), (cases.Attendance, self._attendances), (cases.StepRecord, self._steps),
            (cases.Need, self._needs), (cases.Assessment, self._readings),
        )  # fmt: skip

    def _day(self, n: int) -> Any:
        return self.year.start + timedelta(days=n * 7919 % 365)

    def _rows(self) -> Iterator[tuple[int, dict[str, Any], int, Any]]:
        for n, (organisation, service) in enumerate(self.of):
            yield n, {"organisation_id": organisation}, service, self._day(n)

    def _clients(self) -> Iterator[dict[str, Any]]:
        for n, own, _, day in self._rows():
            yield own | {"name": f"Person {n}", "reference": f"C{n:06d}", "added_date": day, "age_band": "25-34"}

    def _referrals(self) -> Iterator[dict[str, Any]]:
        for n, own, service, day in self._rows():
            state = ("unsuccessful", "withdrawn", "pending")[n // 10 % 3] if n % 10 == 9 else "accepted"
            reason = "no_contact" if state == "unsuccessful" else ""
            yield own | {"client_id": FIRST + n, "service_id": service, "received_date": day, "state": state,
                         "unsuccessful_reason": reason, "decided_date": None if state == "pending" else day}  # fmt: skip

    def _episodes(self) -> Iterator[dict[str, Any]]:
        for n, own, service, day in self._rows():
            came = n % 10 != 9
            ended = None if n % 3 and came else day + timedelta(days=120)
            yield own | {"client_id": FIRST + n, "service_id": service, "start_date": day, "end_date": ended,
                         "closure_reason": "goals_met" if ended else "", "referral_id": FIRST + n if came else None}  # fmt: skip

    def _visits(self) -> Iterator[tuple[int, dict[str, Any], int, Any]]:
        for n, own, service, day in self._rows():
            for k in range(EACH):
                yield n, own, service, day + timedelta(days=k * 12)

    def _activities(self) -> Iterator[dict[str, Any]]:
        for _, own, service, day in self._visits():
            yield own | {"service_id": service, "activity_type_id": self.kinds.get(service, 1), "activity_date": day,
                         "minutes": 45}  # fmt: skip

    def _attendances(self) -> Iterator[dict[str, Any]]:
        for at, (n, own, _, day) in enumerate(self._visits()):
            yield own | {
                "client_id": FIRST + n,
                "episode_id": FIRST + n,
                "activity_id": FIRST + at,
                "activity_date": day,
            }

    def _steps(self) -> Iterator[dict[str, Any]]:
        for n, own, service, day in self._rows():
            for k, rung in enumerate(self.rungs.get(service, ())[: n % 4]):
                yield own | {"client_id": FIRST + n, "episode_id": FIRST + n, "rung_id": rung,
                             "step_date": day + timedelta(days=10 + 40 * k)}  # fmt: skip

    def _needs(self) -> Iterator[dict[str, Any]]:
        for n, own, _, day in self._rows():
            for k, need in enumerate(("loneliness", "debt")):
                met = day + timedelta(days=60 + 30 * k) if n % 3 == k else None
                yield own | {"client_id": FIRST + n, "episode_id": FIRST + n, "need": need, "presented_date": day,
                             "part_met_date": met, "met_date": met, "state": "met" if met else "unmet"}  # fmt: skip

    def _readings(self) -> Iterator[dict[str, Any]]:
        for n, own, _, day in self._rows():
            for k in range(3 if n % 4 else 1):
                total = 18 + (n + k * 5) % 14
                score = {"total": float(total), "metric": METRIC[total % len(METRIC)]}
                yield own | {"client_id": FIRST + n, "episode_id": FIRST + n, "scale": "swemwbs", "rater": "client",
                             "stage": "review" if k else "start", "assessed_date": day + timedelta(days=5 + 90 * k),
                             "answers": "[3,3,3,3,3,3,3]"} | score  # fmt: skip


FIRST = 10_000_000  # as `big.fill` counts
EACH = 12  # visits a person
METRIC = (16.88, 17.43, 17.98, 18.59, 19.25, 19.98, 20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03)
