"""Take back a deed, by a new deed made from its revisions."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.db.models import ProtectedError

from cairn.access import event_types
from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.access.permissions import Permission
from cairn.access.rows import as_row, from_row
from cairn.kernel.problems import Problem, Refused


def undo(*, by: Actor, event_uid: str) -> str:
    """Put every row of a deed back as it was; refuse when any has been changed since. Returns the new event's uid."""
    event = AuditEvent.objects.filter(organisation_id=by.organisation_id, uid=event_uid).first()
    if event is None or not (event.actor_uid == by.uid or by.may(Permission.MANAGE_SERVICES)):
        raise Refused([Problem("undo.unknown", "There is nothing here to undo.", "Only your own deeds can be undone.")])
    if not event_types.get(event.type).undoable:
        raise Refused([Problem("undo.final", "This cannot be undone.", "Make a new entry that puts it right.")])
    payloads = list(Revision.objects.filter(event_id=event.pk).order_by("pk").values_list("payload", flat=True))
    if any(payload is None for payload in payloads):
        raise Refused(
            [Problem("undo.erased", "Somebody in this has been erased since.", "Mend the others one by one.")]
        )
    changes = [change for payload in payloads for change in payload or () if "model" in change]
    changes.sort(key=lambda change: change.get("place", 0))
    if not changes or AuditEvent.objects.filter(organisation_id=by.organisation_id, undoes=event_uid).exists():
        raise Refused([Problem("undo.done", "This has been undone already.", "Record it again if it did happen.")])
    try:
        with deed("access.deed_undone", by=by, undoes=event_uid) as this:
            for change in reversed(changes):
                _put_back(this, change)
            for kind, uid in AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid"):
                this.about(kind, uid)
    except (ProtectedError, IntegrityError):
        raise Refused([_CHANGED]) from None
    return this.uid


_CHANGED = Problem("undo.changed", "This has been changed since, or built upon.", "Open the record and mend it there.")


def _put_back(this: Deed, change: dict[str, Any]) -> None:
    model = apps.get_model(change["model"])
    now = model._base_manager.filter(uid=change["uid"]).first()
    if (as_row(now) if now else None) != change["after"]:
        raise Refused([_CHANGED])
    if now is None:
        this.create(from_row(change["model"], change["before"]))
    elif change["before"] is None:
        this.delete(now)
    else:
        old = from_row(change["model"], change["before"])
        names = [name for name in change["before"] if name not in {"id", "version"}]
        this.update(now, **{name: getattr(old, name) for name in names})
