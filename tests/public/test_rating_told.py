"""What a worker is told of answers that came by a link and became no reading."""

import pytest

from cairn.access import scope
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.intake import rated
from cairn.scales.actions import local as own_scales
from tests.cases.conftest import TODAY, Ground, open_episode
from tests.public.test_rating import PHQ, rating_of
from tests.scales_room.test_local import publish

pytestmark = pytest.mark.django_db


def test_what_was_withdrawn_before_it_was_sent_is_said_to_the_worker(ground: Ground) -> None:
    with scope.of(ground.manager):
        id = publish(ground.manager)
    link = rating_of(ground, scales=("phq9", id))
    with scope.of(ground.by):
        assert rated.pending(ground.by, None)[0].gone == ()
    with scope.of(ground.manager):
        own_scales.withdraw(by=ground.manager, id=id, number=1)
        label = rated.label_of(id)
        assert rated.pending(ground.manager, None)[0].gone == (label,)
    link.answer(dict.fromkeys(PHQ, 1))
    link.send("send", at="check")
    with scope.of(ground.by):
        (sent,) = rated.unseen(ground.by, None)
        assert (sent.gone, len(sent.readings)) == ((label,), 1)
        assert rated.links_of(ground.by, link.episode.client)[0].gone == (label,)


def test_what_they_answered_that_day_already_is_no_second_reading_but_what_is_hard_in_it_is_seen(
    ground: Ground,
) -> None:
    with scope.of(ground.by):
        episode = open_episode(ground)
        new = NewAssessment(episode_uid=str(episode.uid), scale="phq9", assessed_date=TODAY, answers=[0] * 9)
        assessments.record(by=ground.by, assessments=[new])
    link = rating_of(ground, episode, scales=("phq9", "gad7"))
    link.answer(dict.fromkeys(PHQ, 1) | {f"q-gad7-i{n}": 2 for n in range(1, 8)})
    assert "You do not have to be alone" in link.send("send", at="check").text
    assert [(row.scale, row.total) for row in link.kept] == [("phq9", 0), ("gad7", 14)]
    with scope.of(ground.by):
        (sent,) = rated.unseen(ground.by, None)
    assert (sent.again, sent.is_urgent, [one.label for one in sent.readings]) == (("PHQ-9, score 9",), True, ["GAD-7"])
    assert "Item 9" in sent.flags[0]
