"""Rounds: the commissioner asks for a return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.kernel.problems import Done
from cairn.returns.models import Round


@dataclass(frozen=True, slots=True)
class NewRound:
    """What is observed, from and to; when submission opens and closes. All dates inclusive."""

    name: str
    observed_from_date: date
    observed_to_date: date
    opens_date: date
    closes_date: date


def add(*, by: Actor, contract_uid: str, rounds: Sequence[NewRound]) -> Done[Round]:
    """As the commissioner. Each round has its open return: `round.answer`."""
    raise NotImplementedError
