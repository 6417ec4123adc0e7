"""The report of change over an organisation's own mart: who is in it, what it says, beside whom, and who may ask."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.cases.models import Assessment, Episode
from cairn.definitions import registry
from cairn.insight import change, pairing, readings
from cairn.insight.change import ChangeReport
from cairn.insight.effects import welch
from cairn.kernel.periods import Period
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.scales.scoring import score
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from cairn.services.models import Service
from tests.cases.conftest import START, Ground, open_episode

Q2 = Period.parse("2025-Q2")
REVIEW = date(2025, 6, 10)


def took(
    episode: Episode, scale: str, value: float | None, day: date = START, stage: str = "start", **changes: Any
) -> None:
    """A reading as it is stored; the answers matter only where items stand by themselves."""
    named = registry.get("scale", scale)
    known = {
        "organisation_id": episode.organisation_id, "client_id": episode.client_id, "episode": episode, "scale": scale,
        "scale_version": named.version, "stage": stage, "rater": "client", "assessed_date": day,
        "answers": [None] * len(named.items), "total": value, **changes,
    }  # fmt: skip
    Assessment.objects.create(**known)


def people(
    ground: Ground, *pairs: tuple[float, float | None], scale: str = "core10", start: date = START
) -> list[Episode]:
    """One new person for each pair of scores; None: no second reading."""
    made = clients.add(by=ground.party.service_manager, clients=[NewClient(name=f"P{n}") for n in range(len(pairs))])
    episodes = [open_episode(ground, client, start) for client in made.items]
    for episode, (first, second) in zip(episodes, pairs, strict=True):
        took(episode, scale, first)
        if second is not None:
            took(episode, scale, second, REVIEW, "review")
    return episodes


def told(ground: Ground, scale: str = "core10", **asked: Any) -> ChangeReport:
    return change.report(by=ground.manager, scale=scale, period=asked.pop("period", Q2), **asked)


def test_published_case_of_three_people_first_and_last(ground: Ground) -> None:
    people(ground, (8, 2), (6, 3), (4, 4))
    found = told(ground)
    assert (found.n, found.first.mean.value, found.second.mean.value, found.change.mean) == (3, 6.0, 3.0, -3.0)
    assert (found.change.improved, found.change.same, found.change.worse) == (2, 1, 0)
    assert found.left_out == {} and found.pairs == ((4, 4), (6, 3), (8, 2))


def test_published_case_progress_is_of_paired_people_only(ground: Ground) -> None:
    people(ground, (8, None), (6, 3), (4, 3))
    found = told(ground)
    assert (found.first_of_all.mean.n, found.first_of_all.mean.value) == (3, 6.0)
    assert (found.n, found.second.mean.value, found.change.mean) == (2, 3.0, -2.0)
    assert found.first.mean.value == 5.0 and found.left_out == {"only_one": 1} and found.considered == 3


def test_published_case_of_no_data(ground: Ground) -> None:
    found = told(ground)
    assert (found.n, found.considered, found.change.mean, found.bins, found.first.median) == (0, 0, None, (), None)
    assert change.used(ground.manager) == []


def test_reliable_shares_cut_off_and_classes_by_the_files_own_figures(ground: Ground) -> None:
    people(ground, (25, 8), (25, 18), (12, 9), (20, 20), (10, 30), scale="phq9")
    found = told(ground, "phq9")
    assert found.reliable is not None and found.crossing is not None and found.by_rule is not None
    assert [part.count for part in found.reliable.parts] == [2, 2, 1]
    assert [part.count for part in found.by_rule.parts] == [2, 2, 1]
    assert (found.crossing.worse_first, found.crossing.worse_second) == (5, 3)
    assert [part.count for part in found.crossing.parts] == [2, 0, 3]
    assert {part.id: part.count for part in found.classes} == {
        "recovered": 1, "improved": 1, "crossed": 1, "unchanged": 1, "worse": 1,
    }  # fmt: skip
    share = found.reliable.parts[0].share
    assert share is not None and share.value == 0.4 and 0 < share.low < 0.4 < share.high < 1


def test_areas_that_stand_by_themselves_are_each_reported_from_their_answers(ground: Ground) -> None:
    episode = open_episode(ground)
    took(episode, "star_carers", None, answers=[2, 3, None, 4, 5, 1, 2])
    took(episode, "star_carers", None, REVIEW, "review", answers=[4, 3, 2, 2, 5, None, 3])
    found = {id: told(ground, "star_carers", of=id) for id, _ in change.parts_of(registry.get("scale", "star_carers"))}
    assert {id: one.change.mean for id, one in found.items() if one.n} == {
        "health": 2, "caring": 0, "time": -2, "feelings": 0, "work": 1,
    }  # fmt: skip
    assert found["health"].reliable is None and found["health"].by_rule is not None
    assert found["money"].left_out == {"no_score": 1}
    assert [scale.id for scale in change.used(ground.manager)] == ["star_carers"]


def test_beside_people_on_a_waiting_list_with_welchs_interval(ground: Ground) -> None:
    people(ground, (20, 10), (22, 16), (18, 14))
    waiting = services.add(by=ground.manager, services=[NewService(name="Waiting", start_date=date(2024, 1, 1))]).one
    Service.objects.filter(pk=waiting.pk).update(is_waiting_list=True)
    here, ground.service = ground.service, waiting
    people(ground, (20, 19), (22, 23), (19, None))
    ground.service = here

    found = told(ground)
    assert found.n == 3 and found.comparison is not None
    assert found.comparison.services == ("Waiting",) and found.comparison.change.n == 2
    assert found.comparison.change.left_out == 1
    assert found.comparison.difference == welch([-4, -6, -10], [-1, 1])
    alone = told(ground, service=str(waiting.uid))
    assert alone.n == 2 and alone.comparison is None
    assert told(ground, service=str(here.uid)).comparison is not None


def test_a_rater_a_group_and_a_place_hold_people_apart(ground: Ground) -> None:
    [one, _] = people(ground, (20, 10), (22, 16))
    took(one, "core10", 5, rater="worker")
    took(one, "core10", 6, date(2025, 6, 20), "end", rater="worker")
    assert told(ground, rater="worker").change.mean == 1
    assert told(ground, first_to="end").n == 1
    groups = told(ground, group_by="service").groups
    assert [(group.code, group.figure.n) for group in groups] == [(str(ground.service.uid), 2)]
    assert told(ground, where={"service": "elsewhere"}).considered == 0


def test_versions_are_held_together_only_where_their_scores_are_alike() -> None:
    core10, star = registry.get("scale", "core10"), registry.get("scale", "star_carers")
    newer = readings.Asked(replace(core10, version=2), "total", Q2)
    held = readings._value_of(newer, 1)
    assert held is not None and held(7.0, ()) == 7.0
    assert readings._value_of(newer, 9) is None
    assert readings._value_of(replace(newer, scale=replace(newer.scale, better="higher")), 1) is None
    more = replace(star.items[0], id="new")
    other = readings.Asked(replace(star, version=2, items=(*star.items, more)), "new", Q2)
    assert readings._value_of(other, 1) is None
    area = readings._value_of(other, 2)
    assert area is not None and area(None, (1,) * 8) == 1 and area(None, (None,) * 8) is None


def test_a_part_is_scored_again_from_the_answers(ground: Ground) -> None:
    episode = open_episode(ground)
    for day, stage, answers in ((START, "start", [4] * 8 + [2] * 3), (REVIEW, "review", [5] * 8 + [5, 6, 4])):
        parts = dict(score(registry.get("scale", "dialog"), answers).subscales)
        took(episode, "dialog", None, day, stage, answers=answers, subscales=parts)
    [part] = [id for id, _ in change.parts_of(registry.get("scale", "dialog")) if id == "treatment_satisfaction"]
    found = told(ground, "dialog", of=part)
    assert (found.n, found.change.mean, found.low, found.high) == (1, 3.0, 1.0, 7.0)
    assert told(ground, "dialog").change.mean == 1


def test_only_who_may_see_figures_may_ask(ground: Ground) -> None:
    with pytest.raises(NotAllowed):
        change.report(by=ground.by, scale="core10", period=Q2)
    with pytest.raises(NotAllowed):
        change.used(ground.by)


def test_what_is_not_there_is_said(ground: Ground) -> None:
    with pytest.raises(NotFound):
        told(ground, service="00000000-0000-4000-8000-000000000000")
    with pytest.raises(ValueError, match="shoe_size"):
        told(ground, group_by="shoe_size")
    with pytest.raises(registry.NotDefined):
        told(ground, "nothing")
    people(ground, (1, 2))
    with pytest.raises(KeyError):
        told(ground, of="nothing")


@given(st.lists(st.integers(-60, 60), min_size=1, max_size=60), st.sampled_from([1.0, 0.1, 0.01]))
def test_every_change_is_in_one_bar_and_no_change_in_the_middle_one(changes: list[int], step: float) -> None:
    values = [number * step for number in changes]
    found = change.bins(values, step)
    assert sum(one.count for one in found) == len(values)
    assert len(found) <= 2 * change.MOST_BINS
    assert all(one.high == pytest.approx(other.low) for one, other in pairwise(found))
    assert any(one.low < 0 < one.high and one.low == pytest.approx(-one.high) for one in found)
    if step == 1.0:
        mirrored = change.bins([-value for value in values], step)
        assert [one.count for one in mirrored] == [one.count for one in reversed(found)]


def test_a_version_that_asks_or_counts_otherwise_is_left_out_and_said() -> None:
    core10 = registry.get("scale", "core10")
    turned = replace(core10, version=2, items=(replace(core10.items[0], reverse=True), *core10.items[1:]))
    reworded = replace(core10, version=2, items=(replace(core10.items[0], text="Other words"), *core10.items[1:]))
    for newer in (turned, reworded, replace(core10, version=2, missing=replace(core10.missing, allow=3))):
        assert readings._value_of(readings.Asked(newer, "total", Q2), 1) is None
    old = pairing.Reading("a", "e", "s", "client", 1, "start", START, None, False, "", START, None, is_other=True)
    assert pairing.paired([old], Period(START, REVIEW), "latest").left_out == {"other_version": 1}
