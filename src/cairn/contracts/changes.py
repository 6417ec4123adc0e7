"""What of a contract was changed, when, and by whom: from the log of deeds of the organisation that commissions it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.access.queries import names_of

WORDS = {
    "title": "Title", "start_date": "From", "end_date": "Until", "value_pounds": "Value", "lot": "Lot",
    "has_small_grants": "Small grants", "monitoring_pounds": "Meant for monitoring",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One term of one deed: what it was, and what it became; both as they are read out."""

    at: datetime
    who: str
    label: str
    was: str
    became: str


def of(by: Actor, contract_uid: str) -> tuple[Change, ...]:
    """The newest first, also what was taken back; only for the organisation that made the changes."""
    about = AuditSubject.objects.filter(organisation_id=by.organisation_id, kind="contract", uid=contract_uid)
    events = AuditEvent.objects.filter(pk__in=about.values("event_id"))
    made = events.filter(type="contracts.contract_changed")
    back = events.filter(type="access.deed_undone", undoes__in=[str(uid) for uid in made.values_list("uid", flat=True)])
    known = {event.pk: event for event in (*made, *back)}
    names = names_of({event.actor_uid for event in known.values()})
    rows = Revision.objects.filter(event_id__in=known, payload__isnull=False).order_by("-pk")
    return tuple(
        Change(known[event_id].at, names.get(known[event_id].actor_uid, ""), WORDS[name], _said(name, was), _said(name, now))
        for event_id, payload in rows.values_list("event_id", "payload")
        for name, was, now in _terms(payload, contract_uid)
    )  # fmt: skip


def _terms(payload: Any, uid: str) -> Iterator[tuple[str, Any, Any]]:
    for change in payload:
        if change.get("uid") == uid and change.get("before") and change.get("after"):
            before: Mapping[str, Any] = change["before"]
            for name in WORDS:
                if before.get(name) != change["after"].get(name):
                    yield name, before.get(name), change["after"].get(name)


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    if name == "has_small_grants":
        return "given" if value else "none"
    if name in ("value_pounds", "monitoring_pounds"):
        return f"£{value:,}"
    return f"{date.fromisoformat(value):%-d %B %Y}" if name.endswith("_date") else str(value)
