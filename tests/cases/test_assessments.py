"""Assessments: locked until there is a permission, scored at once, incomplete ones kept with the reason."""

from datetime import date, timedelta
from typing import Any

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment
from cairn.cases.queries import flagged
from cairn.cases.queries.notes import memos_waiting
from cairn.kernel import clock
from cairn.scales.actions import local
from tests.cases.conftest import START, Ground, lay, open_episode, refused
from tests.conftest import Party
from tests.scales_room.test_local import LADDER

UID = "0d6c1c80-0000-4000-8000-0000000000aa"


def answered(episode: Any, *answers: int | None, **changes: Any) -> NewAssessment:
    values = {"episode_uid": str(episode.uid), "scale": "swemwbs", "assessed_date": START}
    return NewAssessment(**{**values, "answers": answers or (3, 3, 3, 3, 3, 3, 3), **changes})


def test_a_scale_without_permission_is_locked_and_says_how_to_unlock_it(ground: Ground) -> None:
    new = answered(open_episode(ground))
    assert refused(assessments.record, by=ground.by, assessments=[new]) == [(0, "scale", "scale.locked")]
    assert not Assessment.objects.exists()


def test_answers_are_scored_by_the_published_table(unlocked: Ground) -> None:
    row = assessments.record(by=unlocked.by, assessments=[answered(open_episode(unlocked))]).one
    # Raw 21 converts to 19.25 (University of Warwick, SWEMWBS raw score to metric score conversion table).
    assert (row.total, row.metric, row.scale_version, row.reason) == (21, 19.25, 1, "")
    assert (row.client, row.stage, row.rater) == (unlocked.anwen, "start", "client")


def test_a_missing_item_saves_without_a_score_and_says_why(unlocked: Ground) -> None:
    new = answered(open_episode(unlocked), 3, None, 3, 3, 3, 3, 3)
    row = assessments.record(by=unlocked.by, assessments=[new]).one
    assert (row.total, row.metric, row.answers) == (None, None, [3, None, 3, 3, 3, 3, 3])
    assert "6 of 7 items" in row.reason


def test_every_item_out_of_range_is_named_and_nothing_is_written(unlocked: Ground) -> None:
    episode = open_episode(unlocked)
    wrong = [answered(episode, 0, 3, 6, 3, 3, 3, 3), answered(episode, 3, 3), answered(episode, scale="horoscope")]
    assert set(refused(assessments.record, by=unlocked.by, assessments=wrong)) >= {
        (0, "item_1", "out_of_range"),
        (0, "item_3", "out_of_range"),
        (1, "answers", "answer_count"),
        (2, "scale", "scale.unknown"),
    }
    assert not Assessment.objects.exists()


def test_everything_else_wrong_is_said_at_once(unlocked: Ground, oakfield: Party) -> None:
    episode = open_episode(unlocked)
    with scope.of(oakfield.system):
        theirs = open_episode(lay(oakfield))
    wrong = [
        answered(episode, stage="middle", rater="neighbour", assessed_date=date(2025, 7, 1), uid="x"),
        answered(episode, assessed_date=date(2025, 2, 23)),  # 43 days before the start; the window is 42
        answered(theirs),
    ]
    assert set(refused(assessments.record, by=unlocked.by, assessments=wrong)) == {
        (0, "uid", "uid.refused"),
        (0, "stage", "stage.code"),
        (0, "rater", "rater.code"),
        (0, "assessed_date", "date.future"),
        (1, "assessed_date", "assessment.early"),
        (2, "episode_uid", "episode_uid.unknown"),
    }


def test_a_scale_is_answered_once_a_day_by_one_rater(unlocked: Ground) -> None:
    episode = open_episode(unlocked)
    assessments.record(
        by=unlocked.by, assessments=[answered(episode), answered(episode, scale="lifesat", answers=(5,))]
    )
    again = [
        answered(episode),
        answered(episode, assessed_date=date(2025, 6, 1), stage="review"),
        answered(episode, assessed_date=date(2025, 6, 1), stage="review"),
    ]
    assert refused(assessments.record, by=unlocked.by, assessments=again) == [
        (0, "assessed_date", "assessment.twice"),
        (2, "assessed_date", "assessment.twice"),
    ]


def test_an_assessment_sent_twice_is_one(unlocked: Ground) -> None:
    sent = answered(open_episode(unlocked), uid=UID)
    first = assessments.record(by=unlocked.by, assessments=[sent, sent])
    again = assessments.record(by=unlocked.by, assessments=[sent])
    assert first.items == (again.one, again.one)
    assert Assessment.objects.count() == 1
    undo(by=unlocked.by, event_uid=first.event_uid)
    assert not Assessment.objects.exists()


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_half_saved(unlocked: Ground) -> None:
    episode = open_episode(unlocked)
    good = answered(episode)
    wrong = [
        good,
        answered(episode, answers=(1, 2, 3, 4, 5, 6, 9), assessed_date=date(2025, 6, 1), stage="review"),
        answered(episode, answers=(1,) * 6, assessed_date=date(2025, 6, 2), stage="review"),
        answered(episode, answers=(1,) * 8, assessed_date=date(2025, 6, 3), stage="review"),
        answered(episode, answers=(1, 1.5, "x", 1, 1, 1, 1), assessed_date=date(2025, 6, 4), stage="review"),
        answered(episode, answers=("not_applicable", 1, 1, 1, 1, 1, 1), assessed_date=date(2025, 6, 5), stage="end"),
        answered(episode, assessed_date=date(2025, 6, 6)),
        answered(episode, assessed_date=date(2099, 1, 1), entered_by="elf", stage="review"),
        answered(episode, assessed_date=date(1890, 1, 1), stage="review"),
        answered(episode, assessed_date=date(2025, 6, 7), scale_version=99, stage="review"),
    ]
    assert refused(assessments.record, by=unlocked.by, assessments=wrong) == [
        (1, "item_6", "out_of_range"),
        (1, "item_7", "out_of_range"),
        (2, "answers", "answer_count"),
        (3, "answers", "answer_count"),
        (4, "item_2", "not_whole"),
        (4, "item_3", "not_whole"),
        (5, "item_1", "assessment.applies"),
        (7, "entered_by", "entered_by.code"),
        (7, "assessed_date", "date.future"),
        (8, "assessed_date", "assessment.birth"),
        (8, "scale", "scale.locked"),
        (9, "scale", "scale.unknown"),
        (6, "stage", "assessment.second_start"),
    ]
    assert not Assessment.objects.exists()


def test_an_answer_that_somebody_must_look_at_waits_on_today_until_it_is_dealt_with(ground: Ground) -> None:
    episode = open_episode(ground)
    sent = NewAssessment(
        episode_uid=str(episode.uid), scale="phq9", assessed_date=clock.today(), answers=[0] * 8 + [1], uid=UID
    )
    done = assessments.record(by=ground.by, assessments=[sent])
    memos = memos_waiting(ground.by)
    assert len(memos) == 1 and memos[0].is_restricted and "PHQ-9" in memos[0].text
    assert len(memos_waiting(ground.manager)) == 1
    assessments.record(by=ground.by, assessments=[sent])
    assert len(memos_waiting(ground.by)) == 1, "the same reading once more is no second memo"
    undo(by=ground.by, event_uid=done.event_uid)
    assert memos_waiting(ground.by) == [] == memos_waiting(ground.manager)


def test_old_readings_brought_in_fill_nobodys_today(ground: Ground) -> None:
    episode = open_episode(ground)
    old = clock.today() - timedelta(days=32)
    sent = NewAssessment(episode_uid=str(episode.uid), scale="phq9", assessed_date=old, answers=[0] * 8 + [3])
    assessments.record(by=ground.by, assessments=[sent])
    assert memos_waiting(ground.by) == []


def test_a_reading_out_of_a_file_tells_nobody_however_new_it_is(ground: Ground) -> None:
    sent = NewAssessment(
        episode_uid=str(open_episode(ground).uid), scale="phq9", assessed_date=clock.today(), answers=[0] * 8 + [3],
        entered_by="import",
    )  # fmt: skip
    row = assessments.record(by=ground.by, assessments=[sent]).one
    assert memos_waiting(ground.by) == [] == memos_waiting(ground.manager)
    assert flagged.taken(ground.by, row.client, str(row.uid)).flags, "on its own page it is flagged all the same"  # type: ignore[union-attr]


def test_a_version_that_stands_no_longer_and_a_withdrawn_one_are_refused(ground: Ground) -> None:
    id = str(local.draft(by=ground.manager, plan=LADDER).one.scale)
    local.publish(by=ground.manager, id=id, number=1)
    episode = open_episode(ground)

    def sent(version: int | None, day: int, rater: str = "client") -> NewAssessment:
        return answered(
            episode, scale=id, answers=(3, 4), assessed_date=date(2025, 6, day), scale_version=version, rater=rater,
            stage="review",
        )  # fmt: skip

    both = [sent(1, 1), sent(1, 1, "worker")]
    assert len(assessments.record(by=ground.by, assessments=both).items) == 2, "two raters, one day"
    assert refused(assessments.record, by=ground.by, assessments=[sent(1, 1)]) == [
        (0, "assessed_date", "assessment.twice")
    ]
    local.next_version(by=ground.manager, id=id)
    local.publish(by=ground.manager, id=id, number=2)
    assert refused(assessments.record, by=ground.by, assessments=[sent(1, 2)]) == [(0, "scale", "assessment.version")]
    assert assessments.record(by=ground.by, assessments=[sent(2, 2)]).one.scale_version == 2
    for number in (2, 1):
        local.withdraw(by=ground.manager, id=id, number=number)
    assert refused(assessments.record, by=ground.by, assessments=[sent(None, 3)]) == [(0, "scale", "scale.withdrawn")]
    assert Assessment.objects.count() == 3


def test_what_to_look_at_in_one_reading_is_told_to_who_may_read_it(ground: Ground, oakfield: Party) -> None:
    episode = open_episode(ground)
    sent = NewAssessment(
        episode_uid=str(episode.uid), scale="phq9", assessed_date=clock.today(), answers=[0] * 8 + [1], uid=UID
    )
    assessments.record(by=ground.by, assessments=[sent])
    found = flagged.taken(ground.by, episode.client, UID)
    assert found and found.label == "PHQ-9" and len(found.flags) == 1
    assert flagged.taken(ground.by, episode.client, "no such reading") is None
    with scope.of(oakfield.support_worker):
        assert flagged.taken(oakfield.support_worker, episode.client, UID) is None
