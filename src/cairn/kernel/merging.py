"""What happens to every kind of row that points at a person when two records turn out to be of one. A room registers its
kinds; merging asks them all.

A row moves, unless the person who stays has its like already: two rows that a unique constraint keeps apart become one,
and whatever points at the one that goes points at the other. A test holds the list of kinds complete.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Combine = Callable[[Any, Any], Mapping[str, Any]]
"""(the row that stands, the one that goes) → what changes in the one that stands."""
Settle = Callable[[Any, Any], None]
"""(the deed, the row that stands) → what follows from all that points at it now is written."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one model. `one` and `many` name them on the page; `combine` says what the row that stands takes over from
    its like, `rule` the same in words. Rows that `stay` do not move. `restricted` kinds are counted only for whoever may
    read restricted records."""

    model: str
    one: str
    many: str
    combine: Combine | None = None
    settle: Settle | None = None
    rule: str = ""
    stays: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """Two rows that may stand side by side, and would better be one: two open episodes of one service. `kept_uid` and
    `gone_uid` are theirs; `words` what they are, the dates since when each of them runs."""

    model: str
    kept_uid: str
    gone_uid: str
    words: str
    kept_date: date
    gone_date: date


Joins = Callable[[int, int], list[Join]]
"""(the person who stays, the one who goes) → pairs that may be joined."""

_kinds: dict[str, Kind] = {}
_joins: dict[str, Joins] = {}


def register(*kinds: Kind) -> None:
    """Called from an app's `ready`; registering a model again replaces it."""
    _kinds.update({kind.model: kind for kind in kinds})


def register_joins(name: str, joins: Joins) -> None:
    _joins[name] = joins


def kinds() -> Mapping[str, Kind]:
    return _kinds


def joins(kept_id: int, gone_id: int) -> list[Join]:
    """Every pair that may be joined, of all rooms."""
    return [join for each in _joins.values() for join in each(kept_id, gone_id)]
