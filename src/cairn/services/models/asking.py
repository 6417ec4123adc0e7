from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ServiceQuestion(Tenant):
    """An optional question about a person that a service has switched on, and the reason that it gives for asking.
    `question` is one of `people.rules_optional`'s; a question without a row is not asked."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="questions")
    question = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "question"], name="one_service_question")]

    class Privacy:
        id = uid = version = organisation = service = P.OPERATIONAL
        question = reason = P.PUBLIC


class SupportLevel(Tenant):
    """One entry of a service's own list of levels of support, lowest `order` first. One no longer used keeps its row."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(max_length=80)
    words = models.CharField(max_length=300, default="", blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "name"], name="one_level_per_name")]

    class Privacy:
        id = uid = version = organisation = service = order = is_used = P.OPERATIONAL
        name = words = P.PUBLIC
