"""Referrals: received, then accepted, closed unsuccessful or withdrawn; what was received is always all of these and
what still waits."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.cases import queries
from cairn.cases.actions import referrals
from cairn.cases.actions.referrals import Acceptance, Contact, NewReferral, UnsuccessfulClosing, Withdrawal
from cairn.cases.models import Episode, EpisodeFunding, Referral
from cairn.contracts.actions import services as paid_services
from cairn.people.actions import clients
from tests.cases.conftest import START, Ground, lay, open_episode, referred, refused
from tests.conftest import Party
from tests.contracts.conftest import a_contract


def test_a_referral_waits_until_it_is_decided(ground: Ground) -> None:
    referral = referred(ground, crisis="yes", sector="statutory", kind="health", source="  The surgery ")
    assert (referral.state, referral.decided_date, referral.source) == ("pending", None, "The surgery")


def test_everything_wrong_with_every_referral_is_said_at_once(ground: Ground) -> None:
    wrong = NewReferral(
        client_uid="no uid", service_uid=str(ground.anwen.uid), received_date=date(2025, 7, 1), sector="nowhere",
        kind="nothing", crisis="perhaps", first_contact_date=date(2025, 5, 2), assessed_date=date(2025, 5, 1), uid="x",
    )  # fmt: skip
    fine = NewReferral(
        client_uid=str(ground.anwen.uid), service_uid=str(ground.service.uid), received_date=date(2025, 5, 1)
    )
    assert {(row, field) for row, field, _ in refused(referrals.receive, by=ground.by, referrals=[fine, wrong])} == {
        (1, "uid"), (1, "sector"), (1, "kind"), (1, "crisis"), (1, "received_date"), (1, "first_contact_date"),
        (1, "assessed_date"), (1, "client_uid"), (1, "service_uid"),
    }  # fmt: skip
    assert not Referral.objects.exists()


def test_dates_come_in_order_up_to_the_decision(ground: Ground) -> None:
    referral = referred(ground, first_contact_date=date(2025, 4, 3), assessed_date=date(2025, 4, 5))
    decided = {"referral_uid": str(referral.uid), "decided_date": date(2025, 4, 4)}
    early = [(0, "decided_date", "date.order")]
    assert refused(referrals.withdraw, by=ground.by, withdrawals=[Withdrawal(**decided)]) == early
    closing = UnsuccessfulClosing(**decided, reason="no_capacity")
    assert refused(referrals.close_unsuccessful, by=ground.by, closings=[closing]) == early
    start = {"start_date": date(2025, 3, 31)}
    accepting = Acceptance(**decided, **start)
    assert refused(referrals.accept, by=ground.by, decisions=[accepting]) == [*early, (0, "start_date", "date.order")]


def test_a_referral_sent_twice_is_received_once(ground: Ground) -> None:
    uid = "0d6c1c80-0000-4000-8000-000000000001"
    first = referred(ground, uid=uid)
    again = referrals.receive(
        by=ground.by,
        referrals=[
            NewReferral(
                client_uid=str(ground.bashir.uid), service_uid=str(ground.service.uid), received_date=START, uid=uid
            )
        ],
    )
    assert again.one == first and again.one.client == ground.anwen
    assert [problem.severity for problem in again.problems] == ["warning"]
    assert Referral.objects.count() == 1


def test_first_contact_and_assessment_are_noted_while_it_waits(ground: Ground) -> None:
    referral = referred(ground)
    referrals.note_contact(
        by=ground.by, contacts=[Contact(referral_uid=str(referral.uid), first_contact_date=date(2025, 4, 2))]
    )
    referrals.note_contact(by=ground.by, contacts=[Contact(referral_uid=str(referral.uid), assessed_date=START)])
    referral.refresh_from_db()
    assert (referral.first_contact_date, referral.assessed_date) == (date(2025, 4, 2), START)
    too_early = Contact(referral_uid=str(referral.uid), first_contact_date=date(2025, 3, 1))
    nobody = Contact(referral_uid="?", first_contact_date=START)
    assert refused(referrals.note_contact, by=ground.by, contacts=[nobody]) == [
        (0, "referral_uid", "referral_uid.unknown")
    ]
    assert refused(referrals.note_contact, by=ground.by, contacts=[too_early]) == [
        (0, "first_contact_date", "date.order")
    ]


def test_accepting_opens_an_episode_with_the_age_band_of_its_first_day(ground: Ground) -> None:
    episode = open_episode(ground)
    assert (episode.client, episode.service, episode.start_date) == (ground.anwen, ground.service, START)
    assert episode.age_band == "35-49"  # born on 1 May 1980, so 44 on 7 April 2025
    assert episode.referral.state == "accepted"
    assert [(f.kind, f.contract, f.start_date) for f in episode.fundings.all()] == [("own_funds", None, START)]


def test_the_contracts_that_run_on_the_first_day_pay_unless_said_otherwise(ground: Ground, eastborough: Party) -> None:
    commissioner = eastborough.contract_manager
    contract = a_contract(commissioner)
    grant = a_contract(commissioner, reference="G", title="A grant", is_grant=True)
    over = a_contract(
        commissioner, reference="OLD", title="Long over", start_date=date(2024, 1, 1), end_date=date(2024, 12, 31)
    )
    for each in (contract, grant, over):
        paid_services.fund(by=ground.manager, contract_uid=str(each.uid), service_uid=str(ground.service.uid))
    paid = {(f.kind, f.contract.reference, f.start_date, f.end_date) for f in open_episode(ground).fundings.all()}
    assert paid == {
        ("contract", contract.reference, START, contract.end_date),
        ("grant", grant.reference, START, grant.end_date),
    }


def test_a_referral_is_decided_once(ground: Ground) -> None:
    episode = open_episode(ground)
    again = {"referral_uid": str(episode.referral.uid), "decided_date": START}
    decided = [(0, "referral_uid", "referral.decided")]
    assert refused(referrals.accept, by=ground.by, decisions=[Acceptance(**again, start_date=START)]) == decided
    assert refused(referrals.withdraw, by=ground.by, withdrawals=[Withdrawal(**again)]) == decided
    waiting = {"referral_uid": str(referred(ground, ground.bashir).uid), "decided_date": START}
    twice = [Withdrawal(**waiting), Withdrawal(**waiting)]
    assert refused(referrals.withdraw, by=ground.by, withdrawals=twice) == [(1, "referral_uid", "referral.decided")]


def test_a_person_has_one_episode_at_a_time_with_a_service(ground: Ground) -> None:
    open_episode(ground)
    second = Acceptance(referral_uid=str(referred(ground).uid), decided_date=START, start_date=START)
    assert refused(referrals.accept, by=ground.by, decisions=[second]) == [(0, "start_date", "episode.overlap")]
    both = [
        Acceptance(referral_uid=str(referred(ground, ground.cerys).uid), decided_date=START, start_date=START)
        for _ in "ab"
    ]
    assert refused(referrals.accept, by=ground.by, decisions=both) == [(1, "start_date", "episode.overlap")]


def test_unsuccessful_takes_one_of_the_seven_reasons(ground: Ground) -> None:
    referral = referred(ground)
    closing = {"referral_uid": str(referral.uid), "decided_date": START}
    wrong = UnsuccessfulClosing(**closing, reason="we did not fancy it")
    assert refused(referrals.close_unsuccessful, by=ground.by, closings=[wrong]) == [(0, "reason", "reason.code")]
    done = referrals.close_unsuccessful(by=ground.by, closings=[UnsuccessfulClosing(**closing, reason="no_capacity")])
    assert (done.one.state, done.one.unsuccessful_reason) == ("unsuccessful", "no_capacity")


def test_the_second_editor_of_a_referral_is_told(ground: Ground) -> None:
    referral = referred(ground)
    referrals.note_contact(by=ground.by, contacts=[Contact(referral_uid=str(referral.uid), first_contact_date=START)])
    stale = Withdrawal(referral_uid=str(referral.uid), decided_date=START, version=1)
    with pytest.raises(Conflict):
        referrals.withdraw(by=ground.by, withdrawals=[stale])


def test_an_acceptance_is_taken_back_whole(ground: Ground) -> None:
    referral = referred(ground)
    done = referrals.accept(
        by=ground.by, decisions=[Acceptance(referral_uid=str(referral.uid), decided_date=START, start_date=START)]
    )
    undo(by=ground.by, event_uid=done.event_uid)
    referral.refresh_from_db()
    assert (referral.state, referral.decided_date) == ("pending", None)
    assert not Episode.objects.exists() and not EpisodeFunding.objects.exists()


def test_another_organisations_referral_is_unknown_here(ground: Ground, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        theirs = referred(lay(oakfield))
    withdrawal = Withdrawal(referral_uid=str(theirs.uid), decided_date=START)
    assert refused(referrals.withdraw, by=ground.by, withdrawals=[withdrawal]) == [
        (0, "referral_uid", "referral_uid.unknown")
    ]
    mine = {"client_uid": str(ground.anwen.uid), "service_uid": str(ground.service.uid), "received_date": START}
    taken = NewReferral(**mine, uid=str(theirs.uid))
    assert refused(referrals.receive, by=ground.by, referrals=[taken]) == [(0, "uid", "uid.refused")]
    with pytest.raises(queries.NotFound):
        queries.referral(ground.by, str(theirs.uid))


def test_a_worker_of_another_organisation_is_unknown_here(ground: Ground, oakfield: Party) -> None:
    decision = Acceptance(
        referral_uid=str(referred(ground).uid),
        decided_date=START,
        start_date=START,
        worker_uid=oakfield.support_worker.uid,
    )
    assert refused(referrals.accept, by=ground.by, decisions=[decision]) == [(0, "worker_uid", "worker_uid.unknown")]


@pytest.mark.parametrize("role", ["data_lead", "trustee"])
def test_who_may_not_record_may_not_receive(ground: Ground, role: str) -> None:
    with pytest.raises(NotAllowed):
        referrals.receive(by=getattr(ground.party, role), referrals=[])


Deed = Callable[[Ground, Referral, date], Any]
DEEDS: dict[str, Deed] = {
    "accepted": lambda g, r, d: referrals.accept(
        by=g.by, decisions=[Acceptance(referral_uid=str(r.uid), decided_date=d, start_date=d)]
    ),
    "unsuccessful": lambda g, r, d: referrals.close_unsuccessful(
        by=g.by, closings=[UnsuccessfulClosing(referral_uid=str(r.uid), decided_date=d, reason="risk")]
    ),
    "withdrawn": lambda g, r, d: referrals.withdraw(
        by=g.by, withdrawals=[Withdrawal(referral_uid=str(r.uid), decided_date=d)]
    ),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*DEEDS, "pending"]), st.booleans()), max_size=8))
def test_referred_is_always_accepted_unsuccessful_withdrawn_and_pending(
    ground: Ground, history: list[tuple[str, bool]]
) -> None:
    """Random histories, some deeds taken back: the four states always add up to what was received."""
    before = queries.referral_counts(ground.by)
    expected = {"accepted": 0, "unsuccessful": 0, "withdrawn": 0, "pending": 0}
    for state, is_undone in history:
        client = people_of(ground)
        referral = referred(ground, client)
        done = DEEDS[state](ground, referral, START) if state != "pending" else None
        if done and is_undone:
            undo(by=ground.by, event_uid=done.event_uid)
        expected["pending" if is_undone else state] += 1
        now = queries.referral_counts(ground.by)
        assert now.referred == now.accepted + now.unsuccessful + now.withdrawn + now.pending
    now = queries.referral_counts(ground.by)
    assert {name: getattr(now, name) - getattr(before, name) for name in expected} == expected
    assert now.referred - before.referred == len(history)


def people_of(ground: Ground) -> Any:
    """A new person for every referral, since one has one episode at a time with a service."""

    return clients.add(by=ground.by, clients=[clients.NewClient(name="Somebody")]).one
