"""Somebody passed on to another organisation on this Cairn: what goes, what comes back, and who sees none of it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from cairn.access import chain, scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, Revision
from cairn.access.queries import NotFound
from cairn.cases import doorkeeping
from cairn.cases.actions import incoming, passing_on, referrals
from cairn.cases.actions.incoming import Dismissal, TakingIn, TurningDown
from cairn.cases.actions.passing_on import NewPassingOn
from cairn.cases.actions.referrals import Acceptance
from cairn.cases.models import IncomingReferral, Signposting
from cairn.desk import jobs
from cairn.kernel.problems import Done, Refused
from cairn.people.actions import clients, erasure
from cairn.people.models import Client, Consent
from cairn.services import doors
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from cairn.services.models import Service
from tests.cases.conftest import Ground, refused
from tests.conftest import Party


@dataclass
class Next:
    """Oakfield next door, with a service that takes referrals and one that does not."""

    party: Party
    service: Service

    @property
    def by(self) -> Actor:
        return self.party.support_worker


@pytest.fixture
def oak(oakfield: Party) -> Next:
    with scope.of(oakfield.system):
        new = [
            NewService(name="Debt advice", who_for="Adults", takes_referrals=True, start_date=date(2024, 1, 1)),
            NewService(name="Inside", start_date=date(2024, 1, 1)),
            NewService(
                name="Gone", takes_referrals=True, start_date=date(2024, 1, 1), end_date=date(2025, 6, 29)
            ),
        ]  # fmt: skip
        made = services.add(by=oakfield.service_manager, services=new).items
    return Next(oakfield, made[0])


def passing(ground: Ground, oak: Next, **changes: Any) -> NewPassingOn:
    values = {
        "uid": str(uuid.uuid4()), "client_uid": str(ground.anwen.uid), "service_uid": str(oak.service.uid),
        "reason": "Owes rent", "agreed": True, "fields": ("birth_date",),
    }  # fmt: skip
    return NewPassingOn(**{**values, **changes})


def sent(ground: Ground, oak: Next, **changes: Any) -> Any:
    return passing_on.send(by=ground.by, new=passing(ground, oak, **changes)).one


def carried_home() -> list[str]:
    """What the worker does until nothing waits."""
    said = []
    while (job := jobs.work_one()) is not None:
        said.append(job.message)
    return said


def line(ground: Ground) -> tuple[str, date | None]:
    row = Signposting.objects.get(client=ground.anwen)
    return row.result, row.result_date


def test_only_what_was_chosen_leaves(ground: Ground, oak: Next) -> None:
    person = {"phone": "0121 496 0000", "email": "anwen@example.org", "postcode": "B29 6QJ", "gender": "woman"}
    clients.change(by=ground.by, client_uid=ground.anwen.uid, version=None, **person)
    row = sent(
        ground, oak, fields=("phone", "gender"), urgency="soon", sector="voluntary", referrer_contact="me@a.example"
    )
    row.refresh_from_db()
    assert (row.organisation_id, row.sender_id) == (oak.party.organisation.pk, ground.by.organisation_id)
    assert (row.name, row.phone, row.more) == ("Anwen", "0121 496 0000", {"Gender": "Woman"})
    assert (row.birth_date, row.email, row.postcode, row.safe_contact) == (None, "", "", "")
    assert (row.reason, row.urgency, row.sector, row.consent) == ("Owes rent", "soon", "voluntary", "given")
    assert row.referrer == f"{ground.by.name}, Harbour Trust" and row.referrer_contact == "me@a.example"


def test_it_stands_in_the_senders_log_and_not_in_the_others(ground: Ground, oak: Next) -> None:
    row = sent(ground, oak)
    event = AuditEvent.objects.get(type="cases.passed_on")
    assert event.organisation_id == ground.by.organisation_id
    kept = str(list(Revision.objects.filter(event_id=event.pk).values_list("payload", flat=True)))
    assert "Owes rent" not in kept and "1980" not in kept
    assert not AuditEvent.objects.filter(organisation_id=oak.by.organisation_id, type__startswith="cases.").exists()
    consent, went = Consent.objects.get(), Signposting.objects.get()
    assert (consent.purpose, consent.state, consent.recipient_id) == ("pass_on", "given", oak.party.organisation.pk)
    assert (went.kind, went.to_words, row.signposting_id) == ("passed_on", "Debt advice, Oakfield", went.pk)


def test_a_send_that_is_repeated_lands_once(ground: Ground, oak: Next) -> None:
    new = passing(ground, oak)
    first, again = passing_on.send(by=ground.by, new=new), passing_on.send(by=ground.by, new=new)
    assert again.one == first.one and [p.rule for p in again.problems] == ["uid.again"]
    assert (IncomingReferral.objects.count(), Signposting.objects.count(), Consent.objects.count()) == (1, 1, 1)
    other = passing(ground, oak)
    assert refused(passing_on.send, by=ground.by, new=other) == [(None, "", "passing_on.waiting")]


@pytest.mark.parametrize(
    ("said", "field", "rule"),
    [
        ({"agreed": False}, "agreed", "passing_on.consent"),
        ({"reason": " "}, "reason", "passing_on.reason"),
        ({"reason": "x" * 4001}, "reason", "text.long"),
        ({"fields": ("phone",)}, "fields", "passing_on.fields"),
        ({"urgency": "x"}, "urgency", "urgency.code"),
        ({"how": "x"}, "how", "consent.how"),
        ({"uid": "x"}, "uid", "uid.refused"),
    ],
)
def test_what_may_not_go_is_refused(ground: Ground, oak: Next, said: dict[str, Any], field: str, rule: str) -> None:
    assert refused(passing_on.send, by=ground.by, new=passing(ground, oak, **said)) == [(None, field, rule)]
    assert not (IncomingReferral.objects.exists() or Consent.objects.exists() or Signposting.objects.exists())


def test_a_door_is_open_only_where_a_manager_opened_it(ground: Ground, oak: Next) -> None:
    assert [(door.service, door.organisation) for door in doors.doors(ground.by)] == [("Debt advice", "Oakfield")]
    assert doors.doors(oak.by) == ()
    with scope.of(oak.party.system):
        shut = list(Service.objects.filter(name__in=("Inside", "Gone")))
    for uid in [*(row.uid for row in shut), "nothing", ground.service.uid]:
        with pytest.raises(NotFound):
            passing_on.send(by=ground.by, new=passing(ground, oak, service_uid=str(uid)))


def test_somebody_without_a_name_is_not_sent(ground: Ground, oak: Next) -> None:
    nobody = clients.add(by=ground.by, clients=[clients.NewClient(reference="R-1", known_as="")]).one
    found = refused(passing_on.send, by=ground.by, new=passing(ground, oak, client_uid=str(nobody.uid), fields=()))
    assert found == [(None, "name", "incoming.name")]


def answered(oak: Next, row: Any, how: str) -> Done[Any]:
    with scope.of(oak.party.system):
        uid = str(row.uid)
        if how == "accepted":
            one = TakingIn(incoming_uid=uid, start_date=date(2025, 6, 30), answer_words="We see her on Monday")
            return incoming.take_in(by=oak.by, takings=[one])
        if how == "not_for_us":
            no = TurningDown(incoming_uid=uid, reason="no_capacity", answer_words="Full until May")
            return incoming.turn_down(by=oak.by, refusals=[no])
        return incoming.dismiss(by=oak.by, dismissals=[Dismissal(incoming_uid=uid, reason="sent_twice")])


@pytest.mark.parametrize(
    ("how", "result"), [("accepted", "started"), ("not_for_us", "turned_away"), ("not_a_referral", "turned_away")]
)
def test_what_came_of_it_returns_as_a_deed_of_the_senders_own(ground: Ground, oak: Next, how: str, result: str) -> None:
    row = sent(ground, oak)
    done = answered(oak, row, how)
    row.refresh_from_db()
    assert (row.state, row.answered_date) == (how, date(2025, 6, 30))
    assert line(ground)[0] == "not_known", "the other's deed writes nothing of the sender's"
    assert carried_home() == ["1 answers were noted."]
    assert line(ground) == (result, date(2025, 6, 30))
    event = AuditEvent.objects.get(type="cases.passing_on_answered")
    assert (event.organisation_id, event.actor_uid) == (ground.by.organisation_id, "system")
    theirs = Revision.objects.filter(organisation_id=oak.by.organisation_id).values_list("payload", flat=True)
    assert str(ground.anwen.uid) not in str(list(theirs))
    assert done.event_uid and passing_on.learn(by=ground.party.system).items == ()
    for party in (ground.party, oak.party):
        assert chain.verify(party.organisation.pk) == []


def test_a_decision_taken_later_returns_too_and_undone_it_waits_again(ground: Ground, oak: Next) -> None:
    row = sent(ground, oak)
    with scope.of(oak.party.system):
        referral = incoming.take_in(by=oak.by, takings=[TakingIn(incoming_uid=str(row.uid))]).one
        day = date(2025, 6, 30)
        one = Acceptance(referral_uid=str(referral.uid), decided_date=day, start_date=day, answer_words="Yes")
        accepted = referrals.accept(by=oak.by, decisions=[one])
    row.refresh_from_db()
    assert (row.state, row.answer_words) == ("accepted", "Yes")
    with scope.of(oak.party.system):
        undo(by=oak.by, event_uid=accepted.event_uid)
    row.refresh_from_db()
    assert row.state == "taken_in"


def test_an_answer_that_no_job_carried_is_carried_within_the_hour(ground: Ground, oak: Next) -> None:
    answered(oak, sent(ground, oak), "accepted")
    assert doorkeeping.tidy() == 1 and line(ground)[0] == "started"
    assert doorkeeping.tidy() == 0


def test_what_waits_is_withdrawn_and_leaves_no_word_behind(ground: Ground, oak: Next) -> None:
    row = sent(ground, oak, fields=("birth_date",))
    passing_on.withdraw(by=ground.by, uid=row.uid)
    row.refresh_from_db()
    assert (row.state, row.name, row.birth_date, row.reason, row.referrer) == ("withdrawn", "", None, "", "")
    with pytest.raises(Refused):
        passing_on.withdraw(by=ground.by, uid=row.uid)
    with scope.of(oak.party.system):
        found = refused(incoming.take_in, by=oak.by, takings=[TakingIn(incoming_uid=str(row.uid))])
    assert found == [(0, "incoming_uid", "incoming.answered")]
    sent(ground, oak)  # and it may be sent anew


def test_a_third_organisation_finds_nothing(ground: Ground, oak: Next, westborough: Party) -> None:
    row = sent(ground, oak)
    for other in (westborough.contract_manager, westborough.system):
        with scope.of(other):
            assert not IncomingReferral.objects.exists()
    with scope.of(westborough.system):
        with pytest.raises(NotFound):
            passing_on.withdraw(by=westborough.system, uid=row.uid)
        found = refused(incoming.take_in, by=westborough.system, takings=[TakingIn(incoming_uid=str(row.uid))])
        assert found == [(0, "incoming_uid", "incoming_uid.unknown")]
        stolen = passing(ground, oak, uid=str(row.uid))
    found = refused(incoming.take_in, by=ground.by, takings=[TakingIn(incoming_uid=str(row.uid))])
    assert found == [(0, "incoming_uid", "incoming_uid.unknown")], "the sender does not answer itself"
    with pytest.raises(NotFound):
        passing_on.withdraw(by=oak.by, uid=row.uid)
    assert stolen.uid == str(row.uid)


def test_whoever_is_erased_here_is_gone_there_while_it_waits(ground: Ground, oak: Next) -> None:
    sent(ground, oak)
    erasure.erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")
    assert not IncomingReferral.objects.exists()


def test_whoever_is_erased_there_leaves_the_answer_and_no_word(ground: Ground, oak: Next) -> None:
    row = sent(ground, oak)
    answered(oak, row, "not_for_us")
    with scope.of(oak.party.system):
        theirs = Client.objects.get(organisation_id=oak.by.organisation_id)
        erasure.erase(by=oak.party.service_manager, client_uid=theirs.uid, reason="client_asked")
    row.refresh_from_db()
    assert (row.state, row.answer_reason, row.name, row.referral_id) == ("not_for_us", "no_capacity", "", None)
