from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Import(Tenant):
    """One file on its way in. `mapping` says what each column is and which word is which code.

    `state`: mapping → checking → checked → agreed → done; taking_back → taken_back; stopped (a job failed, may go on);
    dropped (given up, let go by time, or because somebody in it was erased). `headings` is the hash of the column names:
    the next file with the same ones is proposed the same mapping. `totals` holds counts only.
    """

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    kind = models.CharField(max_length=20, default="clients")
    upload = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="mapping")
    mapping = models.JSONField(default=dict)
    headings = models.CharField(max_length=64, default="")
    choices = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    events = models.JSONField(default=list)
    job_uid = models.CharField(max_length=36, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "headings"], name="imports_by_headings")]

    class Privacy:
        id = uid = version = organisation = user_uid = kind = upload = state = headings = choices = P.OPERATIONAL
        totals = events = job_uid = asked_at = ended_at = P.OPERATIONAL
        mapping = P.FREE_TEXT


class ImportChunk(Tenant):
    """At most 500 rows of an import, read and checked, not yet on record. `rows` is emptied when they are on record or
    given up; `findings` are places and rules, never values."""

    SUBJECT: ClassVar[str] = ""
    of = models.ForeignKey("exchange.Import", on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_chunk_per_number")]

    class Privacy:
        id = uid = version = organisation = of = number = findings = is_done = P.OPERATIONAL
        rows = P.IDENTITY


class ImportedClient(Tenant):
    """A person whom an import put on record (`made`), or whom a row of it looks like (`like`): so that the whole can be
    taken back, and erasing the person reaches the file."""

    SUBJECT: ClassVar[str] = ""
    of = models.ForeignKey("exchange.Import", on_delete=models.CASCADE, related_name="people")
    client_uid = models.CharField(max_length=36, db_index=True)
    how = models.CharField(max_length=10, default="made")  # made, like

    class Privacy:
        id = uid = version = organisation = of = client_uid = how = P.OPERATIONAL
