"""What this room holds of a person: revisions (payload and salt go, digest stays) and the log of who read them; and what
SQLite itself keeps of rows that are gone."""

from django.db import OperationalError, connection

from cairn.access.models import ReadLog, Revision
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _erase_revisions(who: Erasure) -> int:
    theirs = Revision.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    return theirs.update(payload=None, salt="")


def _erase_reads(who: Erasure) -> int:
    return ReadLog.objects.filter(organisation_id=who.organisation_id, subject_uid=who.client_uid).delete()[0]


def _empty_log(who: Erasure) -> int:
    """SQLite keeps pages as they were in a log beside its file, and may keep them for weeks: fold it in and empty it.
    Deleted rows are overwritten in the file itself (`secure_delete`, in the settings). Raises while somebody reads on."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return 0
    with connection.cursor() as cursor:
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise OperationalError("The database's log could not be emptied: somebody has been reading for too long.")
    return 1


def register() -> None:
    erasure.register(Store("history of changes", ("access.Revision",), _erase_revisions))
    erasure.register(Store("who opened the record", ("access.ReadLog",), _erase_reads))
    erasure.register(Store("database log", ("file:database log",), _empty_log, after_commit=True, order=95))
