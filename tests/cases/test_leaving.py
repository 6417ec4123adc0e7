"""A leaver's desk goes to others whole, comes back whole, and loses nothing on the way."""

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access.actions import members
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor, NotAllowed
from cairn.access.queries import actor_for
from cairn.cases.actions import covers, leaving, notes, planned_sessions, referrals
from cairn.cases.actions.covers import NewCover
from cairn.cases.actions.leaving import HandingOver
from cairn.cases.actions.notes import NewNote
from cairn.cases.actions.planned_sessions import NewSession
from cairn.cases.actions.referrals import Contact
from cairn.cases.leaving import desk_of
from cairn.cases.models import AlsoThere, Appointment, Cover, Episode, Note, PlannedSession, Referral
from tests.cases.conftest import TODAY, Ground, open_episode, planned, referred, refused

WEEK = timedelta(days=7)
NINE = time(9)


@pytest.fixture
def episode(ground: Ground) -> Episode:
    return open_episode(ground)


OWNED = (
    (Episode, "worker_uid"), (Referral, "worker_uid"), (Appointment, "worker_uid"), (PlannedSession, "worker_uid"),
    (AlsoThere, "worker_uid"), (Note, "to_uid"), (Cover, "covered_by_uid"), (Cover, "worker_uid"),
)  # fmt: skip


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that has an owner, without its version."""
    models = dict.fromkeys(model for model, _ in OWNED)
    rows = {model.__name__: list(model.objects.order_by("uid").values()) for model in models}
    return {name: [{**row, "version": 0, "id": 0} for row in found] for name, found in rows.items()}


def full_desk(ground: Ground, other: Actor) -> None:
    """Something of each kind for the support worker to leave behind."""
    own = open_episode(ground)
    theirs = open_episode(ground, ground.bashir, worker_uid=other.uid)
    planned(ground, own, TODAY + WEEK, start_time=NINE, also=[other.uid])
    planned(ground, theirs, TODAY, worker_uid=ground.by.uid)
    planned(ground, theirs, TODAY, worker_uid=other.uid, also=[ground.by.uid])
    session = NewSession(activity_type_uid=str(ground.walk.uid), planned_date=TODAY, also=[ground.manager.uid])
    planned_sessions.plan(by=ground.by, sessions=[session])
    waiting = referred(ground, ground.cerys)
    referrals.note_contact(by=ground.by, contacts=[Contact(referral_uid=str(waiting.uid), first_contact_date=TODAY)])
    notes.write(by=other, notes=[NewNote(client_uid=str(ground.anwen.uid), text="Ring", to_uid=ground.by.uid)])
    for absent, covering in ((other, ground.by), (ground.by, other), (ground.manager, ground.by)):
        new = NewCover(worker_uid=absent.uid, covered_by_uid=covering.uid, start_date=TODAY, end_date=TODAY + WEEK)
        covers.cover(by=ground.manager, covers=[new])


PARTS = st.dictionaries(st.sampled_from(leaving.PARTS), st.sampled_from(("ann", "bob")))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(everything_to=st.sampled_from(("ann", "bob")), parts=PARTS, case=st.sampled_from(("", "ann", "bob")))
def test_a_leavers_hand_over_loses_nothing_and_undo_restores_exactly(
    ground: Ground, ann: Actor, bob: Actor, everything_to: str, parts: dict[str, str], case: str
) -> None:
    from django.db import transaction

    who = {"ann": ann.uid, "bob": bob.uid, "": ""}
    with transaction.atomic():
        full_desk(ground, ann)
        before, things = everything(), list(desk_of(ground.manager, ground.by.uid).rows())
        own = Episode.objects.get(client=ground.anwen)
        handing = HandingOver(
            worker_uid=ground.by.uid, everything=who[everything_to], parts={key: who[name] for key, name in parts.items()},
            episodes={str(own.uid): who[case]},
        )  # fmt: skip
        made = leaving.hand_over(by=ground.manager, handing=handing)
        for row in things:
            now = type(row).objects.filter(pk=row.pk).first()
            if now is None:  # a second worker who is there already, or a cover of oneself, needs no other
                assert isinstance(row, (AlsoThere, Cover))
                continue
            owner = now.to_uid if isinstance(now, Note) else getattr(now, "covered_by_uid", None) or now.worker_uid
            assert owner in (ann.uid, bob.uid)
        own.refresh_from_db()
        assert own.worker_uid == who[case or everything_to]
        assert Appointment.objects.get(episode=own).worker_uid == own.worker_uid, "what is planned goes with the case"
        assert desk_of(ground.manager, ground.by.uid).is_empty
        undo(by=ground.manager, event_uid=made.event_uid)
        assert everything() == before
        transaction.set_rollback(True)


def test_a_hand_over_without_an_owner_for_everything_is_refused(ground: Ground, ann: Actor, episode: Episode) -> None:
    def give(**said: Any) -> set[str]:
        handing = HandingOver(**{"worker_uid": ground.by.uid, "everything": ann.uid, **said})
        return {field for _, field, _ in refused(leaving.hand_over, by=ground.manager, handing=handing)}

    assert give(everything="") == {"everything"} and give(worker_uid="nobody") == {"worker_uid"}
    assert give(parts={"memos": ground.by.uid}) == {"memos"} and give(episodes={"x": "nobody"}) == {"x"}
    assert give(worker_uid=ground.manager.uid) == {"everything"}, "nothing is on that desk"
    with pytest.raises(NotAllowed):
        leaving.hand_over(by=ann, handing=HandingOver(worker_uid=ground.by.uid, everything=ann.uid))


def test_a_membership_is_ended_by_another_and_taken_back(ground: Ground, ann: Actor) -> None:
    event = members.end(by=ground.manager, user_uid=ann.uid).event_uid
    from cairn.access.models import User

    user = User.objects.get(uid=ann.uid)
    assert actor_for(user, ground.party.organisation.slug) is None
    assert refused(members.end, by=ground.manager, user_uid=ann.uid) == [(None, "", "member.unknown")]
    assert refused(members.end, by=ground.manager, user_uid=ground.manager.uid) == [(None, "", "member.self")]
    gone = HandingOver(worker_uid=ground.by.uid, everything=ann.uid)
    assert (None, "everything", "leaver.taker") in refused(leaving.hand_over, by=ground.manager, handing=gone)
    undo(by=ground.manager, event_uid=event)
    assert actor_for(user, ground.party.organisation.slug)


def test_a_second_workers_place_goes_to_whoever_takes_it(ground: Ground, ann: Actor, bob: Actor) -> None:
    theirs = open_episode(ground, ground.bashir, worker_uid=ann.uid)
    planned(ground, theirs, worker_uid=ann.uid, also=[ground.by.uid])
    own = open_episode(ground)
    handing = HandingOver(
        worker_uid=ground.by.uid, everything=ann.uid, parts={"second": bob.uid, str(ground.service.uid): bob.uid}
    )
    leaving.hand_over(by=ground.manager, handing=handing)
    assert AlsoThere.objects.get().worker_uid == bob.uid
    own.refresh_from_db()
    assert own.worker_uid == bob.uid
