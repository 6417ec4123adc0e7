from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Assessment(Tenant):
    """One filled-in instrument at a stage, at the scale version that stood when it was made. `answers` in item order,
    null where missing. `total` and `metric` are the scored reading, `subscales` the scores of its parts; null with its
    `reason` when it has no score. `entered_by` is a code of `assessment_entry`."""

    SUBJECT: ClassVar[str] = "assessment"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="assessments")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="assessments")
    scale = models.CharField(max_length=40)
    scale_version = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=20)
    rater = models.CharField(max_length=20)
    assessed_date = models.DateField()
    answers = models.JSONField()
    total = models.FloatField(null=True)
    metric = models.FloatField(null=True)
    subscales = models.JSONField(default=dict)
    reason = models.TextField(default="", blank=True)
    entered_by = models.CharField(max_length=20, default="staff")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "scale", "rater", "assessed_date"], name="one_assessment_per_date"
            )
        ]
        indexes = [models.Index(fields=["client", "assessed_date"], name="assessment_line")]

    class Privacy:
        id = uid = version = organisation = client = episode = scale_version = entered_by = P.OPERATIONAL
        scale = stage = rater = assessed_date = answers = total = metric = subscales = reason = P.PERSONAL
