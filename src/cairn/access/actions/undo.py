"""Take back a deed, by a new deed made from its revisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError

from cairn.access import event_types
from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.access.permissions import Permission
from cairn.access.takingback import CHANGED, all_back
from cairn.kernel.problems import Problem, Refused

_DONE = Problem("undo.done", "This has been undone already.", "Record it again if it did happen.")
_UNKNOWN = Problem("undo.unknown", "There is nothing here to undo.", "Only your own deeds can be undone.")


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of an undo: its event, what kind of deed was taken back, and how many rows stay as they were changed
    since (none, but for the kinds that allow it)."""

    event_uid: str
    type: str
    left: int


def undo(*, by: Actor, event_uid: str) -> str:
    """Put every row of a deed back as it was; refuse when any has been changed since. Returns the new event's uid."""
    return take_back(by=by, event_uid=event_uid).event_uid


def take_back(*, by: Actor, event_uid: str) -> Undone:
    """The same, and what came of it."""
    event = AuditEvent.objects.filter(organisation_id=by.organisation_id, uid=event_uid).first()
    if event is None or not (event.actor_uid == by.uid or by.may(Permission.MANAGE_SERVICES)):
        raise Refused([_UNKNOWN])
    kind_of = event_types.get(event.type)
    if not kind_of.undoable:
        raise Refused([Problem("undo.final", "This cannot be undone.", "Make a new entry that puts it right.")])
    if not kind_of.may_be_undone_by(by.may):
        raise Refused([_UNKNOWN])  # whoever may not do it may not take it back, though it be their own of another day
    payloads = list(Revision.objects.filter(event_id=event.pk).order_by("pk").values_list("payload", flat=True))
    if any(payload is None for payload in payloads):
        raise Refused(
            [Problem("undo.erased", "Somebody in this has been erased since.", "Mend the others one by one.")]
        )
    changes: list[Mapping[str, Any]] = [change for payload in payloads for change in payload or () if "model" in change]
    changes.sort(key=lambda change: change.get("place", 0))
    if not changes:
        raise Refused([_DONE])
    try:
        with deed("access.deed_undone", by=by, undoes=event_uid) as this:
            _refuse_a_second(event)
            left = (kind_of.give_back or _all_back)(this, changes)
            for kind, uid in AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid"):
                this.about(kind, uid)
    except (ProtectedError, IntegrityError):
        raise Refused([CHANGED]) from None
    return Undone(this.uid, kind_of.code, left)


def _refuse_a_second(event: AuditEvent) -> None:
    """Within the deed: of two who undo the same at once, one is the second."""
    AuditEvent.objects.select_for_update().get(pk=event.pk)
    if AuditEvent.objects.filter(organisation_id=event.organisation_id, undoes=str(event.uid)).exists():
        raise Refused([_DONE])


def _all_back(this: Deed, changes: list[Mapping[str, Any]]) -> int:
    all_back(this, changes)
    return 0
