"""Record a filled-in instrument, scored at once by the version that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Assessment
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """`answers` in item order, None where missing. `stage` and `rater` are codes of `assessment_stage` and
    `assessment_rater`. A `uid` made by the sender makes sending twice the same assessment once."""

    episode_uid: str
    scale: str
    assessed_date: date
    answers: Sequence[int | None]
    stage: str = "start"
    rater: str = "client"
    uid: str | None = None


def record(*, by: Actor, assessments: Sequence[NewAssessment]) -> Done[Assessment]:
    raise NotImplementedError
