from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ActivityType(Tenant):
    """A kind of contact or session of a service. `mode`: individual, group (a register), head_count (nobody is named)."""

    SUBJECT: ClassVar[str] = "activity_type"
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="activity_types")
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=20, default="individual")
    usual_minutes = models.PositiveSmallIntegerField(default=60)
    is_active = models.BooleanField(default=True)

    class Privacy:
        id = uid = version = organisation = service = P.OPERATIONAL
        name = mode = usual_minutes = is_active = P.PUBLIC

    def __str__(self) -> str:
        return self.name


class ActivityTypeStep(Tenant):
    """A step that usually goes with a type of activity: attendance proposes it, one tap confirms it. `linked_date` is the
    day on which it was tied to a type that was there already; null where it came with the type."""

    SUBJECT: ClassVar[str] = ""
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, related_name="steps")
    rung = models.ForeignKey("services.Rung", on_delete=models.PROTECT, related_name="+")
    linked_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity_type", "rung"], name="one_step_per_type")]

    class Privacy:
        id = uid = version = organisation = activity_type = rung = linked_date = P.OPERATIONAL


class ActivityTypeOutcome(Tenant):
    """A framework outcome that usually goes with a type of activity; `linked_date` is as a step has it."""

    SUBJECT: ClassVar[str] = ""
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, related_name="outcomes")
    framework = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    linked_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity_type", "framework", "outcome"], name="one_outcome_per_type")
        ]

    class Privacy:
        id = uid = version = organisation = activity_type = linked_date = P.OPERATIONAL
        framework = outcome = P.PUBLIC


class ActivityTypeNeed(Tenant):
    """A need of the dictionary that a type of activity is usually for: who has it open has it proposed."""

    SUBJECT: ClassVar[str] = ""
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity_type", "need"], name="one_need_per_type")]

    class Privacy:
        id = uid = version = organisation = activity_type = P.OPERATIONAL
        need = P.PUBLIC
