"""How long somebody waited, step by step."""

from datetime import date

from cairn.cases.actions import referrals
from cairn.cases.actions.referrals import Contact
from cairn.cases.queries import referral
from cairn.cases.queries.waiting import waited
from tests.cases.conftest import Ground, open_episode, referred, visited


def steps(ground: Ground, uid: object) -> tuple[dict[str, int | None], int | None]:
    found = waited(ground.by, referral(ground.by, uid))
    return {one.step: one.days for one in found.steps if one.days is not None}, found.so_far


def test_a_wait_is_counted_until_the_first_visit(ground: Ground) -> None:
    row = referred(ground, ground.bashir, received_date=date(2025, 6, 20))
    assert steps(ground, row.uid) == ({}, 10)
    contact = Contact(referral_uid=str(row.uid), first_contact_date=date(2025, 6, 22), assessed_date=date(2025, 6, 25))
    referrals.note_contact(by=ground.by, contacts=[contact])
    assert steps(ground, row.uid) == ({"first_contact": 2, "assessed": 5}, 10)
    episode = open_episode(ground)
    came = episode.referral.uid
    assert steps(ground, came) == ({"decided": 6, "started": 6}, 90)
    visited(ground, episode, date(2025, 5, 6))
    visited(ground, episode, date(2025, 5, 1))
    assert steps(ground, came) == ({"decided": 6, "started": 6, "first_activity": 30}, None)


def test_a_referral_that_was_closed_waits_no_more(ground: Ground) -> None:
    row = referred(ground)
    closing = referrals.UnsuccessfulClosing(referral_uid=str(row.uid), decided_date=date(2025, 4, 8), reason="risk")
    referrals.close_unsuccessful(by=ground.by, closings=[closing])
    assert steps(ground, row.uid) == ({"decided": 7}, None)
