from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class FunderReturn(Tenant):
    """What a funder who is not here asks for: the funder's own workbook, as received, whose cells are filled from figures.
    Counts of 1 to `hides_up_to` people, and what would tell them, are left out; 0: the funder may see small numbers."""

    SUBJECT: ClassVar[str] = "funder_return"
    name = models.CharField(max_length=120)
    funder = models.CharField(max_length=120)
    upload = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, related_name="+")
    hides_up_to = models.PositiveSmallIntegerField(default=4)
    ended_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = organisation = upload = P.OPERATIONAL
        name = funder = hides_up_to = ended_date = P.PUBLIC


class FunderCell(Tenant):
    """A cell of a funder's workbook and what goes into it. `what`: figure, period, organisation, today. A figure is a `part`
    (value, n, percent) of a measure, perhaps of one `code` of what it is broken down `by`, and of one contract; `span` says
    of which period: the one asked for, its year so far, or the one before."""

    SUBJECT: ClassVar[str] = ""
    of = models.ForeignKey("exchange.FunderReturn", on_delete=models.CASCADE, related_name="cells")
    sheet = models.CharField(max_length=40)
    cell = models.CharField(max_length=10)
    what = models.CharField(max_length=12, default="figure")
    measure = models.CharField(max_length=60, default="", blank=True)
    measure_version = models.PositiveSmallIntegerField(default=1)
    by = models.CharField(max_length=40, default="", blank=True)
    code = models.CharField(max_length=60, default="", blank=True)
    part = models.CharField(max_length=10, default="value")
    span = models.CharField(max_length=10, default="asked")
    contract_uid = models.CharField(max_length=36, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "sheet", "cell"], name="one_filling_per_cell")]

    class Privacy:
        id = uid = version = organisation = of = contract_uid = P.OPERATIONAL
        sheet = cell = what = measure = measure_version = by = code = part = span = P.PUBLIC


class FunderFill(Tenant):
    """A funder's workbook as it was filled for a period, and kept. `cells`: [{sheet, cell, label, value, n, hidden}]."""

    SUBJECT: ClassVar[str] = "funder_fill"
    of = models.ForeignKey("exchange.FunderReturn", on_delete=models.CASCADE, related_name="fills")
    from_date = models.DateField()
    to_date = models.DateField()
    filled_at = models.DateTimeField()
    filled_by_uid = models.CharField(max_length=36)
    cells = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    upload = models.ForeignKey("desk.Upload", on_delete=models.PROTECT, related_name="+")

    class Privacy:
        id = uid = version = organisation = of = upload = filled_by_uid = filled_at = P.OPERATIONAL
        from_date = to_date = cells = sha256 = P.PUBLIC
