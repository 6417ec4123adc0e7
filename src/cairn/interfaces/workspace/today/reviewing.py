"""What returns and their review owe whoever prepares or reviews them, on their first page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cairn.access.permissions import Permission as P
from cairn.contracts import proposals, template_changes
from cairn.interfaces.pages import Request, address
from cairn.returns import chases, feedback, inbox, meetings
from cairn.returns.inbox import Filter

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """Returns that stand in one place of the inbox."""

    words: str
    url: str
    is_late: bool


def context(request: Request) -> dict[str, Any]:
    by = request.actor
    prepares, reviews = by.may(P.PREPARE_RETURNS), by.may(P.REVIEW_RETURNS)
    overdue = [one for one in meetings.owed(by) if one.action.is_overdue] if prepares or reviews else []
    return {
        "proposed": _proposed(request),
        "area_changes": area_changes(request),
        "chased": chases.standing(by) if prepares else (),
        "feedback": feedback.unseen(by)[:SHOWN] if prepares else (),
        "overdue": overdue[:SHOWN],
        "meeting_place": _place(request, overdue[:SHOWN], prepares),
        "waiting": _waiting(request) if reviews else [],
    }


def _proposed(request: Request) -> list[Waiting]:
    """Proposals of the other side that wait for the reader's decision."""
    by, found = request.actor, []
    if not any(by.may(needed) for needed in proposals.BINDS.values()):
        return []
    for one in proposals.waiting(by):
        if by.may(proposals.BINDS[one.reader]):
            space = "workspace" if one.reader == "provider" else "commissioner"
            words = f"{one.who} proposes other measures for {one.contract_reference}"
            found.append(Waiting(words, address(request, f"{space}:proposal", proposal=one.uid), is_late=False))
    return found[:SHOWN]


def area_changes(request: Request) -> list[Waiting]:
    """Changes for a whole area: what a provider is asked or told, what a commissioner has to decide."""
    by, found = request.actor, []
    if by.may(P.MAKE_MEASURES):
        for one in template_changes.waiting(by):
            url = address(request, "workspace:template", reply=one.reply.uid)
            found.append(Waiting(f"{one.reply.reference}: {_told(one.change)}", url, is_late=False))
    if by.may(P.MANAGE_CONTRACTS):
        for change in template_changes.to_decide(by):
            words = f"Replies are in on “{change.title}”: decide"
            found.append(Waiting(words, address(request, "commissioner:template", change=change.uid), is_late=False))
    return found[:SHOWN]


def _told(change: template_changes.ChangeView) -> str:
    if change.takes_replies and change.replies_until_date:
        return f"{change.commissioner} asks about “{change.title}”: reply by {change.replies_until_date:%-d %B}"
    if change.state == "revoked":
        return f"“{change.title}” is revoked"
    return (
        f"“{change.title}” is decided: from {change.since}"
        if change.goes_ahead
        else f"“{change.title}” does not go ahead"
    )


def _place(request: Request, overdue: list[meetings.Owed], prepares: bool) -> dict[str, str]:
    """Where each action is ticked, by the uid of its meeting."""
    if prepares:
        found = address(request, "workspace:meetings")
        return {one.meeting_uid: f"{found}#meeting-{one.meeting_uid}" for one in overdue}
    return {
        one.meeting_uid: address(
            request, "commissioner:meetings", contract=one.contract_uid, fragment=f"meeting-{one.meeting_uid}"
        )
        for one in overdue
    }


def _waiting(request: Request) -> list[Waiting]:
    counts = inbox.counts(inbox.rows(request.actor, Filter()))
    at = address(request, "commissioner:returns")
    said = {
        "waiting": ("return waits for your decision", "returns wait for your decision"),
        "late": ("return is late and not sent", "returns are late and not sent"),
    }
    return [
        Waiting(
            f"{counts[key]:,} {one if counts[key] == 1 else many}", f"{at}?{urlencode({'place': key})}", key == "late"
        )
        for key, (one, many) in said.items()
        if counts[key]
    ]
