from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Appointment(Tenant):
    """A contact planned with one person. `state` is a code of `appointment_state`; `activity` is what came of it, once
    recorded."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="appointments")
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="appointments")
    planned_date = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = PersonalText()
    series = models.ForeignKey("cases.Series", on_delete=models.PROTECT, null=True, related_name="appointments")
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    state = models.CharField(max_length=20, default="planned")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "planned_date", "worker_uid"], name="appointment_day"),
            models.Index(fields=["client", "planned_date"], name="appointment_line"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = activity_type = activity = worker_uid = P.OPERATIONAL
        series = P.OPERATIONAL
        planned_date = start_time = minutes = state = P.PERSONAL
        place = P.FREE_TEXT
