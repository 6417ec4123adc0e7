"""What was done. No foreign keys, so that the log never stands in the way of a record, nor a record of the log."""

from typing import ClassVar

from django.db import models

from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class AuditEvent(models.Model):
    """One deed, in the order of its organisation's chain. Holds no personal value.

    `hash` covers `previous`, the event's own fields, its subjects and `revision_root`, which is the digest over its
    revisions' salted digests. Also the change feed: (organisation_id, seq) has no gaps and never goes back.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    uid = models.UUIDField(unique=True)
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_uid = models.CharField(max_length=36)
    undoes = models.CharField(max_length=36, default="")
    revision_root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "seq"], name="one_event_per_seq")]

    class Privacy:
        id = organisation_id = seq = uid = type = at = actor_kind = actor_uid = undoes = P.OPERATIONAL
        revision_root = previous = hash = P.OPERATIONAL


class AuditSubject(models.Model):
    """What a deed was about: a kind and a uid, nothing else."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    uid = models.CharField(max_length=36)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "kind", "uid"], name="audit_subject_of")]

    class Privacy:
        id = event_id = organisation_id = kind = uid = P.OPERATIONAL


class Revision(models.Model):
    """What changed for one client (or for nobody in particular) in one deed: before and after, row by row.

    Erasing a client empties `payload` and `salt`; `digest` stays, so the chain still verifies, and without the salt a
    guessed value proves nothing.
    """

    id = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField()
    client_id = models.BigIntegerField(null=True, db_index=True)
    salt = models.CharField(max_length=32, default="")
    payload = models.JSONField(null=True)
    digest = models.CharField(max_length=64)

    class Privacy:
        id = event_id = organisation_id = client_id = digest = P.OPERATIONAL
        salt = P.SECRET
        payload = P.FREE_TEXT


class ChainHead(models.Model):
    """Where an organisation's chain stands. Its row lock is what puts deeds in order."""

    organisation_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Privacy:
        organisation_id = seq = hash = P.OPERATIONAL


class ReadLog(Record):
    """Who opened whose record, and when. Outside the chain: a reader must not wait for a writer."""

    SUBJECT: ClassVar[str] = ""
    organisation_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_uid = models.CharField(max_length=36)
    kind = models.CharField(max_length=30)
    subject_uid = models.CharField(max_length=36)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "kind", "subject_uid"], name="read_log_of")]

    class Privacy:
        id = uid = version = organisation_id = at = actor_uid = kind = subject_uid = P.OPERATIONAL
