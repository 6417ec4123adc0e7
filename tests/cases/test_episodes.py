"""Episodes: closed and opened again, whose they are, who pays for them, and why a first reading is missing."""

from datetime import date, timedelta
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.cases.actions import appointments, episodes
from cairn.cases.actions.episodes import Assignment, EpisodeClosing, NewFunding
from cairn.cases.appointing import NewAppointment
from cairn.cases.models import Appointment, Episode, EpisodeFunding
from cairn.kernel.problems import Refused
from tests.cases.conftest import START, TODAY, Ground, lay, open_episode, refused, visited
from tests.conftest import Party
from tests.contracts.conftest import a_contract

UID = "0d6c1c80-0000-4000-8000-0000000000aa"


def closing(episode: Any, **changes: Any) -> EpisodeClosing:
    values = {"episode_uid": str(episode.uid), "end_date": date(2025, 6, 1), "closure_reason": "goals_met"}
    return EpisodeClosing(**{**values, **changes})


def test_an_episode_is_closed_with_a_reason_and_opened_again(ground: Ground) -> None:
    episode = episodes.close(by=ground.by, closings=[closing(open_episode(ground))]).one
    assert (episode.end_date, episode.closure_reason) == (date(2025, 6, 1), "goals_met")
    again = {"episode_uid": str(episode.uid)}
    assert refused(episodes.close, by=ground.by, closings=[closing(episode)]) == [(0, "episode_uid", "episode.closed")]
    episode = episodes.reopen(by=ground.by, **again).one
    assert (episode.end_date, episode.closure_reason) == (None, "")
    assert refused(episodes.reopen, by=ground.by, **again) == [(None, "episode_uid", "episode.open")]


def test_it_is_kept_whether_it_was_planned_where_to_and_why_there_is_no_last_reading(ground: Ground) -> None:
    episode = open_episode(ground)
    said = {"closure_planned": "unplanned", "destination": "prison", "no_last_reason": "lost_contact"}
    closed = episodes.close(by=ground.by, closings=[closing(episode, **said)]).one
    assert {name: getattr(closed, name) for name in said} == said
    opened = episodes.reopen(by=ground.by, episode_uid=str(episode.uid)).one
    assert {name: getattr(opened, name) for name in said} == dict.fromkeys(said, "")
    with pytest.raises(Refused) as refused:
        episodes.close(by=ground.by, closings=[closing(episode, **dict.fromkeys(said, "nonsense"))])
    assert {one.field for one in refused.value.problems} == set(said)


def test_what_was_planned_for_after_the_end_is_cancelled_and_undo_plans_it_again(ground: Ground) -> None:
    episode, other = open_episode(ground), open_episode(ground, ground.bashir)
    days = [(episode, TODAY), (episode, TODAY + timedelta(days=7)), (other, TODAY + timedelta(days=7))]
    new = [NewAppointment(episode_uid=str(one.uid), planned_date=day) for one, day in days]
    appointments.make(by=ground.by, appointments=new)
    states = Appointment.objects.order_by("pk").values_list("state", flat=True)
    closed = episodes.close(by=ground.by, closings=[closing(episode, end_date=TODAY)])
    assert list(states) == ["planned", "cancelled", "planned"]
    undo(by=ground.by, event_uid=closed.event_uid)
    assert list(states.all()) == ["planned"] * 3


def test_an_episode_does_not_end_before_its_last_activity_nor_its_start_nor_in_the_future(ground: Ground) -> None:
    seen, unseen, other = (open_episode(ground, client) for client in (ground.anwen, ground.bashir, ground.cerys))
    visited(ground, seen, TODAY)
    wrong = [
        closing(seen, closure_reason="bored"),
        closing(unseen, end_date=date(2025, 4, 6)),
        closing(other, end_date=date(2025, 7, 1)),
        closing(other),
        EpisodeClosing(episode_uid=UID, end_date=TODAY, closure_reason="died"),
    ]
    assert set(refused(episodes.close, by=ground.by, closings=wrong)) == {
        (0, "closure_reason", "closure_reason.code"),
        (0, "end_date", "date.order"),
        (1, "end_date", "date.order"),
        (2, "end_date", "date.future"),
        (3, "episode_uid", "episode.twice"),
        (4, "episode_uid", "episode_uid.unknown"),
    }


def test_an_episode_is_not_opened_again_over_a_later_one(ground: Ground) -> None:
    first = episodes.close(by=ground.by, closings=[closing(open_episode(ground))]).one
    open_episode(ground, start=date(2025, 6, 1))
    assert refused(episodes.reopen, by=ground.by, episode_uid=str(first.uid)) == [
        (None, "start_date", "episode.overlap")
    ]


def test_a_case_passes_to_another_member_and_to_nobody_else(ground: Ground, oakfield: Party) -> None:
    episode = open_episode(ground)
    assignment = {"episode_uid": str(episode.uid)}
    episodes.assign(by=ground.by, assignments=[Assignment(**assignment, worker_uid=ground.manager.uid)])
    assert Episode.objects.get().worker_uid == ground.manager.uid
    stranger = [Assignment(**assignment, worker_uid=oakfield.support_worker.uid)]
    assert refused(episodes.assign, by=ground.by, assignments=stranger) == [(0, "worker_uid", "worker_uid.unknown")]
    with pytest.raises(Conflict):
        episodes.assign(by=ground.by, assignments=[Assignment(**assignment, worker_uid="", version=1)])


def test_a_missing_first_reading_is_explained_and_the_reason_taken_back(ground: Ground) -> None:
    episode = open_episode(ground)
    explain = {"by": ground.by, "episode_uid": str(episode.uid)}
    assert episodes.explain_no_baseline(**explain, reason="crisis").one.no_baseline_reason == "crisis"
    assert episodes.explain_no_baseline(**explain, reason="").one.no_baseline_reason == ""
    assert refused(episodes.explain_no_baseline, by=ground.by, episode_uid=UID, reason="rain") == [
        (None, "episode_uid", "episode_uid.unknown"),
        (None, "reason", "reason.code"),
    ]


def test_a_person_may_be_paid_for_by_two_contracts_at_once_and_each_once(ground: Ground, eastborough: Party) -> None:
    commissioner = eastborough.contract_manager
    contracts = [a_contract(commissioner, reference=name) for name in ("A", "B")]
    episode = open_episode(ground)
    both = [
        NewFunding(episode_uid=str(episode.uid), kind="contract", contract_uid=str(contract.uid), start_date=START)
        for contract in contracts
    ]
    done = episodes.fund(by=ground.manager, fundings=both)
    assert [funding.end_date for funding in done.items] == [contract.end_date for contract in contracts]
    assert {f.kind for f in EpisodeFunding.objects.filter(episode=episode)} == {"own_funds", "contract"}
    assert refused(episodes.fund, by=ground.manager, fundings=both) == [
        (0, "contract_uid", "funding.twice"),
        (1, "contract_uid", "funding.twice"),
    ]


def test_a_contract_pays_only_for_its_own_providers_within_its_dates(
    ground: Ground, eastborough: Party, oakfield: Party
) -> None:
    commissioner = eastborough.contract_manager
    theirs = a_contract(commissioner, reference="THEIRS", provider_slug="oakfield")
    ours = a_contract(commissioner, reference="OURS", end_date=date(2025, 5, 31))
    other = a_contract(commissioner, reference="OTHER")
    episode = {"episode_uid": str(open_episode(ground).uid)}
    wrong = [
        NewFunding(**episode, kind="contract", contract_uid=str(theirs.uid), start_date=START),
        NewFunding(**episode, kind="contract", contract_uid=str(ours.uid), start_date=START, end_date=date(2025, 6, 1)),
        NewFunding(**episode, kind="own_funds", contract_uid=str(other.uid), start_date=START),
        NewFunding(**episode, kind="other_funder", start_date=START),
        NewFunding(**episode, kind="own_funds", start_date=date(2025, 4, 1), end_date=date(2025, 3, 1)),
        NewFunding(episode_uid=UID, kind="luck", start_date=START),
    ]
    assert set(refused(episodes.fund, by=ground.manager, fundings=wrong)) == {
        (0, "contract_uid", "contract_uid.unknown"),
        (1, "start_date", "funding.dates"),
        (2, "contract_uid", "funding.contract"),
        (3, "funder", "funding.funder"),
        (4, "end_date", "date.order"),
        (4, "start_date", "funding.early"),
        (5, "kind", "kind.code"),
        (5, "episode_uid", "episode_uid.unknown"),
    }


def test_a_payment_ends_within_its_contract(ground: Ground, eastborough: Party) -> None:
    contract = a_contract(eastborough.contract_manager, end_date=date(2025, 12, 31))
    new = NewFunding(
        episode_uid=str(open_episode(ground).uid), kind="contract", contract_uid=str(contract.uid), start_date=START
    )
    funding = episodes.fund(by=ground.manager, fundings=[new]).one
    end = {"by": ground.manager, "funding_uid": str(funding.uid)}
    assert episodes.end_funding(**end, end_date=date(2025, 9, 30)).one.end_date == date(2025, 9, 30)
    assert refused(episodes.end_funding, **end, end_date=date(2026, 1, 1)) == [(None, "end_date", "funding.end")]
    assert refused(episodes.end_funding, by=ground.manager, funding_uid=UID, end_date=START) == [
        (None, "funding_uid", "funding_uid.unknown")
    ]


def test_who_pays_is_for_a_manager_to_say(ground: Ground) -> None:
    with pytest.raises(NotAllowed):
        episodes.fund(by=ground.by, fundings=[])


def test_another_organisations_episode_is_unknown_here(ground: Ground, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        theirs = open_episode(lay(oakfield))
    assert refused(episodes.close, by=ground.by, closings=[closing(theirs)]) == [
        (0, "episode_uid", "episode_uid.unknown")
    ]
    assert refused(episodes.reopen, by=ground.by, episode_uid=str(theirs.uid)) == [
        (None, "episode_uid", "episode_uid.unknown")
    ]
