from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class AgreedMeasure(TwoParty):
    """A measure that a contract's returns carry, at a fixed version, perhaps broken down by one dimension.

    `measure_class`: service_reach, primary_outcome, standardised_output or provider_output. `target` has the measure's unit.

    How it is rated against its target: green from the target on, amber within `amber_percent` of it on the worse side, red
    beyond; a value that lies on a border has the better colour where `border_is_better`. Below `least_n` people, and with no
    target, there is no colour.
    """

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField(default=1)
    by = models.CharField(max_length=40, default="", blank=True)
    measure_class = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    amber_percent = models.DecimalField(max_digits=5, decimal_places=2, default=10)
    border_is_better = models.BooleanField(default=True)
    least_n = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "measure", "by"], name="one_measure_per_contract")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        measure = measure_version = by = measure_class = position = target = P.PUBLIC
        amber_percent = border_is_better = least_n = P.PUBLIC
