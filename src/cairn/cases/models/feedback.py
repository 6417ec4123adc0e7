from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Feedback(Tenant):
    """Somebody was asked what the service was like: at the end, or once a year while or after it. `why` is a code of
    `feedback_reason`. `accessible` is their answer to the accessibility item, on its scale at `scale_version`, null until
    they answer, or where they left it out. Who was asked and did not answer is part of the response rate."""

    SUBJECT: ClassVar[str] = "feedback"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="feedback")
    why = models.CharField(max_length=20)
    asked_date = models.DateField()
    answered_date = models.DateField(null=True, blank=True)
    scale_version = models.PositiveSmallIntegerField(default=1)
    accessible = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = PersonalText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "why", "asked_date"], name="one_feedback_per_date")]
        indexes = [models.Index(fields=["client", "asked_date"], name="feedback_line")]

    class Privacy:
        id = uid = version = organisation = client = episode = scale_version = P.OPERATIONAL
        why = asked_date = answered_date = accessible = P.PERSONAL
        comment = P.FREE_TEXT
