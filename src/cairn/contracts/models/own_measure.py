from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class OwnMeasure(Tenant):
    """One version of a measure that an organisation made itself from what it records. `measure` is its id, unguessable and
    the same in every version; `definition` has the shape of a definition file. `state`: draft, published, withdrawn. A
    published version is never edited; returns keep the version that was agreed. `sha256` is of what was published."""

    SUBJECT: ClassVar[str] = "own_measure"
    measure = models.CharField(max_length=40)
    measure_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, default="draft")
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64, default="", blank=True)
    published_date = models.DateField(null=True, blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "measure_version"], name="one_own_measure_version"
            )
        ]

    class Privacy:
        id = uid = version = organisation = state = P.OPERATIONAL
        measure = measure_version = definition = sha256 = published_date = withdrawn_date = P.PUBLIC
