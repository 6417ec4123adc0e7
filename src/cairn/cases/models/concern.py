from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Concern(Tenant):
    """A risk or a safeguarding concern about one person; read only by who holds the permission for restricted records,
    and by who raised it. `kind` is a code of `concern_kind`, `level` of `concern_level`. Its chronology is its entries."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    level = models.CharField(max_length=20, default="not_known")
    raised_date = models.DateField()
    raised_by_uid = models.CharField(max_length=36)
    closed_date = models.DateField(null=True, blank=True)
    summary = PersonalText()
    plan = PersonalText()

    class Privacy:
        id = uid = version = organisation = client = raised_by_uid = P.OPERATIONAL
        kind = level = raised_date = closed_date = P.RESTRICTED
        summary = plan = P.FREE_TEXT


class ConcernEntry(Tenant):
    """One line of a concern's chronology: what was seen, said or done, when, by whom. Never changed; put right by another
    entry."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey("cases.Concern", on_delete=models.PROTECT, related_name="entries")
    entry_date = models.DateField()
    entry_time = models.TimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    author_uid = models.CharField(max_length=36)
    kind = models.CharField(max_length=30, default="seen")
    text = PersonalText()

    class Privacy:
        id = uid = version = organisation = client = concern = author_uid = written_at = P.OPERATIONAL
        entry_date = entry_time = kind = P.RESTRICTED
        text = P.FREE_TEXT
