from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class StepLadder(Tenant):
    """Small steps towards something, in the order in which people usually take them. `need` is a dictionary entry."""

    SUBJECT: ClassVar[str] = "ladder"
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="ladders")
    name = models.CharField(max_length=120)
    need = models.CharField(max_length=60, default="", blank=True)
    starter = models.CharField(max_length=60, default="", blank=True)

    class Privacy:
        id = uid = version = organisation = service = P.OPERATIONAL
        name = need = starter = P.PUBLIC

    def __str__(self) -> str:
        return self.name


class Rung(Tenant):
    """One step on a ladder; `position` counts from 1 at the bottom."""

    SUBJECT: ClassVar[str] = ""
    ladder = models.ForeignKey("services.StepLadder", on_delete=models.PROTECT, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ladder", "position"], name="one_rung_per_position")]

    class Privacy:
        id = uid = version = organisation = ladder = P.OPERATIONAL
        position = label = P.PUBLIC

    def __str__(self) -> str:
        return self.label
