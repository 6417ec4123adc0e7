from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class AlikePair(Tenant):
    """Two records that may be of one person, as the last look through all of them found: `other` was added later. `points`
    as `people.likeness` gives them. `is_apart`: a worker said that they are two people, which no later look forgets."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    points = models.SmallIntegerField(default=0)
    is_apart = models.BooleanField(default=False)
    said_by_uid = models.CharField(max_length=36, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "other"], name="one_pair_of_two")]
        indexes = [models.Index(fields=["organisation", "is_apart", "-points", "id"], name="pairs_listed")]

    class Privacy:
        id = uid = version = organisation = client = other = points = is_apart = said_by_uid = P.OPERATIONAL
