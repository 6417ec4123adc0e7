from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ReturnedFile(Tenant):
    """One file of a return that was filled elsewhere. `way` is workbook, package or json.

    `state`: checking → wrong or checked → sending → sent; dropped (given up, let go by time, or because somebody who may be in it
    was erased). `findings` are places and rules, never values of a person; `totals` holds counts, and of each figure what would
    change. `number` and `sha256` are of the submission that came of it.
    """

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="+")
    upload = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="checking")
    findings = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    comment = models.TextField(default="", blank=True)
    figures_only = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    job_uid = models.CharField(max_length=36, default="", blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        id = uid = version = organisation = user_uid = answer = upload = way = state = findings = P.OPERATIONAL
        number = sha256 = job_uid = asked_at = ended_at = figures_only = P.OPERATIONAL
        totals = P.PUBLIC
        comment = P.FREE_TEXT


class SuppliedCode(Tenant):
    """The code under which somebody appears in one contract’s rows, whom the provider knows by a code of its own (`own`) in
    another system. Only the provider can read it back; never in a revision. Since `objected_date` no row of theirs is taken."""

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    own = models.CharField(max_length=64)
    code = models.CharField(max_length=32, unique=True)
    objected_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "contract", "own"], name="one_supplied_code_per_own_code")
        ]

    class Privacy:
        id = uid = version = organisation = contract = P.OPERATIONAL
        own = code = P.IDENTITY
        objected_date = P.PERSONAL
