from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Activity(Tenant):
    """A dated contact or session. Names are in its attendances; where nobody is named, two head counts stand instead.

    Counts from registers and head counts are never added together.
    """

    SUBJECT: ClassVar[str] = "activity"
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="activities")
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, related_name="activities")
    activity_date = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    heads = models.PositiveIntegerField(null=True, blank=True)
    heads_new = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(heads__isnull=True, heads_new__isnull=True)
                | models.Q(heads__isnull=False, heads_new__isnull=True)
                | models.Q(heads__gte=models.F("heads_new")),
                name="activity_new_heads_within_heads",
            )
        ]
        indexes = [models.Index(fields=["activity_type", "activity_date"], name="activity_of_type")]

    class Privacy:
        id = uid = version = organisation = service = activity_type = worker_uid = P.OPERATIONAL
        activity_date = minutes = heads = heads_new = P.PERSONAL


class ActivityFunding(Tenant):
    """Who paid for one activity, where that is not who pays for the episode (a head count has no episode)."""

    SUBJECT: ClassVar[str] = ""
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, related_name="fundings")
    kind = models.CharField(max_length=20)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, null=True, related_name="+")
    funder = models.CharField(max_length=120, default="", blank=True)

    class Privacy:
        id = uid = version = organisation = activity = contract = P.OPERATIONAL
        kind = P.PERSONAL
        funder = P.PUBLIC


class Attendance(Tenant):
    """One client at one activity, within the episode it belongs to. `activity_date` is the activity's own, kept here too
    so that the latest visits of one person are found without reading all of them."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="attendances")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="attendances")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, related_name="attendances")
    state = models.CharField(max_length=20, default="attended")
    activity_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "client"], name="one_attendance_per_client")]
        indexes = [
            models.Index(fields=["client", "activity_date"], name="attendance_line"),
            models.Index(fields=["episode", "activity_date"], name="attendance_seen"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = activity = P.OPERATIONAL
        state = activity_date = P.PERSONAL


class AttendanceNeed(Tenant):
    """Which of a person's needs a contact was for, so that opening a need shows all that was done about it."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    attendance = models.ForeignKey("cases.Attendance", on_delete=models.PROTECT, related_name="for_needs")
    need = models.ForeignKey("cases.Need", on_delete=models.PROTECT, related_name="contacts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendance", "need"], name="one_need_per_attendance")]

    class Privacy:
        id = uid = version = organisation = client = attendance = need = P.OPERATIONAL
