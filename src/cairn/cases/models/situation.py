from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class MoveOnBlock(Tenant):
    """Ready to move on, but blocked: from `start_date` until `end_date` something stood in the way. `cause` is a code of
    `move_on_cause`."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="blocks")
    cause = models.CharField(max_length=30)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    words = PersonalText()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="block_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["organisation", "end_date", "start_date"], name="blocked_now")]

    class Privacy:
        id = uid = version = organisation = client = episode = P.OPERATIONAL
        cause = start_date = end_date = P.PERSONAL
        words = P.FREE_TEXT


class EpisodeLevel(Tenant):
    """The level of support of an episode from a date, of the service's own list. A change is a new row."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="levels")
    level = models.ForeignKey("services.SupportLevel", on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "start_date"], name="one_level_per_date")]

    class Privacy:
        id = uid = version = organisation = client = episode = level = P.OPERATIONAL
        start_date = P.PERSONAL


class SafeguardingReferral(Tenant):
    """A safeguarding referral made to a body (`safeguarding_body`), and what came of it (`safeguarding_outcome`). Counts of
    these leave an organisation; not one of their fields does: so it is a subject of its own, apart from the person."""

    SUBJECT: ClassVar[str] = "safeguarding"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, null=True, related_name="+")
    concern = models.ForeignKey("cases.Concern", on_delete=models.PROTECT, null=True, related_name="referrals_made")
    made_date = models.DateField()
    made_by_uid = models.CharField(max_length=36)
    body = models.CharField(max_length=30)
    outcome = models.CharField(max_length=30, default="waiting")
    outcome_date = models.DateField(null=True, blank=True)
    words = PersonalText()

    class Meta:
        indexes = [models.Index(fields=["organisation", "outcome", "made_date"], name="safeguarding_waiting")]

    class Privacy:
        id = uid = version = organisation = client = episode = concern = made_by_uid = P.OPERATIONAL
        made_date = body = outcome = outcome_date = P.RESTRICTED
        words = P.FREE_TEXT


class CarersAssessment(Tenant):
    """A carer's own needs were assessed, or that was offered: the carer is the client, `cared_for` is in their circle.
    `kind` is a code of `carers_assessment_kind`, `state` of `carers_assessment_state`."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="carers_assessments")
    cared_for = models.ForeignKey("people.RelatedPerson", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=20)
    assessment_date = models.DateField()
    review_date = models.DateField(null=True, blank=True)
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    words = PersonalText()

    class Meta:
        indexes = [models.Index(fields=["client", "assessment_date"], name="carers_assessment_line")]

    class Privacy:
        id = uid = version = organisation = client = episode = cared_for = worker_uid = P.OPERATIONAL
        kind = state = assessment_date = review_date = P.PERSONAL
        words = P.FREE_TEXT
