"""Record a framework outcome, reached or not, after the fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import OutcomeRecord
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """`framework` and `outcome` are ids of the definitions."""

    episode_uid: str
    framework: str
    outcome: str
    outcome_date: date
    is_reached: bool = True


def record(*, by: Actor, outcomes: Sequence[NewOutcome]) -> Done[OutcomeRecord]:
    raise NotImplementedError
