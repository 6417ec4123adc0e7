from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Series(Tenant):
    """How an appointment or a session comes round: every `every` weeks or months from `start_date` to `until_date`.
    `unit` is a code of `series_unit`. Each occasion is a row of its own, so that one may be moved without the others."""

    SUBJECT: ClassVar[str] = ""
    unit = models.CharField(max_length=20)
    every = models.PositiveSmallIntegerField(default=1)
    start_date = models.DateField()
    until_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__gte=models.F("start_date")), name="series_ends_after_start"
            )
        ]

    class Privacy:
        id = uid = version = organisation = unit = every = start_date = until_date = P.OPERATIONAL


class PlannedSession(Tenant):
    """A session planned for whoever comes. `state` is a code of `appointment_state`; `activity` is its register, once
    recorded."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    activity_type = models.ForeignKey("services.ActivityType", on_delete=models.PROTECT, related_name="+")
    activity = models.OneToOneField("cases.Activity", on_delete=models.PROTECT, null=True, related_name="planned_as")
    series = models.ForeignKey("cases.Series", on_delete=models.PROTECT, null=True, related_name="sessions")
    planned_date = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, default="", blank=True)
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    state = models.CharField(max_length=20, default="planned")

    class Meta:
        indexes = [models.Index(fields=["organisation", "planned_date", "worker_uid"], name="session_day")]

    class Privacy:
        id = uid = version = organisation = service = activity_type = activity = series = P.OPERATIONAL
        planned_date = start_time = minutes = worker_uid = state = P.OPERATIONAL
        place = P.PUBLIC


class AlsoThere(Tenant):
    """A second worker of one planned contact, planned session or activity: the visit is one row, its workers several.
    Exactly one of the three is set."""

    SUBJECT: ClassVar[str] = ""
    appointment = models.ForeignKey("cases.Appointment", on_delete=models.PROTECT, null=True, related_name="also")
    session = models.ForeignKey("cases.PlannedSession", on_delete=models.PROTECT, null=True, related_name="also")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="also")
    planned_date = models.DateField()
    worker_uid = models.CharField(max_length=36)

    class Meta:
        indexes = [models.Index(fields=["organisation", "worker_uid", "planned_date"], name="also_there_day")]

    class Privacy:
        id = uid = version = organisation = appointment = session = activity = P.OPERATIONAL
        planned_date = worker_uid = P.OPERATIONAL


class Cover(Tenant):
    """From `start_date` to `end_date` a colleague looks after what is on an absent worker's desk. Nothing changes hands."""

    SUBJECT: ClassVar[str] = ""
    worker_uid = models.CharField(max_length=36)
    covered_by_uid = models.CharField(max_length=36)
    start_date = models.DateField()
    end_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="cover_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["organisation", "covered_by_uid", "end_date"], name="covering_now")]

    class Privacy:
        id = uid = version = organisation = worker_uid = covered_by_uid = start_date = end_date = P.OPERATIONAL


class EveningMail(Tenant):
    """A worker asked to be reminded by e-mail, the evening before, of how much is planned. `sent_date` is the last evening
    on which it went."""

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    sent_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user_uid"], name="one_evening_mail_each")]

    class Privacy:
        id = uid = version = organisation = user_uid = sent_date = P.OPERATIONAL
