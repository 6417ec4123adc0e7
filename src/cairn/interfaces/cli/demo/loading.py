"""Put drawn lives on record, a slice of time at a go, through the same actions that the screens use."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.actions import activities, assessments, episodes, needs, referrals
from cairn.definitions import registry
from cairn.interfaces.cli.demo import drawing
from cairn.interfaces.cli.demo.founding import Founded, Running
from cairn.interfaces.cli.demo.lives import Life, Visit
from cairn.kernel.periods import Period
from cairn.people.actions import clients

T = TypeVar("T")
BATCH = 500
URGENCIES = ("routine", "routine", "soon", "routine", "not_known")


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


@dataclass(slots=True)
class Case:
    """A drawn life and what it has become so far: uids of the records made of it."""

    life: Life
    client: str = ""
    referral: str = ""
    episode: str = ""
    needs: list[str] | None = None


class Loader:
    """One provider's lives. `load(period)` records what falls in a period; periods come in order and leave no gap."""

    def __init__(self, founded: Founded, lives: Sequence[Life], rng: Random) -> None:
        self.founded = founded
        self.cases = [Case(life) for life in sorted(lives, key=lambda life: life.received)]
        self.rng = rng
        self.records = 0

    def load(self, period: Period) -> None:
        with scope.of(self.founded.workers[0]):
            for step in (
                self._refer,
                self._decide,
                self._present,
                self._judge,
                self._assess,
                self._visit,
                self._meet,
                self._close,
            ):
                step(period)

    def _each(self, items: Iterable[T], act: Callable[[Actor, list[T]], Any]) -> None:
        """Hand batches to one worker after another, so that the work is not all one person's."""
        for batch in batches(items):
            act(self.rng.choice(self.founded.workers), batch)
            self.records += len(batch)

    def _service(self, case: Case) -> Running:
        return self.founded.services[case.life.service]

    def _uid(self) -> str:
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    def _refer(self, period: Period) -> None:
        def add(by: Actor, batch: list[Case]) -> None:
            people = clients.add(by=by, clients=[clients.NewClient(**case.life.person) for case in batch]).items
            for case, person in zip(batch, people, strict=True):
                case.client = str(person.uid)
            made = referrals.receive(by=by, referrals=[self._referral(case, period) for case in batch]).items
            for case, row in zip(batch, made, strict=True):
                case.referral = str(row.uid)

        self._each((case for case in self.cases if period.contains(case.life.received)), add)

    def _referral(self, case: Case, period: Period) -> referrals.NewReferral:
        life = case.life
        return referrals.NewReferral(
            client_uid=case.client,
            service_uid=self._service(case).uid,
            received_date=life.received,
            sector=life.route[0],
            kind=life.route[1],
            reason="Would like support",
            crisis=life.crisis,
            urgency="urgent" if life.crisis == "yes" else URGENCIES[life.received.toordinal() % len(URGENCIES)],
            first_contact_date=life.contacted if period.contains(life.contacted) else None,
        )

    def _decide(self, period: Period) -> None:
        def due(outcome: str) -> Iterator[Case]:
            # An acceptance is put on record on the day support starts, which may be in the quarter after the decision.
            return (
                case
                for case in self.cases
                if case.life.outcome == outcome and period.contains(case.life.start or case.life.decided)
            )

        def accept(by: Actor, batch: list[Case]) -> None:
            made = referrals.accept(by=by, decisions=[self._acceptance(case) for case in batch]).items
            for case, row in zip(batch, made, strict=True):
                case.episode = str(row.uid)

        def refuse(by: Actor, batch: list[Case]) -> None:
            referrals.close_unsuccessful(
                by=by,
                closings=[
                    referrals.UnsuccessfulClosing(
                        referral_uid=case.referral, decided_date=case.life.decided, reason=case.life.reason
                    )
                    for case in batch
                    if case.life.decided
                ],
            )

        def withdraw(by: Actor, batch: list[Case]) -> None:
            gone = [
                referrals.Withdrawal(referral_uid=case.referral, decided_date=case.life.decided)
                for case in batch
                if case.life.decided
            ]
            referrals.withdraw(by=by, withdrawals=gone)

        self._each(due("accepted"), accept)
        self._each(due("unsuccessful"), refuse)
        self._each(due("withdrawn"), withdraw)
        self._explain(period)

    def _acceptance(self, case: Case) -> referrals.Acceptance:
        assert case.life.decided
        assert case.life.start
        worker = self.rng.choice(self.founded.workers).uid
        return referrals.Acceptance(
            referral_uid=case.referral, decided_date=case.life.decided, start_date=case.life.start, worker_uid=worker
        )

    def _explain(self, period: Period) -> None:
        """Why a first reading is missing, and who else pays."""
        started = [case for case in self.cases if case.episode and period.contains(case.life.start)]
        for case in started:
            if case.life.no_baseline:
                by = self.rng.choice(self.founded.workers)
                episodes.explain_no_baseline(by=by, episode_uid=case.episode, reason=case.life.no_baseline)
        if len(self.founded.contract_uids) > 1:
            second = [
                episodes.NewFunding(
                    episode_uid=case.episode,
                    kind="grant",
                    contract_uid=self.founded.contract_uids[1],
                    start_date=case.life.start,
                )
                for case in started
                if case.life.two_contracts and case.life.start
            ]
            self._each(second, lambda _, batch: episodes.fund(by=self.founded.manager, fundings=batch))

    def _open(self) -> list[Case]:
        return [case for case in self.cases if case.episode]

    def _present(self, period: Period) -> None:
        due = [
            (case, place)
            for case in self._open()
            for place, need in enumerate(case.life.needs)
            if period.contains(need.presented)
        ]

        def present(by: Actor, batch: list[tuple[Case, int]]) -> None:
            new = []
            for case, place in batch:
                need = case.life.needs[place]
                new.append(
                    needs.NewNeed(
                        episode_uid=case.episode,
                        need=need.need,
                        presented_date=need.presented,
                        can_meet=need.can_meet,
                        judged_by=need.judged_by,
                    )
                )
            for (case, place), row in zip(batch, needs.present(by=by, needs=new).items, strict=True):
                case.needs = case.needs or [""] * len(case.life.needs)
                case.needs[place] = str(row.uid)

        self._each(due, present)

    def _judge(self, period: Period) -> None:
        due = [
            needs.NewJudgement(need_uid=case.needs[place], judged_date=day, state=state, judged_by=need.judged_by)
            for case in self._open()
            if case.needs
            for place, need in enumerate(case.life.needs)
            for day, state in need.judgements
            if period.contains(day)
        ]
        self._each(due, lambda by, batch: needs.judge(by=by, judgements=batch))

    def _assess(self, period: Period) -> None:
        due = [
            assessments.NewAssessment(
                uid=self._uid(),
                episode_uid=case.episode,
                scale=scale,
                assessed_date=day,
                answers=given if scale == "swemwbs" else drawing.like(scale, given, day),
                stage=stage,
                rater=registry.get("scale", scale).raters[0],
            )
            for case in self._open()
            for day, stage, given in case.life.readings
            if period.contains(day)
            for scale in self._service(case).plan.scales
        ]
        self._each(due, lambda by, batch: assessments.record(by=by, assessments=batch))

    def _visit(self, period: Period) -> None:
        due = [
            self._activity(case, visit)
            for case in self._open()
            for visit in case.life.visits
            if period.contains(visit.day)
        ]
        # In date order, so that a rung is reached before it is kept.
        due.sort(key=lambda activity: activity.activity_date)
        self._each(due, lambda by, batch: activities.record(by=by, activities=batch))

    def _activity(self, case: Case, visit: Visit) -> activities.NewActivity:
        service = self._service(case)
        steps = tuple((service.rungs[number - 1], "reached") for number in visit.rungs)
        kind = service.plan.types[visit.type]
        outcomes = tuple((framework, outcome, True) for framework, outcome in kind.outcomes) if visit.rungs else ()
        return activities.NewActivity(
            uid=self._uid(),
            activity_type_uid=str(service.types[visit.type].uid),
            activity_date=visit.day,
            minutes=visit.minutes,
            worker_uid=self.rng.choice(self.founded.workers).uid,
            attendances=(
                activities.NewAttendance(episode_uid=case.episode, steps=steps, outcomes=outcomes, note=visit.note),
            ),
        )

    def _meet(self, period: Period) -> None:
        """Groups once a fortnight with up to a dozen of whoever is supported then; head counts every week."""
        for place, service in enumerate(self.founded.services):
            for number, kind in enumerate(service.plan.types):
                type_uid = str(service.types[number].uid)
                if kind.mode == "group":
                    sessions = self._sessions(place, type_uid, kind.minutes, period)
                elif kind.mode == "head_count":
                    sessions = self._head_counts(type_uid, kind.minutes, period)
                else:
                    continue
                self._each(sessions, lambda by, batch: activities.record(by=by, activities=batch))

    def _sessions(self, place: int, type_uid: str, minutes: int, period: Period) -> list[activities.NewActivity]:
        there = [case for case in self._open() if case.life.service == place]
        made = []
        for day in weekly(period, weekday=2, every=2):
            who = [case for case in there if case.life.start and case.life.start <= day <= (case.life.end or day)]
            came = self.rng.sample(who, k=min(len(who), self.rng.randint(4, 12)))
            if came:
                named = tuple(activities.NewAttendance(episode_uid=case.episode) for case in came)
                made.append(
                    activities.NewActivity(
                        uid=self._uid(),
                        activity_type_uid=type_uid,
                        activity_date=day,
                        minutes=minutes,
                        attendances=named,
                    )
                )
        return made

    def _head_counts(self, type_uid: str, minutes: int, period: Period) -> list[activities.NewActivity]:
        made = []
        for day in weekly(period, weekday=1, every=1):
            heads = self.rng.randint(14, 38)
            made.append(
                activities.NewActivity(
                    uid=self._uid(),
                    activity_type_uid=type_uid,
                    activity_date=day,
                    minutes=minutes,
                    heads=heads,
                    heads_new=self.rng.randint(0, 5),
                )
            )
        return made

    def _close(self, period: Period) -> None:
        due = [
            episodes.EpisodeClosing(episode_uid=case.episode, end_date=case.life.end, closure_reason=case.life.closure)
            for case in self._open()
            if case.life.end and period.contains(case.life.end)
        ]
        self._each(due, lambda by, batch: episodes.close(by=by, closings=batch))


def weekly(period: Period, *, weekday: int, every: int) -> Iterator[date]:
    """Each such weekday of a period, or each second one."""
    day = period.start + timedelta(days=(weekday - period.start.weekday()) % 7)
    while day <= period.end:
        yield day
        day += timedelta(weeks=every)


def by_provider(lives: Iterable[tuple[str, Life]]) -> dict[str, list[Life]]:
    """Lives under the slug of the provider they belong to."""
    sorted_: dict[str, list[Life]] = defaultdict(list)
    for slug, life in lives:
        sorted_[slug].append(life)
    return sorted_
