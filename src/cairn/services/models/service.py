from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Service(Tenant):
    """What a provider does and with whom.

    `commissioning_area` is a code of the list of that name. `asks_postcode` off stores `not_collected`, which is not
    the same as withheld. A one-off service expects no repeat of an assessment. A first reading counts as a baseline
    when it is dated within `baseline_days` of the episode's start, before or after. `takes_referrals`: other
    organisations on this Cairn may refer people to it. `is_short_stay`: a first and a last reading suffice.
    `is_waiting_list`: who is here gets no support yet, so that how they change may be held beside how others do.
    """

    SUBJECT: ClassVar[str] = "service"
    name = models.CharField(max_length=200)
    who_for = models.CharField(max_length=300, default="", blank=True)
    commissioning_area = models.CharField(max_length=40, default="", blank=True)
    asks_postcode = models.BooleanField(default=True)
    is_one_off = models.BooleanField(default=False)
    baseline_days = models.PositiveSmallIntegerField(default=42)
    takes_referrals = models.BooleanField(default=False)
    is_short_stay = models.BooleanField(default=False)
    is_waiting_list = models.BooleanField(default=False)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="service_ends_after_start",
            )
        ]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        name = who_for = commissioning_area = asks_postcode = is_one_off = baseline_days = P.PUBLIC
        start_date = end_date = takes_referrals = is_short_stay = is_waiting_list = P.PUBLIC

    def __str__(self) -> str:
        return self.name


class ServiceNeed(Tenant):
    """A need that a service asks everybody about first, and whether it can meet it itself (yes, no, not_known)."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=60)
    can_meet = models.CharField(max_length=20, default="not_known")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "need"], name="one_service_need")]

    class Privacy:
        id = uid = version = organisation = service = P.OPERATIONAL
        need = can_meet = P.PUBLIC
