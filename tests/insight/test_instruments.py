"""Readings in the mart: at their own grain, paired score by score, and as outcomes over tools of every kind; held to a
reading of the records in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from cairn.cases.actions import assessments, feedback
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment, Episode, Feedback
from cairn.definitions import registry
from cairn.insight import figures, marts
from cairn.insight.mart.sources import Source, connect
from cairn.kernel.periods import Period
from cairn.people.actions.erasure import erase
from cairn.scales.scoring import score
from cairn.scales.scoring.columnar import SKIP, compiled
from tests.cases.conftest import Ground, open_episode
from tests.insight.test_extracts import rows
from tests.thorough import seeds

Q2 = Period.parse("2025-Q2")
START = date(2025, 4, 7)
HEALTH, INCOME = "prevention-first/healthier_lifestyles", "prevention-first/maximised_income"
#: tool → its areas by outcome, as the framework's file says; written out here so that the test knows them by itself
AREAS: dict[str, dict[str, tuple[int, ...]]] = {
    "star_homelessness": {
        HEALTH: (5, 6),
        INCOME: (2,),
        "prevention-first/increased_social_participation": (3,),
        "prevention-first/independent_housing": (8,),
    },
    "ons4": {HEALTH: (0,)},
}


def read(ground: Ground, episode: Episode, scale: str, day: date, answers: list[Any], **values: Any) -> Assessment:
    """A reading as the action stores it, also of a scale that nobody has permission for."""
    found = score(registry.get("scale", scale), answers)
    said = {"stage": "review", "rater": "client", "assessed_date": day, "answers": answers, **values}
    return Assessment.objects.create(
        organisation_id=episode.organisation_id, client_id=episode.client_id, episode=episode, scale=scale,
        total=found.total, metric=found.metric, subscales=dict(found.subscales), **said,
    )  # fmt: skip


def found(ground: Ground, measure: str, **asked: Any) -> Any:
    marts.rebuild(ground.party.organisation.pk)
    return figures.compute(measure, by=ground.manager, period=Q2, **asked)


def test_a_reading_stands_at_its_own_grain_with_its_answers_packed(ground: Ground) -> None:
    episode = open_episode(ground)
    first = read(ground, episode, "swemwbs", START, [3] * 7)
    blank = read(ground, episode, "swemwbs", START + timedelta(days=9), [4] * 6 + [None], entered_by="person_link")
    last = read(ground, episode, "swemwbs", START + timedelta(days=20), [5] * 7)
    by_uid = {row["uid"]: row for row in rows(ground, "assessment")}

    assert [by_uid[str(one.uid)]["answers"] for one in (first, blank)] == [[3] * 7, [4] * 6 + [None]]
    assert [by_uid[str(one.uid)]["score"] for one in (first, blank, last)] == [19.25, None, 35.0]
    assert [by_uid[str(one.uid)]["missing"] for one in (first, blank, last)] == [0, 1, 0]
    assert [(row["is_first"], row["is_latest"]) for row in by_uid.values()] == [
        (True, False), (False, False), (False, True)
    ]  # fmt: skip
    assert len({row["line"] for row in by_uid.values()}) == 1
    assert by_uid[str(blank.uid)]["entered_by"] == "person_link"


def test_what_does_not_apply_is_packed_as_such_and_the_columnar_scorer_reads_the_mart(ground: Ground) -> None:
    episode = open_episode(ground)
    wsas = registry.get("scale", "wsas")
    given = [["not_applicable", 7, 4, 4, 4], [1, 2, None, 3, 4], [8, 8, 8, 8, 8]]
    for n, answers in enumerate(given):
        read(ground, episode, "wsas", START + timedelta(days=n), answers)
    marts.rebuild(ground.party.organisation.pk)
    mart = connect([Source(ground.by.organisation_uid)])

    text = compiled(wsas).select("(SELECT * FROM assessment)", keep=("assessed_date", "score"))
    said = mart.execute(f"SELECT score, value FROM ({text}) ORDER BY assessed_date").fetchall()

    assert rows(ground, "assessment")[0]["answers"] == [SKIP, 7, 4, 4, 4]
    assert said == [(one, one) for one in (score(wsas, answers).value for answers in given)]


def test_a_ladder_is_paired_area_by_area_and_a_headline_scale_as_one(ground: Ground) -> None:
    episode = open_episode(ground)
    read(ground, episode, "star_homelessness", START, [5, None, *[5] * 8])
    read(ground, episode, "star_homelessness", START + timedelta(days=60), [6, 6, *[5] * 7, 3])
    pairs = {row["of"]: row for row in rows(ground, "assessment_pair")}

    assert {of: row["verdict"] for of, row in pairs.items() if row["change"]} == {
        "motivation": "improved",
        "offending": "worse",
    }
    assert pairs["self_care"]["first_score"] is None
    assert pairs["self_care"]["baseline_missing_reason"] == "not_known"
    assert len({row["uid"] for row in pairs.values()}) == len({row["line"] for row in pairs.values()}) == 10


def test_a_change_of_the_headline_is_called_what_the_scales_own_rules_call_it(ground: Ground) -> None:
    episode = open_episode(ground)
    read(ground, episode, "phq9", START, [2] * 9)
    read(ground, episode, "phq9", START + timedelta(days=60), [0] * 9)
    [pair] = [row for row in rows(ground, "assessment_pair") if row["of"] == "total"]

    scale = registry.get("scale", "phq9")
    assert (pair["change"], pair["verdict"]) == (-18, "improved")
    assert pair["crossed"] == ("to_better" if scale.cutoff else None)
    assert pair["reliable"] == ("improved" if scale.reliability else None)


def test_unlike_tools_stand_together_as_improved_the_same_and_worse_with_the_rest_said(ground: Ground) -> None:
    anwen, bashir, cerys = (open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys))
    later = START + timedelta(days=60)
    read(ground, anwen, "star_homelessness", START, [5] * 10)
    read(ground, anwen, "star_homelessness", later, [5, 5, 5, 5, 5, 6, 5, 5, 5, 5])  # one of two areas, by a point
    read(ground, bashir, "star_young_person", START, [3] * 8)
    read(ground, bashir, "star_young_person", later, [3, 3, 3, 2, 2, 3, 3, 3])
    read(ground, cerys, "lifesat", START, [4])
    whole = found(ground, "outcome_improved_share", where={"outcome": HEALTH})
    by_tool = found(ground, "outcomes_compared", group_by=("scale", "verdict"), where={"outcome": HEALTH})

    assert (whole.rows[0].numerator, whole.rows[0].denominator, whole.left_out) == (1, 2, {"only_first": 1})
    assert {row.codes: row.value for row in by_tool.rows} == {
        ("star_homelessness", "improved"): 1,
        ("star_young_person", "worse"): 1,
    }
    assert [(one.scale, one.rule) for one in whole.told] == [
        ("star_homelessness", "prevention-first/1/areas_mean"),
        ("star_young_person", "prevention-first/1/areas_mean"),
    ]
    assert whole.as_json()["mapping"][0]["areas"] == ["physical health", "feelings and mental health"]


def test_an_outcome_that_nobody_can_compare_says_why(ground: Ground) -> None:
    anwen, bashir = (open_episode(ground, c) for c in (ground.anwen, ground.bashir))
    Episode.objects.filter(pk=anwen.pk).update(no_baseline_reason="crisis")
    read(ground, anwen, "lifesat", START + timedelta(days=70), [5])
    read(ground, bashir, "star_homelessness", START, [5] * 10)
    read(ground, bashir, "star_homelessness", START + timedelta(days=60), [5, 5, None, 5, 5, 5, 5, 5, 5, 5])

    assert found(ground, "outcomes_compared", where={"outcome": HEALTH}).left_out == {"no_baseline/crisis": 1}
    assert found(ground, "outcomes_compared", where={"outcome": INCOME}).left_out == {"blank": 1}


def test_feedback_says_who_answered_and_how_easy_it_was(ground: Ground) -> None:
    for client, accessible, answered in ((ground.anwen, 5, 1), (ground.bashir, 2, 1), (ground.cerys, None, 0)):
        episode = open_episode(ground, client)
        Feedback.objects.create(
            organisation_id=episode.organisation_id, client_id=client.pk, episode=episode, why="ended",
            asked_date=START, answered_date=START if answered else None, accessible=accessible, comment="",
        )  # fmt: skip
    [share] = found(ground, "feedback_response_share").rows
    mean = found(ground, "accessibility_mean")

    assert (share.numerator, share.denominator) == (2, 3)
    assert (mean.rows[0].n, mean.rows[0].value, mean.left_out) == (2, 3.5, {"no_answer": 1})
    assert found(ground, "accessibility_easy_share").rows[0].value == 0.5


def test_an_answer_reaches_the_mart_by_a_delta(ground: Ground) -> None:
    episode, organisation = open_episode(ground), ground.party.organisation.pk
    asked = Feedback.objects.create(
        organisation_id=episode.organisation_id, client_id=episode.client_id, episode=episode, why="ended",
        asked_date=START, comment="",
    )  # fmt: skip
    marts.rebuild(organisation)
    feedback.write(by=ground.by, feedback_uid=asked.uid, accessible=4, comment="Steps at the door")

    assert marts.refresh(organisation).how == "delta"
    assert figures.compute("accessibility_mean", by=ground.manager, period=Q2).rows[0].value == 4
    assert marts.verify(organisation) == ()


def test_a_new_reading_moves_first_and_latest_of_that_person_by_a_delta(ground: Ground) -> None:
    episode = open_episode(ground)
    organisation = ground.party.organisation.pk
    for day, answer in ((START + timedelta(days=5), 4), (START + timedelta(days=40), 7), (START, 6)):
        marts.refresh(organisation)
        stage = "start" if answer == 4 else "review"
        new = NewAssessment(
            episode_uid=str(episode.uid), scale="lifesat", assessed_date=day, answers=[answer], stage=stage
        )
        assessments.record(by=ground.by, assessments=[new])
        assert marts.refresh(organisation).how == "delta"
    [row] = figures.compute("lifesat_change", by=ground.manager, period=Q2).rows
    assert (row.n, row.value) == (1, 1)  # 6 to 7: the reading that came last is dated first
    assert marts.verify(organisation) == ()

    erase(by=ground.manager, client_uid=episode.client.uid, reason="client_asked")
    [row] = figures.compute("readings_taken", by=ground.manager, period=Q2).rows
    assert row.value == 0


# --- against the records, in plain Python ---


def plainly(ground: Ground) -> Counter[tuple[str, str, str]]:
    """(tool, outcome, verdict) of the latest reading of each line in the period, worked out from the records alone."""
    lines: dict[Any, list[Assessment]] = defaultdict(list)
    for one in Assessment.objects.order_by("assessed_date", "pk").select_related("episode"):
        lines[one.episode_id, one.scale].append(one)
    said: Counter[tuple[str, str, str]] = Counter()
    for (_, scale), line in lines.items():
        last = [one for one in line if Q2.contains(one.assessed_date)]
        for outcome, places in AREAS[scale].items() if last else ():
            if verdict := _plain_verdict(ground, line, last[-1], places):
                said[scale, outcome, verdict] += 1
    return said


def _plain_verdict(ground: Ground, line: Iterable[Assessment], last: Assessment, places: tuple[int, ...]) -> str:
    moves = []
    for place in places:
        start, days = last.episode.start_date, ground.service.baseline_days
        read_then = [
            one for one in line if one.answers[place] is not None and abs((one.assessed_date - start).days) <= days
        ]
        if read_then and read_then[0].assessed_date < last.assessed_date and last.answers[place] is not None:
            moves.append(last.answers[place] - read_then[0].answers[place])
    mean = sum(moves) / len(moves) if moves else 0
    if not moves:
        return ""
    return "same" if abs(mean) < 0.5 else "improved" if mean > 0 else "worse"


@pytest.mark.parametrize("seed", seeds(3))
def test_outcomes_are_what_the_records_say_when_asked_directly(ground: Ground, seed: int) -> None:
    chance = Random(seed)
    for client in (ground.anwen, ground.bashir, ground.cerys):
        episode = open_episode(ground, client)
        for scale, count, high in (("star_homelessness", 10, 10), ("ons4", 4, 10)):
            for back in chance.sample(range(84), 5):
                answers = [chance.choice([None, *range(1, high + 1)]) for _ in range(count)]
                read(ground, episode, scale, START + timedelta(days=back), answers)
    by = found(ground, "outcomes_compared", group_by=("scale", "outcome", "verdict"))

    assert {row.codes: row.value for row in by.rows} == dict(plainly(ground))
    assert sum(row.value for row in by.rows) > 5
