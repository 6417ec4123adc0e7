"""What became of one figure of a return: as it was sent each time, and corrected by hand in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.access.queries import names_of
from cairn.returns import finding
from cairn.returns.derive import tidy
from cairn.returns.models import Return, Submission


@dataclass(frozen=True, slots=True)
class Happening:
    """`value` is what was sent, or put in place of the number worked out. `decision` is about a version that was sent."""

    at: datetime
    what: Literal["sent", "corrected", "cleared"]
    value: float | None
    n: int | None
    who: str
    reason: str
    number: int = 0
    decision: str = ""


def of_figure(by: Actor, return_uid: str, measure: str, code: str = "") -> tuple[Happening, ...]:
    """For the organisation that gives the return; the oldest first. Raises NotFound."""
    answer = finding.led(by, return_uid)
    found = [*_sent(answer, measure, code), *_corrected(by, answer, measure, code)]
    names = names_of({one.who for one in found})
    return tuple(
        Happening(
            one.at, one.what, one.value, one.n, names.get(one.who, ""), one.reason, one.number, one.decision,
        )
        for one in sorted(found, key=lambda one: one.at)
    )  # fmt: skip


def _sent(answer: Return, measure: str, code: str) -> Iterator[Happening]:
    for each in Submission.objects.filter(answer=answer).order_by("number"):
        for one in each.figures:
            if (one["measure"], one["code"]) == (measure, code):
                reason = one["override_reason"] or ""
                at, who = each.submitted_at, each.submitted_by
                yield Happening(at, "sent", one["value"], one["n"], who, reason, each.number, each.decision)


def _corrected(by: Actor, answer: Return, measure: str, code: str) -> Iterator[Happening]:
    """From the log of deeds: an override itself holds its last number only."""
    about = AuditSubject.objects.filter(organisation_id=by.organisation_id, kind="return", uid=str(answer.uid))
    events = AuditEvent.objects.filter(
        pk__in=about.values("event_id"), type__in=("returns.figure_overridden", "returns.override_cleared")
    )
    known = {event.pk: event for event in events}
    rows = Revision.objects.filter(event_id__in=known, payload__isnull=False).values_list("event_id", "payload")
    for event_id, payload in rows:
        for change in payload or ():
            row: dict[str, Any] = change.get("after") or change.get("before") or {}
            if change.get("model") == "returns.Figure" and (row["measure"], row["code"]) == (measure, code):
                event = known[event_id]
                is_made = event.type == "returns.figure_overridden"
                value, reason = (tidy(row["value"]), row["reason"]) if is_made else (None, "")
                yield Happening(event.at, "corrected" if is_made else "cleared", value, None, event.actor_uid, reason)
