from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class StepRecord(Tenant):
    """A rung reached, kept or lost on a date. The first *reached* of a rung in an episode is what counts; the same rung
    confirmed again is *kept*. `is_added_later`: confirmed for past attendance, after the step was tied to the type."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="steps")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="steps")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="steps")
    rung = models.ForeignKey("services.Rung", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="reached")
    step_date = models.DateField()
    is_added_later = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "rung", "step_date"], name="one_step_record_per_date")
        ]
        indexes = [
            models.Index(fields=["client", "step_date"], name="step_line"),
            models.Index(fields=["client", "step_date"], condition=models.Q(activity=None), name="step_line_alone"),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = activity = rung = P.OPERATIONAL
        state = step_date = is_added_later = P.PERSONAL


class OutcomeRecord(Tenant):
    """A framework outcome reached, or not, on a date."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="outcomes")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="outcomes")
    activity = models.ForeignKey("cases.Activity", on_delete=models.PROTECT, null=True, related_name="outcomes")
    framework = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    is_reached = models.BooleanField(default=True)
    outcome_date = models.DateField()
    is_added_later = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "framework", "outcome", "outcome_date"], name="one_outcome_record_per_date"
            )
        ]
        indexes = [
            models.Index(fields=["client", "outcome_date"], name="outcome_line"),
            models.Index(
                fields=["client", "outcome_date"], condition=models.Q(activity=None), name="outcome_line_alone"
            ),
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = activity = P.OPERATIONAL
        framework = outcome = is_reached = outcome_date = is_added_later = P.PERSONAL
