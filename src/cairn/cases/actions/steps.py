"""Record a step after the fact, with no activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import StepRecord
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """`state` says reached (or kept) or lost; which of the first two it is follows from the episode's history."""

    episode_uid: str
    rung_uid: str
    step_date: date
    state: str = "reached"


def record(*, by: Actor, steps: Sequence[NewStep]) -> Done[StepRecord]:
    raise NotImplementedError
