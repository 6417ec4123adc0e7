"""Two who record a first reading at the same moment: one is written, and the other is told."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.cases import assessing
from cairn.cases.actions import assessments
from cairn.cases.actions.assessments import NewAssessment
from cairn.cases.models import Assessment
from cairn.kernel.problems import Refused
from tests.cases.conftest import DAY, Ground, open_episode


def test_a_first_reading_that_came_between_looking_and_writing_is_seen(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode, look_over = open_episode(ground), assessing.look_over
    one, other = (
        NewAssessment(
            episode_uid=str(episode.uid), scale="phq9", assessed_date=DAY + timedelta(days=n), answers=[1] * 9
        )
        for n in (0, 1)
    )

    def and_then_somebody_else(*told: Any) -> Any:
        found = look_over(*told)
        monkeypatch.setattr(assessing, "look_over", look_over)
        assessments.record(by=ground.by, assessments=[other])
        return found

    monkeypatch.setattr(assessing, "look_over", and_then_somebody_else)
    with pytest.raises(Refused) as refused:
        assessments.record(by=ground.by, assessments=[one])
    assert [problem.rule for problem in refused.value.problems] == ["assessment.second_start"]
    assert [row.assessed_date for row in Assessment.objects.all()] == [other.assessed_date]
