"""Not this person's goal now: an outcome is set aside, taken up again, and what stands of it on each day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actions import undo
from cairn.cases import queries
from cairn.cases.actions import outcomes
from cairn.cases.actions.outcomes import NewOutcome, NewSetAside, TakeUp
from cairn.cases.extracts.aims import stretches
from cairn.cases.models import OutcomeSetAside
from tests.cases.conftest import START, TODAY, Ground, open_episode, refused, visited

MAY = date(2025, 5, 12)
WORK = {"framework": "supporting-people", "outcome": "2a"}


def aside(ground: Ground, episode: Any, day: date = MAY, **values: Any) -> Any:
    new = NewSetAside(
        **{"episode_uid": str(episode.uid), **WORK, "start_date": day, "decided_by": "together", **values}
    )
    return outcomes.set_aside(by=ground.by, outcomes=[new])


def reached(ground: Ground, episode: Any, day: date, is_reached: bool = True) -> None:
    new = NewOutcome(episode_uid=str(episode.uid), **WORK, outcome_date=day, is_reached=is_reached)
    outcomes.record(by=ground.by, outcomes=[new])


def standing(ground: Ground) -> tuple[str, date | None]:
    [aim] = queries.plan(ground.by, ground.anwen.uid).episodes[0].aims
    return aim.state, aim.since


def test_what_a_service_works_towards_is_listed_for_each_person(ground: Ground) -> None:
    episode = open_episode(ground)
    assert standing(ground) == ("not_started", None)
    visited(ground, episode, date(2025, 5, 1), 1)  # its type carries the ladder and the outcome
    assert standing(ground) == ("working", None)
    done = aside(ground, episode, reason="Getting out of the house comes first")
    assert standing(ground) == ("set_aside", MAY)
    undo.undo(by=ground.by, event_uid=done.event_uid)
    assert standing(ground) == ("working", None)
    reached(ground, episode, date(2025, 6, 1))
    assert standing(ground) == ("reached", date(2025, 6, 1))


def test_an_outcome_looked_at_and_not_reached_is_worked_on(ground: Ground) -> None:
    reached(ground, open_episode(ground), MAY, is_reached=False)

    assert standing(ground) == ("working", None)


def test_setting_aside_twice_is_once(ground: Ground) -> None:
    episode = open_episode(ground)
    first = aside(ground, episode).one
    again = aside(ground, episode, TODAY)

    assert (again.one, again.event_uid, [p.severity for p in again.problems]) == (first, "", ["warning"])


def test_what_was_taken_up_again_may_be_set_aside_later(ground: Ground) -> None:
    row = aside(ground, open_episode(ground)).one
    take = TakeUp(set_aside_uid=str(row.uid), end_date=date(2025, 5, 20))
    outcomes.take_up(by=ground.by, outcomes=[take])
    assert standing(ground)[0] == "not_started"
    assert refused(outcomes.take_up, by=ground.by, outcomes=[take]) == [(0, "set_aside_uid", "outcome.taken_up")]
    aside(ground, row.episode, date(2025, 5, 20))

    assert OutcomeSetAside.objects.count() == 2


def test_taken_up_on_the_same_day_it_never_was(ground: Ground) -> None:
    row = aside(ground, open_episode(ground), TODAY).one
    outcomes.take_up(by=ground.by, outcomes=[TakeUp(set_aside_uid=str(row.uid), end_date=TODAY)])

    assert not OutcomeSetAside.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"outcome": "9z"}, ("outcome", "outcome.unknown")),
        ({"framework": "none"}, ("framework", "framework.unknown")),
        ({"start_date": START - timedelta(1)}, ("start_date", "episode.not_open")),
        ({"start_date": TODAY + timedelta(1)}, ("start_date", "date.future")),
        ({"decided_by": "the funder"}, ("decided_by", "decided_by.code")),
        ({"episode_uid": "none"}, ("episode_uid", "episode_uid.unknown")),
    ],
)
def test_what_cannot_be_set_aside(ground: Ground, values: dict[str, Any], said: tuple[str, str]) -> None:
    episode = open_episode(ground)
    new = NewSetAside(**{"episode_uid": str(episode.uid), **WORK, "start_date": MAY, "decided_by": "person", **values})

    assert refused(outcomes.set_aside, by=ground.by, outcomes=[new]) == [(0, *said)]


def test_what_was_reached_is_nothing_to_set_aside_but_may_be_reached_while_set_aside(ground: Ground) -> None:
    episode = open_episode(ground)
    aside(ground, episode)
    reached(ground, episode, date(2025, 6, 1))
    assert standing(ground) == ("reached", date(2025, 6, 1))
    other = open_episode(ground, ground.bashir)
    reached(ground, other, date(2025, 5, 1))
    new = NewSetAside(episode_uid=str(other.uid), **WORK, start_date=MAY, decided_by="worker")

    assert refused(outcomes.set_aside, by=ground.by, outcomes=[new]) == [(0, "start_date", "outcome.reached")]


def test_it_is_not_set_aside_twice_for_one_day(ground: Ground) -> None:
    episode = open_episode(ground)
    row = aside(ground, episode).one
    outcomes.take_up(by=ground.by, outcomes=[TakeUp(set_aside_uid=str(row.uid), end_date=date(2025, 5, 20))])
    new = NewSetAside(episode_uid=str(episode.uid), **WORK, start_date=date(2025, 5, 15), decided_by="worker")

    assert refused(outcomes.set_aside, by=ground.by, outcomes=[new]) == [(0, "start_date", "outcome.aside_then")]


def test_taking_up_something_unknown_or_too_early_is_refused(ground: Ground) -> None:
    row = aside(ground, open_episode(ground)).one
    early = TakeUp(set_aside_uid=str(row.uid), end_date=START)
    none = TakeUp(set_aside_uid="none", end_date=TODAY)

    assert refused(outcomes.take_up, by=ground.by, outcomes=[early, none]) == [
        (0, "end_date", "date.order"), (1, "set_aside_uid", "set_aside_uid.unknown"),
    ]  # fmt: skip


DAYS = st.dates(date(2025, 1, 1), date(2025, 3, 31))


@given(
    start=DAYS, length=st.none() | st.integers(0, 90), reached=st.none() | DAYS,
    spans=st.lists(st.tuples(DAYS, st.none() | st.integers(1, 40)), max_size=3),
)  # fmt: skip
def test_stretches_say_of_every_day_what_stood_on_it(
    start: date, length: int | None, reached: date | None, spans: list[tuple[date, int | None]]
) -> None:
    end = None if length is None else start + timedelta(length)
    out = [(first, None if days is None else first + timedelta(days)) for first, days in spans]

    found = stretches(start, end, reached, out)

    for offset in range(130):
        day = start + timedelta(offset)
        states = [one.state for one in found if one.covers(day)]
        if end is not None and day > end:
            assert states == (["reached"] if reached == day else [])
            continue
        gone = any(first <= day and (until is None or day < until) for first, until in out)
        assert states == ["reached" if reached and reached <= day else "set_aside" if gone else "working"]
    assert all(a.last and a.last < b.first for a, b in pairwise(found))
