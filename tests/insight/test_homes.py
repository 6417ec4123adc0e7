"""A move from one kind of home to another: what was told of how life stands, in each support that was open on the day."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cairn.cases.actions import activities, episodes, referrals
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.referrals import Acceptance, NewReferral
from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.insight import gather, marts
from cairn.kernel.extracts import Column, Extract
from cairn.people.actions import clients, statuses
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import DatedStatus
from cairn.people.rules import RESTRICTED_KINDS
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from tests.cases.conftest import Ground, came, open_episode
from tests.insight.test_extracts import rows, value

APRIL, MAY, JUNE = date(2025, 4, 20), date(2025, 5, 9), date(2025, 6, 2)


def lives(ground: Ground, code: str, since: date, client: Any = None, kind: str = "accommodation") -> None:
    new = NewStatus(client_uid=str((client or ground.anwen).uid), kind=kind, code=code, start_date=since)
    statuses.add(by=ground.manager, statuses=[new])


def moved(ground: Ground) -> list[tuple[Any, ...]]:
    return [
        (row["moved_date"], row["from_home"], row["to_home"], row["from_standing"], row["to_standing"])
        for row in rows(ground, "home_move")
    ]


def test_a_move_is_told_by_two_homes_after_one_another_whatever_is_not_known_between_them(ground: Ground) -> None:
    open_episode(ground)
    lives(ground, "hostel", date(2025, 1, 1))
    lives(ground, "not_known", APRIL)
    lives(ground, "social_rent", MAY)
    lives(ground, "other", JUNE)
    assert moved(ground) == [
        (MAY, "hostel", "social_rent", "not_settled", "settled"),
        (JUNE, "social_rent", "other", "settled", "not_said"),
    ]


def test_the_same_kind_of_home_again_is_no_move_and_the_first_that_is_known_is_none(ground: Ground) -> None:
    open_episode(ground)
    lives(ground, "temporary", APRIL)
    lives(ground, "temporary", MAY)
    assert moved(ground) == []


def test_a_move_counts_while_support_is_open_both_days_included_and_is_one_move_in_two_supports(ground: Ground) -> None:
    first = open_episode(ground)
    other = services.add(by=ground.manager, services=[NewService(name="Tenancy", start_date=APRIL)]).one
    new = NewReferral(client_uid=str(ground.anwen.uid), service_uid=str(other.uid), received_date=APRIL)
    referral = referrals.receive(by=ground.by, referrals=[new]).one
    taken = Acceptance(referral_uid=str(referral.uid), decided_date=MAY, start_date=MAY)
    referrals.accept(by=ground.by, decisions=[taken])
    for code, since in (("sofa", date(2025, 1, 1)), ("rough", date(2025, 4, 1)), ("hostel", APRIL), ("owner", MAY)):
        lives(ground, code, since)
    closing = EpisodeClosing(episode_uid=str(first.uid), end_date=MAY, closure_reason="goals_met")
    episodes.close(by=ground.by, closings=[closing])
    found = rows(ground, "home_move")
    assert [row["moved_date"] for row in found] == [APRIL, MAY, MAY]  # that of 1 April came before support began
    assert len({row["uid"] for row in found}) == 3 and len({row["move"] for row in found}) == 2


def test_every_kind_of_home_is_settled_or_not_or_says_that_it_is_not_said() -> None:
    homes = registry.get("codes", "accommodation").entries
    groups = registry.get("codes", "accommodation_group").codes
    assert all((entry.group in groups) != entry.missing for entry in homes)
    assert {entry.group for entry in homes if not entry.missing} == set(groups)


def test_of_how_life_stands_the_mart_tells_of_homes_alone(ground: Ground, marts_root: Path) -> None:
    open_episode(ground)
    for kind, code in (("legal_status", "bail"), ("immigration", "asylum_seeker"), ("employment", "student")):
        lives(ground, code, APRIL, kind=kind)
        lives(ground, "not_known" if kind == "employment" else "refused", MAY, kind=kind)
    lives(ground, "hostel", APRIL)
    lives(ground, "owner", MAY)
    marts.refresh(ground.party.organisation.pk)
    told = []
    for path in marts_root.rglob("*.duckdb"):
        with duckdb.connect(path, read_only=True) as file:
            told += file.execute("SELECT * FROM home_move").fetchall()
    assert told and not any(word in str(told) for word in ("bail", "asylum", "student", "refused"))
    assert RESTRICTED_KINDS.isdisjoint(DatedStatus.OPEN_KINDS)


@pytest.mark.parametrize("field", ["code", "code[immigration]", "code[legal_status]", "code[employment]", "code[]"])
def test_no_extract_can_carry_another_kind_of_status(field: str) -> None:
    told = (Column("subject", "string", "people.Client.uid"), Column("x", "string", f"people.DatedStatus.{field}"))
    with pytest.raises(gather.MayNotLeave):
        gather.check(Extract("x", told, lambda *_: []))


def test_a_change_of_home_reaches_the_mart_by_itself(ground: Ground) -> None:
    open_episode(ground)
    lives(ground, "hostel", APRIL)
    marts.refresh(ground.party.organisation.pk)
    lives(ground, "owner", MAY)
    assert marts.refresh(ground.party.organisation.pk).how == "delta"
    assert len(moved(ground)) == 1


def test_rows_of_visits_and_of_heads_say_the_type_of_activity(ground: Ground) -> None:
    episode = open_episode(ground)
    visit = NewActivity(activity_type_uid=str(ground.visit.uid), activity_date=MAY, attendances=[came(episode)])
    heads = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=MAY, heads=4, heads_new=1)
    activities.record(by=ground.by, activities=[visit, heads])
    assert [row["activity_type"] for row in rows(ground, "attendance")] == [str(ground.visit.uid)]
    assert [row["activity_type"] for row in rows(ground, "headcount")] == [str(ground.drop_in.uid)]


def test_no_agreement_can_name_a_type_of_activity_or_a_home() -> None:
    """They leave only as part of a figure: where an agreed measure is counted by them."""
    assert not set(SHAREABLE) & {"activity_type", "from_home", "to_home", "from_standing", "to_standing", "move"}


def test_a_person_without_a_home_on_record_has_no_move(ground: Ground) -> None:
    clients.add(by=ground.manager, clients=[clients.NewClient(name="Nobody yet")])
    assert moved(ground) == []


def test_into_a_settled_home_each_person_is_counted_once_and_never_for_another_move(ground: Ground) -> None:
    for client in (ground.anwen, ground.bashir):
        open_episode(ground, client)
        lives(ground, "temporary", date(2025, 1, 1), client)
    for code, since in (("social_rent", APRIL), ("hostel", MAY), ("owner", JUNE)):
        lives(ground, code, since)
    lives(ground, "rough", APRIL, ground.bashir)
    assert value(ground, "people_into_settled_homes") == 1
