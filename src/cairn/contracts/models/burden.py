from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class BurdenRule(Tenant):
    """What a commissioner takes for proportionate: recording costs at most this share of a contract's value a year, an hour
    at the keyboard reckoned at `hourly_pounds`. Each says where it comes from. One for each commissioner."""

    SUBJECT: ClassVar[str] = ""
    share_percent = models.DecimalField(max_digits=5, decimal_places=2)
    share_source = models.CharField(max_length=300)
    hourly_pounds = models.DecimalField(max_digits=6, decimal_places=2)
    hourly_source = models.CharField(max_length=300)
    changed_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_burden_rule_per_commissioner")]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        share_percent = share_source = hourly_pounds = hourly_source = changed_date = P.PUBLIC


class RecordedCount(TwoParty):
    """How much a provider recorded for a contract in a period, kind by kind to the nearest ten, as it told the commissioner
    for the talk about what recording costs. By kind of record, never by worker, and about nobody. The newest is used."""

    SUBJECT: ClassVar[str] = ""
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="recorded_counts")
    from_date = models.DateField()
    to_date = models.DateField()
    counts = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    told_by_uid = models.CharField(max_length=36)

    class Privacy:
        id = uid = version = provider = commissioner = contract = told_at = told_by_uid = P.OPERATIONAL
        from_date = to_date = counts = P.PUBLIC
