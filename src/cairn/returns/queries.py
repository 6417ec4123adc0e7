"""Returns as each side may see them. Enter a scope first."""

from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.contracts.queries import NotFound
from cairn.returns.models import Submission
from cairn.returns.verification import verify
from cairn.returns.views import HistoryLine, PreviewView, ReturnLine, ReturnView, RowsBehind

__all__ = [
    "NotFound", "answer", "history", "listing", "open_returns", "preview", "rows_behind", "submission", "verify", "visible_to",
]  # fmt: skip


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Returns of contracts that the actor's organisation leads or commissions."""
    raise NotImplementedError


def listing(by: Actor) -> tuple[ReturnLine, ...]:
    """All returns, the nearest closing date first among the open ones, then the newest."""
    raise NotImplementedError


def open_returns(by: Actor) -> tuple[ReturnLine, ...]:
    """What waits for the reader: the provider's open and rejected returns whose round is open; the commissioner's submitted."""
    raise NotImplementedError


def answer(by: Actor, return_uid: str) -> ReturnView:
    """Raises NotFound."""
    raise NotImplementedError


def rows_behind(by: Actor, return_uid: str, measure: str, code: str = "") -> RowsBehind:
    """For the provider: current rows, or the frozen ones once submitted. For a commissioner NotFound."""
    raise NotImplementedError


def preview(by: Actor, return_uid: str, limit: int | None = None) -> PreviewView:
    """For the provider: exactly what will leave, table by table; at most `limit` rows of each."""
    raise NotImplementedError


def history(by: Actor, return_uid: str) -> tuple[HistoryLine, ...]:
    """What happened, oldest first."""
    raise NotImplementedError


def submission(by: Actor, return_uid: str, number: int | None = None) -> Submission:
    """A version as it was sent, the last without a number. Raises NotFound."""
    raise NotImplementedError
