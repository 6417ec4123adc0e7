"""Thirty-two others whom Harbour Trust meets in the same quarter, so that a table has something to show and to hide.

Thirty are accepted, two are not; five have needs, five have two readings. They are made by the actions that the screens use.
"""

from collections.abc import Sequence
from datetime import date

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases.actions import assessments, needs, referrals
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.referrals import Acceptance, NewReferral, UnsuccessfulClosing
from cairn.cases.models import Episode, Need, Referral
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client
from cairn.services.models import Service
from tests.conftest import Party

#: gender, ethnic group → how many are accepted
CROWD = {
    ("woman", "white"): 8,
    ("man", "white"): 7,
    ("woman", "asian"): 5,
    ("man", "asian"): 5,
    ("woman", "black"): 3,
    ("man", "black"): 2,
}
#: two who are the worker's own, and come to the session
COMPANIONS = ("Kit Marlowe", "Perpetua Ash")
DECIDED = date(2025, 4, 9)
#: SWEMWBS as seven answers, at the start and at the review; on the metric scale: +1.82, +2.95, -0.52, +3.23, 0
READINGS = [
    ((3, 3, 3, 3, 2, 2, 2), (3, 3, 3, 3, 3, 3, 3)),
    ((3, 3, 3, 3, 3, 3, 2), (4, 4, 4, 3, 3, 3, 3)),
    ((3, 3, 2, 2, 2, 2, 2), (3, 2, 2, 2, 2, 2, 2)),
    ((4, 3, 3, 3, 3, 3, 3), (4, 4, 4, 4, 4, 3, 3)),
    ((3, 3, 3, 3, 3, 2, 2), (3, 3, 3, 3, 3, 2, 2)),
]


def arrive(harbour: Party) -> None:
    """On 9 April."""
    by = harbour.support_worker
    crowd = [kind for kind, count in CROWD.items() for _ in range(count)]
    names = [*COMPANIONS, *(f"Neighbour {number:02}" for number in range(3, 31))]
    new = [NewClient(name=name, gender=who[0], ethnicity_group=who[1]) for name, who in zip(names, crowd, strict=True)]
    new += [NewClient(name="Neighbour 31"), NewClient(name="Neighbour 32")]
    with scope.of(by):
        people = clients.add(by=by, clients=new).items
        asked = _asked(by, people)
        episodes = referrals.accept(
            by=by, decisions=[_accepted(by, at, one) for at, one in enumerate(asked[:30])]
        ).items
        closings = [
            UnsuccessfulClosing(referral_uid=str(one.uid), reason=reason, decided_date=DECIDED)
            for one, reason in zip(asked[30:], ("no_capacity", "refused_support"), strict=True)
        ]
        referrals.close_unsuccessful(by=by, closings=closings)
        lonely = [NewNeed(episode_uid=str(one.uid), need="loneliness", presented_date=DECIDED) for one in episodes[:5]]
        needs.present(by=by, needs=lonely)
        _read(by, episodes, "start", 0, DECIDED)


def _asked(by: Actor, people: Sequence[Client]) -> Sequence[Referral]:
    service = str(Service.objects.get().uid)
    new = [
        NewReferral(client_uid=str(one.uid), service_uid=service, received_date=date(2025, 4, 8), sector="statutory")
        for one in people
    ]
    return referrals.receive(by=by, referrals=new).items


def _accepted(by: Actor, at: int, referral: Referral) -> Acceptance:
    """The first two are the worker's own."""
    worker = by.uid if at < len(COMPANIONS) else ""
    return Acceptance(referral_uid=str(referral.uid), decided_date=DECIDED, start_date=DECIDED, worker_uid=worker)


def come_to_review(harbour: Party) -> None:
    """On 20 June: two of the five are lonely no longer, one less so."""
    by = harbour.support_worker
    with scope.of(by):
        rows = list(Need.objects.filter(need="loneliness", episode__client__name__in=_names(5)).order_by("pk"))
        judged = [
            NewJudgement(need_uid=str(row.uid), judged_date=date(2025, 6, 20), state=state, judged_by="worker")
            for row, state in zip(rows, ("met", "met", "part_met"), strict=False)
        ]
        needs.judge(by=by, judgements=judged)
        episodes = list(Episode.objects.filter(client__name__in=_names(5)).order_by("pk"))
        _read(by, episodes, "review", 1, date(2025, 6, 20))


def _names(count: int) -> list[str]:
    return [*COMPANIONS, *(f"Neighbour {number:02}" for number in range(3, count + 1))]


def _read(by: Actor, episodes: Sequence[Episode], stage: str, which: int, day: date) -> None:
    new = [
        NewAssessment(episode_uid=str(one.uid), scale="swemwbs", assessed_date=day, answers=pair[which], stage=stage)
        for one, pair in zip(episodes, READINGS, strict=False)
    ]
    assessments.record(by=by, assessments=new)
