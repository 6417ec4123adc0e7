from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ServiceScale(Tenant):
    """An instrument that a service uses, in the order in which it is asked. A review falls due `review_months` after the
    latest reading (0: none is expected), a follow-up `follow_up_months` after the end (0: none)."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="scales")
    scale = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    review_months = models.PositiveSmallIntegerField(default=3)
    follow_up_months = models.PositiveSmallIntegerField(default=0)
    rater = models.CharField(max_length=20, default="client")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "scale"], name="one_scale_per_service")]

    class Privacy:
        id = uid = version = organisation = service = P.OPERATIONAL
        scale = position = review_months = follow_up_months = rater = P.PUBLIC
