"""What waits at the door of a service."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import chain
from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent, Revision
from cairn.cases import doorkeeping
from cairn.cases.actions import incoming, referrals
from cairn.cases.actions.incoming import Dismissal, NewIncoming, TakingIn, TurningDown
from cairn.cases.actions.referrals import UnsuccessfulClosing
from cairn.cases.models import Episode, IncomingReferral, Referral
from cairn.cases.queries import referral_counts
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions import communication
from cairn.people.models import Client
from cairn.services.actions import services
from tests.cases.conftest import Ground, open_episode, refused


def at_the_door(ground: Ground, **changes: Any) -> NewIncoming:
    values = {"uid": str(uuid.uuid4()), "service_uid": str(ground.service.uid), "name": "Dilys Parry"}
    return NewIncoming(**{**values, **changes})


def landed(ground: Ground, **changes: Any) -> IncomingReferral:
    return incoming.receive(by=ground.party.system, incoming=[at_the_door(ground, **changes)]).one


def test_what_is_sent_twice_lands_once(ground: Ground) -> None:
    new = at_the_door(ground, phone="0121 496 0000", urgency="soon")
    first = incoming.receive(by=ground.party.system, incoming=[new])
    again = incoming.receive(by=ground.party.system, incoming=[new, new])
    assert first.problems == () and [p.rule for p in again.problems] == ["uid.again"] * 2
    assert {row.pk for row in again.items} == {first.one.pk} and again.event_uid == ""
    assert (first.one.state, first.one.received_date) == ("waiting", date(2025, 6, 30))


def test_what_came_leaves_no_words_in_the_log(ground: Ground) -> None:
    row = landed(ground, reason="Cannot get out")
    event = AuditEvent.objects.get(type="cases.incoming_received")
    kept = str(list(Revision.objects.filter(event_id=event.pk).values_list("payload", flat=True)))
    assert str(row.uid) in kept and "Dilys" not in kept and "Cannot" not in kept
    assert chain.verify(ground.by.organisation_id) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Di\x00lys"}, "name"),
        ({"birth_date": date(2025, 7, 1)}, "birth_date"),
        ({"phone": "call me"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"postcode": "somewhere"}, "postcode"),
        ({"reason": "y" * 4001}, "reason"),
        ({"reason": "bell\x07"}, "reason"),
        ({"safe_contact": "z" * 1001}, "safe_contact"),
        ({"referrer": "r" * 201}, "referrer"),
        ({"more": {"Anything else": "m" * 8001}}, "more"),
        ({"more": {"Anything else": "\ud800"}}, "more"),
        ({"sector": "martian"}, "sector"),
        ({"urgency": "now!"}, "urgency"),
        ({"origin": "letter"}, "origin"),
        ({"consent": "maybe"}, "consent"),
        ({"uid": "x"}, "uid"),
        ({"service_uid": str(uuid.uuid4())}, "service_uid"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(ground: Ground, said: dict[str, Any], field: str) -> None:
    found = refused(incoming.receive, by=ground.party.system, incoming=[at_the_door(ground, **said)])
    assert {(row, at) for row, at, _ in found} == {(0, field)}
    assert not IncomingReferral.objects.exists()


def taken(ground: Ground, row: IncomingReferral, **changes: Any) -> Any:
    return incoming.take_in(by=ground.by, takings=[TakingIn(incoming_uid=str(row.uid), **changes)])


def test_who_is_taken_in_has_a_record_and_a_referral_that_waits(ground: Ground) -> None:
    row = landed(
        ground, phone="0121 496 0000", birth_date=date(1990, 2, 3), postcode="b29 6qj", reason="Lonely", referrer="Dr Wu",
        referrer_contact="0121 496 0001", sector="statutory", urgency="urgent", safe_contact="After six",
    )  # fmt: skip
    referral = taken(ground, row, kind="health", crisis="no").one
    client = referral.client
    assert (client.name, client.postcode, client.birth_date) == ("Dilys Parry", "B29 6QJ", date(1990, 2, 3))
    assert client.communication.safe_contact == "After six"
    assert (referral.state, referral.source, referral.reason) == ("pending", "Dr Wu", "Lonely")
    assert (referral.sector, referral.kind, referral.urgency) == ("statutory", "health", "urgent")
    assert referral.referrer_contact == "0121 496 0001" and referral.received_date == date(2025, 6, 30)
    row.refresh_from_db()
    assert (row.state, row.referral, row.answered_date) == ("taken_in", referral, None)


def test_taking_in_is_taken_back_whole(ground: Ground) -> None:
    row = landed(ground, reason="Lonely")
    people = Client.objects.count()
    done = taken(ground, row, start_date=date(2025, 6, 30), worker_uid=ground.by.uid)
    assert Episode.objects.get().worker_uid == ground.by.uid and done.one.state == "accepted"
    row.refresh_from_db()
    assert (row.state, row.answered_date) == ("accepted", date(2025, 6, 30))
    undo(by=ground.by, event_uid=done.event_uid)
    row.refresh_from_db()
    assert (row.state, row.referral, row.name, row.reason) == ("waiting", None, "Dilys Parry", "Lonely")
    assert Client.objects.count() == people and not Referral.objects.exists() and not Episode.objects.exists()


def test_somebody_known_here_keeps_their_record(ground: Ground) -> None:
    communication.change(by=ground.by, client_uid=ground.anwen.uid, safe_contact="Mornings")
    row = landed(ground, name="Anwen", safe_contact="Never the landline")
    referral = taken(ground, row, client_uid=str(ground.anwen.uid), sector="self", urgency="routine").one
    assert referral.client == ground.anwen and (referral.sector, referral.urgency) == ("self", "routine")
    ground.anwen.refresh_from_db()
    assert ground.anwen.communication.safe_contact == "Mornings\nNever the landline"
    again = landed(ground, name="Anwen", safe_contact="Mornings")
    taken(ground, again, client_uid=str(ground.anwen.uid))
    ground.anwen.communication.refresh_from_db()
    assert ground.anwen.communication.safe_contact == "Mornings\nNever the landline"


def test_a_service_that_asks_no_postcode_keeps_none(ground: Ground) -> None:
    services.change(by=ground.manager, service_uid=ground.service.uid, version=None, asks_postcode=False)
    client = taken(ground, landed(ground, postcode="B29 6QJ")).one.client
    assert (client.postcode, client.postcode_state) == ("", "not_collected")


def test_what_is_not_for_us_counts_as_referred_and_unsuccessful(ground: Ground) -> None:
    row = landed(ground)
    refusal = TurningDown(incoming_uid=str(row.uid), reason="no_capacity")
    referral = incoming.turn_down(by=ground.by, refusals=[refusal]).one
    assert (referral.state, referral.unsuccessful_reason, referral.decided_date) == (
        "unsuccessful", "no_capacity", date(2025, 6, 30),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.answer_reason) == ("not_for_us", "no_capacity")
    counts = referral_counts(ground.by)
    assert counts.referred == counts.accepted + counts.unsuccessful + counts.withdrawn + counts.pending == 1


def test_a_decision_taken_later_is_the_answer(ground: Ground) -> None:
    row = landed(ground)
    referral = taken(ground, row).one
    closing = UnsuccessfulClosing(
        referral_uid=str(referral.uid),
        decided_date=date(2025, 6, 30),
        reason="risk",
        answer_words=" Try again in May. ",
    )
    closed = referrals.close_unsuccessful(by=ground.by, closings=[closing])
    row.refresh_from_db()
    assert (row.state, row.answer_reason, row.answer_words) == ("not_for_us", "risk", "Try again in May.")
    undo(by=ground.by, event_uid=closed.event_uid)
    row.refresh_from_db()
    assert (row.state, row.answer_reason, row.answered_date) == ("taken_in", "", None)


def test_what_is_no_referral_counts_nowhere_and_is_blanked_after_thirty_days(ground: Ground) -> None:
    row, kept = landed(ground, reason="Buy now", more={"Anything else": "No"}), landed(ground, name="Efa")
    said = [Dismissal(incoming_uid=str(row.uid), reason="spam")]
    dismissed = incoming.dismiss(by=ground.by, dismissals=said)
    assert referral_counts(ground.by).referred == 0 and Client.objects.count() == 3
    assert incoming.blank(by=ground.party.system).items == ()
    with clock.fixed(datetime(2025, 7, 30, 12, tzinfo=UTC)):
        assert incoming.blank(by=ground.party.system).items == (), "on the thirtieth day it may still be put right"
    with clock.fixed(datetime(2025, 7, 31, 12, tzinfo=UTC)):
        assert incoming.blank(by=ground.party.system).items == (row,)
        assert incoming.blank(by=ground.party.system).items == ()
    row.refresh_from_db()
    assert (row.name, row.reason, row.more, row.answer_reason) == ("", "", {}, "spam")
    with pytest.raises(Refused):
        undo(by=ground.by, event_uid=dismissed.event_uid)
    kept.refresh_from_db()
    assert kept.name == "Efa"


def test_every_hour_the_doors_are_looked_after(ground: Ground) -> None:
    row = landed(ground)
    incoming.dismiss(by=ground.by, dismissals=[Dismissal(incoming_uid=str(row.uid), reason="test")])
    assert doorkeeping.tidy() == 0
    with clock.fixed(datetime(2025, 8, 1, 12, tzinfo=UTC)):
        assert doorkeeping.tidy() == 1
    row.refresh_from_db()
    assert (row.name, row.answer_reason) == ("", "test")


def test_no_referral_by_mistake_is_put_back(ground: Ground) -> None:
    row = landed(ground)
    said = [Dismissal(incoming_uid=str(row.uid), reason="sent_twice")]
    undo(by=ground.by, event_uid=incoming.dismiss(by=ground.by, dismissals=said).event_uid)
    row.refresh_from_db()
    assert (row.state, row.answer_reason, row.name) == ("waiting", "", "Dilys Parry")


def test_what_is_answered_is_not_answered_again(ground: Ground) -> None:
    row = landed(ground)
    uid = str(row.uid)
    twice = [TakingIn(incoming_uid=uid), TakingIn(incoming_uid=uid)]
    assert refused(incoming.take_in, by=ground.by, takings=twice) == [(1, "incoming_uid", "incoming.answered")]
    with pytest.raises(Conflict):
        taken(ground, row, version=7)
    taken(ground, row)
    assert refused(incoming.dismiss, by=ground.by, dismissals=[Dismissal(incoming_uid=uid, reason="spam")]) == [
        (0, "incoming_uid", "incoming.answered")
    ]
    nobody = [TurningDown(incoming_uid=ground.by.uid, reason="risk")]
    assert refused(incoming.turn_down, by=ground.by, refusals=nobody) == [(0, "incoming_uid", "incoming_uid.unknown")]


def test_all_that_is_wrong_with_an_answer_is_said_at_once(ground: Ground) -> None:
    uid = str(landed(ground).uid)
    wrong = TakingIn(
        incoming_uid=uid, client_uid=ground.by.uid, sector="x", kind="x", crisis="x", urgency="x",
        start_date=date(2025, 6, 1), worker_uid="nobody", answer_words="w" * 1001,
    )  # fmt: skip
    found = refused(incoming.take_in, by=ground.by, takings=[wrong])
    assert {field for _, field, _ in found} == {
        "client_uid", "sector", "kind", "crisis", "urgency", "start_date", "worker_uid", "answer_words",
    }  # fmt: skip
    refusal = TurningDown(incoming_uid=uid, reason="x", answer_words="w" * 1001)
    found = refused(incoming.turn_down, by=ground.by, refusals=[refusal])
    assert {field for _, field, _ in found} == {"reason", "answer_words"}
    found = refused(incoming.dismiss, by=ground.by, dismissals=[Dismissal(incoming_uid=uid, reason="x")])
    assert {field for _, field, _ in found} == {"reason"}


def test_a_record_that_was_merged_into_another_takes_nobody_in(ground: Ground) -> None:
    Client.objects.filter(pk=ground.bashir.pk).update(merged_into=ground.anwen)
    one = TakingIn(incoming_uid=str(landed(ground).uid), client_uid=str(ground.bashir.uid))
    assert refused(incoming.take_in, by=ground.by, takings=[one]) == [(0, "client_uid", "client_uid.unknown")]


def test_support_that_is_running_is_not_opened_twice(ground: Ground) -> None:
    open_episode(ground)
    row = landed(ground, name="Anwen")
    one = TakingIn(incoming_uid=str(row.uid), client_uid=str(ground.anwen.uid), start_date=date(2025, 6, 30))
    assert refused(incoming.take_in, by=ground.by, takings=[one]) == [(0, "start_date", "episode.overlap")]
