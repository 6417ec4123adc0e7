"""What may be read of cases: `visible_to(actor)` first. Reads of a client are logged by the screens."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases.models import Episode
from cairn.cases.queries.views import (
    Caseload,
    CaseRow,
    ClientRecord,
    EpisodeView,
    FundingView,
    JudgementView,
    LadderView,
    LastActivity,
    NeedView,
    NoteView,
    OutcomeProposal,
    OutcomeView,
    Proposal,
    ReadingView,
    ReferralCounts,
    ReferralRow,
    RungView,
    ScaleView,
    StatusView,
    StepProposal,
    StepView,
    TimelineEntry,
    Today,
)


class NotFound(LookupError):
    """No such row for this actor. A screen answers 404."""


def visible_to(by: Actor, model: Any = Episode) -> "QuerySet[Any]":
    """The rows of a model of this room that the actor may read."""
    raise NotImplementedError


def get(by: Actor, model: Any, uid: str) -> Any:
    """One row by uid. Raises NotFound."""
    raise NotImplementedError


def caseload(
    by: Actor,
    *,
    service_uid: str | None = None,
    worker_uid: str | None = None,
    text: str = "",
    page: int = 1,
    per_page: int = 50,
) -> Caseload:
    """Open episodes, by the name of the client."""
    raise NotImplementedError


def today(by: Actor, *, everyone: bool | None = None) -> Today:
    """What the actor owes; a manager's is everybody's unless said otherwise."""
    raise NotImplementedError


def record(by: Actor, client_uid: str) -> ClientRecord:
    """Everything of a client's cases. Raises NotFound."""
    raise NotImplementedError


def proposals(by: Actor, activity_type_uid: str, episode_uids: Sequence[str]) -> tuple[Proposal, ...]:
    """For each person, the steps and outcomes that the type carries. Raises NotFound."""
    raise NotImplementedError


def referrals(
    by: Actor, *, state: str | None = None, service_uid: str | None = None, limit: int = 200
) -> tuple[ReferralRow, ...]:
    """Referrals, the longest waiting first; those decided, latest first."""
    raise NotImplementedError


def referral(by: Actor, uid: str) -> ReferralRow:
    """One referral. Raises NotFound."""
    raise NotImplementedError


def referral_counts(by: Actor) -> ReferralCounts:
    """How many referrals stand in each state."""
    raise NotImplementedError


def last_activity(by: Actor, episode_uid: str) -> LastActivity | None:
    """The episode's latest activity, if any. Raises NotFound for an unknown episode."""
    raise NotImplementedError


__all__ = [
    "CaseRow",
    "Caseload",
    "ClientRecord",
    "EpisodeView",
    "FundingView",
    "JudgementView",
    "LadderView",
    "LastActivity",
    "NeedView",
    "NotFound",
    "NoteView",
    "OutcomeProposal",
    "OutcomeView",
    "Proposal",
    "ReadingView",
    "ReferralCounts",
    "ReferralRow",
    "RungView",
    "ScaleView",
    "StatusView",
    "StepProposal",
    "StepView",
    "TimelineEntry",
    "Today",
    "caseload",
    "get",
    "last_activity",
    "proposals",
    "record",
    "referral",
    "referral_counts",
    "referrals",
    "today",
    "visible_to",
]
