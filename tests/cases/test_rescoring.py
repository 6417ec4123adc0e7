"""A table of values that comes later counts for what was answered before: the answers stay, and the score is by the table."""

from datetime import date
from typing import Any

import pytest

from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.cases.actions import assessments, rescoring
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment
from cairn.cases.queries import record, tables
from cairn.definitions import registry
from cairn.interfaces.workspace.clients.views import measured
from cairn.scales.actions import permissions
from cairn.scales.scoring import score
from tests.cases.conftest import START, Ground, open_episode, refused
from tests.scales_room.test_tariffs import VALUES, load

SCALE = "icecap_a"
ANSWERS = ([4, 3, 2, 1, 4], [4, None, 2, 1, 4])


@pytest.fixture
def answered(ground: Ground) -> Ground:
    said: Any = {"holder": "The universities", "reference": "X", "granted_date": date(2024, 1, 1)}
    permissions.record(by=ground.manager, scale=SCALE, uses_printed_form=True, **said)
    episode = str(open_episode(ground).uid)
    dated = zip(("start", "review"), (START, date(2025, 6, 2)), ANSWERS, strict=True)
    news = [
        NewAssessment(episode_uid=episode, scale=SCALE, assessed_date=day, stage=stage, answers=answers)
        for stage, day, answers in dated
    ]
    assessments.record(by=ground.by, assessments=news)
    return ground


def said() -> list[tuple[list[Any], float | None, str]]:
    rows = Assessment.objects.order_by("assessed_date")
    return [(row.answers, row.metric, row.reason.partition(".")[0]) for row in rows]


def test_what_was_answered_before_is_scored_by_the_table_and_keeps_its_answers(answered: Ground) -> None:
    by = answered.manager
    lacking = "The table of values is not in hand"
    before = [(ANSWERS[0], None, lacking), (ANSWERS[1], None, lacking)]
    assert (said(), tables.waiting(by, SCALE)) == (before, 0)
    load(by)
    assert tables.waiting(by, SCALE) == 2
    done = rescoring.score_again(by=by, scales=[SCALE])
    assert said() == [(ANSWERS[0], 0.6, ""), (ANSWERS[1], None, "4 of 5 items answered")]
    assert (len(done.items), tables.waiting(by, SCALE)) == (2, 0)
    assert not rescoring.score_again(by=by, scales=[SCALE]).event_uid
    undo(by=by, event_uid=done.event_uid)
    assert said() == before


def test_a_corrected_table_counts_and_so_does_one_taken_back(answered: Ground) -> None:
    by = answered.manager
    load(by)
    rescoring.score_again(by=by, scales=[SCALE])
    corrected = load(by, values={**VALUES, "stability": [0.0, 0.05, 0.15, 0.25]})
    rescoring.score_again(by=by, scales=[SCALE])
    assert said()[0][1] == 0.65
    undo(by=by, event_uid=corrected.event_uid)
    assert tables.waiting(by, SCALE) == 1
    rescoring.score_again(by=by, scales=[SCALE])
    assert said()[0][1] == 0.6


def test_the_page_of_a_person_says_by_which_table(answered: Ground) -> None:
    by = answered.manager
    load(by)
    rescoring.score_again(by=by, scales=[SCALE])
    [episode] = record(by, answered.anwen).episodes
    drawn = measured(by, [one for one in episode.scales if one.readings])[0].drawn
    assert "0.6000" in drawn.sentence or "0.6" in drawn.sentence
    assert "that your organisation loaded: A paper, table 2." in drawn.marks


def test_only_scales_whose_table_is_loaded_and_only_by_a_manager(answered: Ground) -> None:
    wrong = refused(rescoring.score_again, by=answered.manager, scales=["swemwbs", SCALE, "horoscope"])
    assert wrong == [(0, "scales", "assessment.rescoring"), (2, "scales", "assessment.rescoring")]
    with pytest.raises(NotAllowed):
        rescoring.score_again(by=answered.by, scales=[SCALE])
    assert tables.waiting(answered.manager, "swemwbs") == 0


def test_every_reason_for_no_score_can_be_kept() -> None:
    """PostgreSQL cuts nothing off: it refuses, and with it the whole form."""
    most = Assessment._meta.get_field("reason").max_length
    every = [score(one, [None] * len(one.items)).reason or "" for one in registry.all("scale")]
    assert max(map(len, every)) > 200 and (most is None or most >= max(map(len, every)))
