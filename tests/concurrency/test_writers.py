"""Eight writers at once, on whichever database the tests run: chains verify, the feed is complete, nothing is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from cairn.access import chain, deeds, event_types, scope
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent
from cairn.cases.actions import activities, referrals
from cairn.cases.models import Activity, Attendance, Episode, Referral, StepRecord
from cairn.insight import marts
from cairn.kernel import clock
from cairn.people.actions import clients
from cairn.people.models import Client
from tests.cases.conftest import Ground, lay
from tests.concurrency.crowd import Reader, at_once
from tests.conftest import Party

WRITERS, DEEDS, LIVES = 8, 12, 4
TODAY = date(2025, 6, 30)
event_types.register(event_types.EventType("tests.written", "wrote"))
pytestmark = pytest.mark.django_db(transaction=True)


def write(actor: Actor) -> None:
    for _ in range(DEEDS):
        with deeds.deed("tests.written", by=actor) as this:
            this.create(
                Client(organisation_id=actor.organisation_id, reference=uuid4().hex, added_date=date(2025, 1, 1))
            )


def assert_unbroken(organisation_id: int, after: int, deeds_done: int) -> None:
    """The chain verifies, and the new events are numbered on without a gap."""
    assert chain.verify(organisation_id) == []
    events = AuditEvent.objects.filter(organisation_id=organisation_id, seq__gt=after).order_by("seq")
    assert list(events.values_list("seq", flat=True)) == list(range(after + 1, after + 1 + deeds_done))


def test_eight_writers_lose_nothing(harbour: Party, oakfield: Party) -> None:
    """Two organisations, four writers each, and a reader of the feed all the while."""
    reader = Reader.at_the_end([party.organisation.pk for party in (harbour, oakfield)])
    start = dict(reader.cursor)
    at_once([harbour.support_worker, oakfield.support_worker] * (WRITERS // 2), write, reader)
    with scope.every("the test counts what both wrote"):
        written = {str(uid) for uid in Client.objects.values_list("uid", flat=True)}
    assert len(written) == WRITERS * DEEDS
    assert reader.seen["client"] == written, "the feed missed a change, or told of one that was not committed"
    for pk, head in start.items():
        assert_unbroken(pk, head, WRITERS * DEEDS // 2)


@pytest.fixture
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def grounds(_today: None, harbour: Party, oakfield: Party) -> dict[str, Ground]:
    found = {}
    for party in (harbour, oakfield):
        with scope.of(party.system):
            found[party.organisation.slug] = lay(party)
    return found


def live(by: Actor, ground: Ground, shared: str) -> None:
    """A few lives through the actions of the screens: a person, a referral, an episode, a visit with a step. And the one
    activity that every writer of the organisation sends."""
    together = [str(uid) for uid in Episode.objects.filter(client=ground.anwen).values_list("uid", flat=True)]
    for _ in range(LIVES):
        person = clients.add(by=by, clients=[clients.NewClient(name="Somebody")]).one
        new = referrals.NewReferral(
            client_uid=str(person.uid), service_uid=str(ground.service.uid), received_date=date(2025, 6, 1)
        )
        referral = referrals.receive(by=by, referrals=[new]).one
        accepted = referrals.Acceptance(
            referral_uid=str(referral.uid), decided_date=date(2025, 6, 2), start_date=date(2025, 6, 3)
        )
        episode = str(referrals.accept(by=by, decisions=[accepted]).one.uid)
        visit(by, ground, [episode], str(ground.visit.uid), str(uuid4()))
        visit(by, ground, together, str(ground.walk.uid), shared)


def visit(by: Actor, ground: Ground, episodes: list[str], kind: str, uid: str) -> None:
    came = [
        activities.NewAttendance(episode_uid=episode, steps=((str(ground.rungs[0].uid), "reached"),))
        for episode in episodes
    ]
    new = activities.NewActivity(uid=uid, activity_type_uid=kind, activity_date=TODAY, minutes=30, attendances=came)
    activities.record(by=by, activities=[new])


def open_one(ground: Ground) -> None:
    """Anwen's episode, which stands before the writers come."""
    by = ground.by
    with scope.of(by):
        new = referrals.NewReferral(
            client_uid=str(ground.anwen.uid), service_uid=str(ground.service.uid), received_date=date(2025, 6, 1)
        )
        referral = referrals.receive(by=by, referrals=[new]).one
        accepted = referrals.Acceptance(
            referral_uid=str(referral.uid), decided_date=date(2025, 6, 2), start_date=date(2025, 6, 3)
        )
        referrals.accept(by=by, decisions=[accepted])


def test_eight_workers_at_the_screens_lose_nothing(grounds: dict[str, Ground]) -> None:
    """Every person, referral, episode and visit is there; what all sent is there once; no two people share a reference."""
    shared = {slug: str(uuid4()) for slug in grounds}
    for ground in grounds.values():
        open_one(ground)
    start = Reader.at_the_end([ground.by.organisation_id for ground in grounds.values()]).cursor
    reader = Reader(dict.fromkeys(start, 0))
    actors = [ground.by for ground in grounds.values()] * (WRITERS // 2)
    at_once(actors, lambda by: live(by, grounds[by.slug], shared[by.slug]), reader)
    lives = WRITERS // 2 * LIVES
    for slug, ground in grounds.items():
        organisation = ground.by.organisation_id
        with scope.of(ground.by):
            assert_unbroken(organisation, start[organisation], lives * 4 + 1)
            assert_all_there(ground, lives, shared[slug], reader)
            assert marts.verify(organisation) == ()


def assert_all_there(ground: Ground, lives: int, shared: str, reader: Reader) -> None:
    references = list(Client.objects.order_by("reference").values_list("reference", flat=True))
    assert references == [f"C-{number:06d}" for number in range(1, lives + 4)], "three were there before"
    assert Referral.objects.filter(state="accepted").count() == Episode.objects.count() == lives + 1
    assert Activity.objects.filter(uid=shared).count() == 1
    assert Activity.objects.count() == Attendance.objects.count() == StepRecord.objects.count() == lives + 1
    for model, kind in ((Client, "client"), (Activity, "activity"), (Referral, "referral"), (Episode, "episode")):
        written = {str(uid) for uid in model.objects.values_list("uid", flat=True)}
        assert written <= reader.seen[kind], "the feed missed a change"
