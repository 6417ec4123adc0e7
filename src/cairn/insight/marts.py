"""The marts as the rest of the program sees them: bring one up to date, or prove that it is right."""

from cairn.insight.gather import Kind
from cairn.insight.mart import refresh as _refresh
from cairn.insight.mart import verify as _verify
from cairn.insight.results import Refreshed
from cairn.kernel.problems import Problem


def refresh(organisation_id: int, kind: Kind = "own") -> Refreshed:
    """Bring an organisation's mart up to its feed: nothing, a small delta, or a rebuild where the change calls for it."""
    return _refresh.refresh(organisation_id, kind)


def rebuild(organisation_id: int, kind: Kind = "own") -> Refreshed:
    """Build it anew whatever the feed says: what the night does, so that deltas are folded in."""
    return _refresh.rebuild(organisation_id, kind)


def verify(organisation_id: int, kind: Kind = "own") -> tuple[Problem, ...]:
    """Rebuild beside the mart and compare every table's rows: a problem for each that differs, () when none does."""
    return _verify.verify(organisation_id, kind)


__all__ = ["Kind", "Refreshed", "rebuild", "refresh", "verify"]
