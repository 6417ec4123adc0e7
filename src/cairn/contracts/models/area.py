from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class AreaName(Tenant):
    """What a commissioner calls one of its commissioning areas from a day on. The code stays, so that a series goes on
    under a new name; `ended_date` is the first day on which the area is no longer used."""

    SUBJECT: ClassVar[str] = ""
    area = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    from_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area", "from_date"], name="one_area_name_per_day")
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        area = name = from_date = ended_date = P.PUBLIC


class AreaOutcome(Tenant):
    """An outcome of a commissioner's own list for one of its areas, such as a tender's. Entered by the commissioner, in
    its own words; an agreed measure may say which of them it tells of."""

    SUBJECT: ClassVar[str] = ""
    area = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    ended_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area", "code"], name="one_area_outcome_per_code")
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        area = code = label = position = ended_date = P.PUBLIC
