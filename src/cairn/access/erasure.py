"""What this room holds of a person: revisions (payload and salt go, digest stays) and the log of who read them."""

from cairn.access.models import ReadLog, Revision
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _erase_revisions(who: Erasure) -> int:
    theirs = Revision.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    return theirs.update(payload=None, salt="")


def _erase_reads(who: Erasure) -> int:
    return ReadLog.objects.filter(organisation_id=who.organisation_id, subject_uid=who.client_uid).delete()[0]


def register() -> None:
    erasure.register(Store("revisions", ("access.Revision",), _erase_revisions))
    erasure.register(Store("read log", ("access.ReadLog",), _erase_reads))
