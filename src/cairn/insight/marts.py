"""The marts as the rest of the program sees them: bring one up to date, or prove that it is right."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["own", "shared"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did. `rows` is how many rows were written, `seq` the place in the feed now reached."""

    how: Literal["nothing", "delta", "rebuild"]
    subjects: int
    rows: int
    seq: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One table in which the mart and a fresh rebuild differ: row counts, here and there."""

    table: str
    kept: int
    rebuilt: int


def refresh(organisation_id: int, kind: Kind = "own") -> Refreshed:
    """Bring an organisation's mart up to its feed: nothing, a small delta, or a rebuild where the change calls for it."""
    raise NotImplementedError


def verify(organisation_id: int, kind: Kind = "own") -> tuple[Difference, ...]:
    """Rebuild beside the mart and compare every table's rows; () when they are the same. Changes nothing."""
    raise NotImplementedError
