from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class OptionalAnswer(Tenant):
    """What a person answered to an optional question, the latest one; `codes` are of the list of that question's name, one
    or several. `answered_by` is a code of `judged_by`: the person alone, the worker, together."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="optional_answers")
    question = models.CharField(max_length=40)
    codes = models.JSONField(default=list)
    words = PersonalText()
    answered_date = models.DateField()
    answered_by = models.CharField(max_length=20, default="together")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "question"], name="one_answer_per_question")]

    class Privacy:
        id = uid = version = organisation = client = question = P.OPERATIONAL
        codes = answered_date = answered_by = P.PERSONAL
        words = P.FREE_TEXT


class Consent(Tenant):
    """What a person agreed to or refused, from `start_date` until it is withdrawn (`end_date`). `purpose` is a code of
    `consent_purpose`, `state` of `consent_state`, `how` of `consent_how`; `recipient` is the organisation that it is
    about, where it is about one. The latest row of a purpose and recipient stands."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=30)
    recipient = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20)
    how = models.CharField(max_length=20, default="spoken")
    words = PersonalText()
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "purpose", "start_date"], name="consent_line")]

    class Privacy:
        id = uid = version = organisation = client = recipient = P.OPERATIONAL
        purpose = state = how = start_date = end_date = P.PERSONAL
        words = P.FREE_TEXT
