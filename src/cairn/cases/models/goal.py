from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.fields import PersonalText
from cairn.kernel.privacy import Privacy as P


class Goal(Tenant):
    """What a person wants, in their own words, from `start_date` until it is reached or let go (`end_date`). `state` is
    a code of `goal_state`; it may say which need, ladder or framework outcome it is about."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="goals")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="goals")
    words = PersonalText()
    first_step = PersonalText()
    need = models.ForeignKey("cases.Need", on_delete=models.PROTECT, null=True, related_name="goals")
    ladder = models.ForeignKey("services.StepLadder", on_delete=models.PROTECT, null=True, related_name="+")
    framework = models.CharField(max_length=60, default="", blank=True)
    outcome = models.CharField(max_length=60, default="", blank=True)
    start_date = models.DateField()
    review_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, default="open")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", end_date__isnull=True)
                | (~models.Q(state="open") & models.Q(end_date__isnull=False)),
                name="goal_ended_has_date",
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "review_date"], name="goal_review")]

    class Privacy:
        id = uid = version = organisation = client = episode = need = ladder = P.OPERATIONAL
        framework = outcome = start_date = review_date = end_date = state = P.PERSONAL
        words = first_step = P.FREE_TEXT


class SupportPlan(Tenant):
    """One edition of the plan that a person and their worker agreed: what matters to them, who does what, and when they
    look at it again. The latest edition stands (`is_current`); its goals are the episode's open ones. `agreed` is a code
    of `plan_agreed`."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="plans")
    plan_date = models.DateField()
    review_date = models.DateField()
    agreed = models.CharField(max_length=20, default="not_yet")
    is_current = models.BooleanField(default=True)
    matters = PersonalText()
    helps = PersonalText()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "plan_date"], name="one_plan_per_date"),
            models.CheckConstraint(
                condition=models.Q(review_date__gt=models.F("plan_date")), name="plan_reviewed_after_it_is_made"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "is_current", "review_date"], name="plan_review")]

    class Privacy:
        id = uid = version = organisation = client = episode = is_current = P.OPERATIONAL
        plan_date = review_date = agreed = P.PERSONAL
        matters = helps = P.FREE_TEXT


class OutcomeSetAside(Tenant):
    """Not this person's goal now: from `start_date` until `end_date` a framework outcome is not looked for, by whose
    decision (`judged_by`). It leaves the denominator, visibly; steps towards it are reported beside it."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="set_aside")
    framework = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=20)
    reason = PersonalText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "framework", "outcome", "start_date"], name="one_setting_aside_per_date"
            )
        ]

    class Privacy:
        id = uid = version = organisation = client = episode = P.OPERATIONAL
        framework = outcome = start_date = end_date = decided_by = P.PERSONAL
        reason = P.FREE_TEXT
