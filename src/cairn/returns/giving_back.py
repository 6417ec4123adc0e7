"""Undo of what belongs to a return: only while it is open, and never beside a deed that sends it."""

from collections.abc import Mapping
from typing import Any

from cairn.access.deeds import Deed
from cairn.access.models import AuditEvent
from cairn.access.takingback import CHANGED, all_back
from cairn.kernel.problems import Problem, Refused, refuse_if
from cairn.returns import rules
from cairn.returns.models import Return, RoundQuestion, Submission

Change = Mapping[str, Any]


def decided(this: Deed, changes: list[Change]) -> int:
    """Decisions about who stands alone: what was sent stays as it was decided."""
    for answer in Return.objects.select_for_update().filter(pk__in=_named(changes, "answer_id")):
        refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    all_back(this, changes)
    return 0


def asked(this: Deed, changes: list[Change]) -> int:
    """Questions of a round: whoever answered them in a return that was sent answered these."""
    rounds = _named([one for one in changes if one["model"] == RoundQuestion._meta.label], "round_id")
    held = list(Return.objects.select_for_update().filter(round__in=rounds).values_list("pk", flat=True))
    if Submission.objects.filter(answer__in=held).exists():
        raise Refused([_SENT])
    all_back(this, changes)
    return 0


def rated(this: Deed, changes: list[Change]) -> int:
    """A colour given by hand goes with the version that it was about: what was sent since is looked at anew."""
    answers = list(Return.objects.select_for_update().filter(pk__in=_named(changes, "answer_id")))
    given = AuditEvent.objects.get(organisation_id=this.by.organisation_id, uid=this.undoes).at
    sent = Submission.objects.filter(answer__in=answers, submitted_at__gt=given)
    if sent.exists() or any(answer.state not in ("submitted", "accepted") for answer in answers):
        raise Refused([CHANGED])
    all_back(this, changes)
    return 0


def _named(changes: list[Change], field: str) -> set[Any]:
    return {(one["after"] or one["before"])[field] for one in changes}


_SENT = Problem(
    "round.sent",
    "A return was sent for this round, so its questions stay.",
    "Ask in the next round, or ask about a figure.",
)
