"""The log of who opened whose record."""

from cairn.access.actors import Actor
from cairn.access.models import ReadLog
from cairn.kernel import clock


def log(*, by: Actor, kind: str, uid: object) -> None:
    """Note that the actor opened a record. Kept outside the chain."""
    ReadLog.objects.create(
        organisation_id=by.organisation_id, at=clock.now(), actor_uid=by.uid, kind=kind, subject_uid=str(uid)
    )
