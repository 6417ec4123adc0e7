"""The share of outcomes reached, held to a count by hand; what is set aside leaves the denominator and nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from cairn.cases.actions import outcomes, steps
from cairn.cases.actions.episodes import EpisodeClosing, close
from cairn.cases.actions.outcomes import NewOutcome, NewSetAside, TakeUp
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Episode, OutcomeRecord, OutcomeSetAside, StepRecord
from cairn.insight import figures
from cairn.kernel.periods import Period
from cairn.services.models import ActivityTypeOutcome
from tests.cases.conftest import Ground, open_episode
from tests.insight.histories import History
from tests.insight.test_marts import allow_swemwbs
from tests.thorough import seeds

Q2 = Period.parse("2025-Q2")
APRIL, MAY = Period.parse("2025-04-01..2025-04-30"), Period.parse("2025-05-01..2025-05-31")
AIM = {"framework": "supporting-people", "outcome": "2a"}
SHARE = "outcomes_reached_share"


def share(ground: Ground, period: Period = Q2, **more: Any) -> tuple[Any, Any, dict[str, int]]:
    """(reached, of how many, left out)."""
    found = figures.compute(SHARE, by=ground.manager, period=period, **more)
    [row] = found.rows
    return row.numerator, row.denominator, found.left_out


def aside(ground: Ground, episode: Episode, day: date) -> OutcomeSetAside:
    new = NewSetAside(episode_uid=str(episode.uid), **AIM, start_date=day, decided_by="person")
    return outcomes.set_aside(by=ground.by, outcomes=[new]).one


def reach(ground: Ground, episode: Episode, day: date) -> None:
    outcomes.record(by=ground.by, outcomes=[NewOutcome(episode_uid=str(episode.uid), **AIM, outcome_date=day)])


def step(ground: Ground, episode: Episode, rung: int, day: date) -> None:
    new = NewStep(episode_uid=str(episode.uid), rung_uid=str(ground.rungs[rung - 1].uid), step_date=day)
    steps.record(by=ground.by, steps=[new])


def test_what_is_set_aside_leaves_the_denominator_in_sight_and_no_other_row(ground: Ground) -> None:
    anwen, bashir, _ = (open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys))
    reach(ground, anwen, date(2025, 5, 1))
    assert share(ground) == (1, 3, {})
    aside(ground, bashir, date(2025, 5, 1))

    assert share(ground) == (1, 2, {"set_aside": 1})


def test_it_is_what_stood_at_the_end_of_the_period(ground: Ground) -> None:
    episode = open_episode(ground)
    row = aside(ground, episode, date(2025, 4, 20))
    outcomes.take_up(by=ground.by, outcomes=[TakeUp(set_aside_uid=str(row.uid), end_date=date(2025, 5, 10))])
    reach(ground, episode, date(2025, 6, 3))

    assert [share(ground, period) for period in (APRIL, MAY, Q2)] == [
        (0, 0, {"set_aside": 1}), (0, 1, {}), (1, 1, {}),
    ]  # fmt: skip


def test_after_the_end_of_support_it_is_no_longer_asked_unless_it_was_reached_then(ground: Ground) -> None:
    anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir)
    ends = [
        EpisodeClosing(episode_uid=str(e.uid), end_date=date(2025, 4, 30), closure_reason="goals_met")
        for e in (anwen, bashir)
    ]
    close(by=ground.by, closings=ends)
    reach(ground, anwen, date(2025, 5, 20))

    assert share(ground, APRIL) == (0, 2, {})
    assert share(ground, MAY) == (1, 1, {})
    found = figures.compute("outcomes_reached", by=ground.manager, period=MAY)
    assert [row.value for row in found.rows] == [1]


def test_the_steps_towards_it_are_reported_beside_it(ground: Ground) -> None:
    """The home visit carries the ladder and the outcome: so the ladder leads there."""
    anwen, bashir = open_episode(ground), open_episode(ground, ground.bashir)
    step(ground, anwen, 1, date(2025, 4, 10))
    aside(ground, anwen, date(2025, 5, 1))
    for rung, day in ((2, 1), (3, 9)):
        step(ground, anwen, rung, date(2025, 5, day))
    step(ground, bashir, 1, date(2025, 5, 9))

    def count(period: Period) -> Any:
        [row] = figures.compute("steps_towards_set_aside", by=ground.manager, period=period).rows
        return row.value

    assert [count(APRIL), count(MAY)] == [0, 2]


def test_by_outcome_and_by_who(ground: Ground) -> None:
    reach(ground, open_episode(ground), date(2025, 5, 1))
    other = NewOutcome(
        episode_uid=str(Episode.objects.get().uid), framework="supporting-people", outcome="1a",
        outcome_date=date(2025, 5, 1), is_reached=False,
    )  # fmt: skip
    outcomes.record(by=ground.by, outcomes=[other])

    found = figures.compute(SHARE, by=ground.manager, period=Q2, group_by=["outcome"])

    assert {row.codes[0]: (row.numerator, row.denominator) for row in found.rows} == {
        "supporting-people/1a": (0, 1), "supporting-people/2a": (1, 1),
    }  # fmt: skip


def by_hand(period: Period) -> tuple[int, int, int]:
    """(reached, of how many, set aside), from the records alone, day by day at the end of the period."""
    carried = defaultdict(set)
    for link in ActivityTypeOutcome.objects.select_related("activity_type"):
        carried[link.activity_type.service_id].add((link.framework, link.outcome))
    reached = of = gone = 0
    for episode in Episode.objects.all():
        records = list(OutcomeRecord.objects.filter(episode=episode))
        spans = list(OutcomeSetAside.objects.filter(episode=episode))
        for pair in carried[episode.service_id] | {(row.framework, row.outcome) for row in [*records, *spans]}:
            days = [r.outcome_date for r in records if r.is_reached and (r.framework, r.outcome) == pair]
            first = min(days, default=None)
            after = first is not None and episode.end_date is not None and first > episode.end_date
            if after and period.contains(first):
                reached, of = reached + 1, of + 1
                continue
            if episode.start_date > period.end or (episode.end_date and episode.end_date < period.start):
                continue
            at = min(period.end, episode.end_date or period.end)
            if first is not None and first <= at:
                reached, of = reached + 1, of + 1
            elif _is_aside([s for s in spans if (s.framework, s.outcome) == pair], at):
                gone += 1
            else:
                of += 1
    return reached, of, gone


def _is_aside(spans: Iterable[OutcomeSetAside], day: date) -> bool:
    return any(s.start_date <= day and (s.end_date is None or day < s.end_date) for s in spans)


@pytest.mark.parametrize("seed", seeds(3))
def test_the_share_is_what_a_count_by_hand_says_after_any_history(ground: Ground, seed: int) -> None:
    allow_swemwbs(ground)
    history = History(ground, seed)
    for _ in range(50):
        history.do([name for name in history.deeds if name != "erase"])
    for _ in range(25):
        history.do(["outcome", "aside", "take up", "tie", "link", "close"])
    assert OutcomeSetAside.objects.exists() or OutcomeRecord.objects.exists(), "a history that proves something"

    for period in (APRIL, MAY, Q2):
        reached, of, left = share(ground, period)
        assert (reached, of, left.get("set_aside", 0)) == by_hand(period)
        behind = figures.rows_behind(SHARE, by=ground.manager, period=period)
        assert (len(behind), sum(bool(row.in_numerator) for row in behind)) == (of, reached)


@pytest.mark.parametrize("seed", seeds(2))
def test_setting_aside_moves_one_row_from_the_denominator_and_no_numerator(ground: Ground, seed: int) -> None:
    history = History(ground, seed)
    for _ in range(40):
        history.do([name for name in history.deeds if name not in ("erase", "undo", "service")])
    before_reached, before_of, before = share(ground)
    day = date(2025, 6, 30)
    waiting = [
        e for e in Episode.objects.filter(end_date=None, start_date__lte=day)
        if not OutcomeRecord.objects.filter(episode=e, **AIM, is_reached=True).exists()
        and not OutcomeSetAside.objects.filter(episode=e, **AIM, end_date=None).exists()
    ]  # fmt: skip
    assert waiting
    aside(ground, waiting[0], day)

    reached, of, left = share(ground)

    assert (reached, of) == (before_reached, before_of - 1)
    assert left["set_aside"] == before.get("set_aside", 0) + 1


def test_what_was_added_later_says_so_in_the_rows_behind(ground: Ground) -> None:
    history = History(ground, 1)
    open_episode(ground)
    history.club()
    history.ground.rungs = ground.rungs[:2]
    history.tie()
    history.link()
    assert StepRecord.objects.filter(is_added_later=True).exists()

    behind = figures.rows_behind("steps_reached", by=ground.manager, period=Q2)

    assert behind and all(row.values["is_added_later"] for row in behind)
