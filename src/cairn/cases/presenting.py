"""Presenting a need: when it may be, what is there already, and the rows to write. Shared by needs and by checks of needs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.models import Need, NeedJudgement


def within_reach(episode: Any, day: date) -> bool:
    """A need is often named before the start: when the referral came, or when it was assessed."""
    first = episode.referral.received_date if episode.referral else episode.start_date
    return rules.is_open_on(day, min(first, episode.start_date), episode.end_date)


def needs_there(episode_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(episode, need) of all that was presented in these episodes."""
    found: set[tuple[int, str]] = set()
    for part in loading.chunks(episode_ids):
        found.update(Need.objects.filter(episode_id__in=part).values_list("episode_id", "need"))
    return found


def new_need(
    by: Actor, episode: Any, need: str, day: date, can_meet: str, dictionary_version: int, state: str = "unmet"
) -> Need:
    """An unsaved need with the state of its first judgement."""
    stands = rules.need_state([(day, state)])
    return Need(
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        need=need,
        dictionary_version=dictionary_version,
        presented_date=day,
        can_meet=can_meet,
        state=stands.state,
        part_met_date=stands.part_met_date,
        met_date=stands.met_date,
    )


def new_judgement(by: Actor, need: Need, day: date, state: str, judged_by: str) -> NeedJudgement:
    """An unsaved judgement of a saved need."""
    return NeedJudgement(
        organisation_id=by.organisation_id,
        client_id=need.client_id,
        need=need,
        judged_date=day,
        state=state,
        judged_by=judged_by,
    )
