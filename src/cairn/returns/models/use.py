from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class DataUse(Tenant):
    """What a commissioner did on a day with figures and rows that were submitted to it. `kind` is a code of `data_use`, `place`
    of `data_use_place`. `measures` are ids, [] for every figure of the returns; `fields` what was read of people's rows. The
    same thing looked at again on the same day counts in `times`. Noted by the surface itself, outside the chain, as readings
    are; or told by somebody, of what was done elsewhere (`place` "told", with its `words`; of a publication `where` it stands
    for everybody to read, and `link` if it has an address)."""

    SUBJECT: ClassVar[str] = "data_use"
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    words = models.CharField(max_length=300, default="", blank=True)
    where = models.CharField(max_length=200, default="", blank=True)
    link = models.URLField(max_length=500, default="", blank=True)
    measures = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    role = models.CharField(max_length=30, default="", blank=True)
    by_uid = models.CharField(max_length=36)
    used_date = models.DateField()
    used_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=64)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "by_uid", "used_date", "key"], name="one_use_a_day")
        ]

    class Privacy:
        id = uid = version = organisation = kind = place = role = by_uid = used_date = used_at = times = P.OPERATIONAL
        key = measures = fields = withdrawn_date = P.OPERATIONAL
        words = P.FREE_TEXT
        where = link = P.PUBLIC


class DataUseOf(TwoParty):
    """A submission that a use drew on."""

    SUBJECT: ClassVar[str] = ""
    use = models.ForeignKey("returns.DataUse", on_delete=models.PROTECT, related_name="drew_on")
    submission = models.ForeignKey("returns.Submission", on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["use", "submission"], name="one_use_of_submission")]

    class Privacy:
        id = uid = version = provider = commissioner = use = submission = P.OPERATIONAL


class RoundFeedback(Tenant):
    """What a commissioner tells every provider of a round (of one commissioning area, or "" for all): what it learnt and did.
    `lines` is the city-wide picture, fixed when it was given, so that two pictures never tell of one provider between them."""

    SUBJECT: ClassVar[str] = "round_feedback"
    round_key = models.CharField(max_length=40)
    area = models.CharField(max_length=40, default="", blank=True)
    words = models.TextField()
    lines = models.JSONField(default=list)
    providers = models.PositiveIntegerField(default=0)
    given_date = models.DateField()
    given_by_uid = models.CharField(max_length=36)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "round_key", "area"], name="one_feedback_per_round")
        ]

    class Privacy:
        id = uid = version = organisation = given_by_uid = P.OPERATIONAL
        round_key = area = lines = providers = given_date = P.PUBLIC
        words = P.FREE_TEXT


class FeedbackFor(TwoParty):
    """Feedback as one return's provider reads it: what all are told, and `words` for it alone."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"seen_date"})
    answer = models.OneToOneField("returns.Return", on_delete=models.PROTECT, related_name="feedback")
    feedback = models.ForeignKey(
        "returns.RoundFeedback", on_delete=models.PROTECT, null=True, blank=True, related_name="given_to"
    )
    words = models.TextField(default="", blank=True)
    seen_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = answer = feedback = seen_date = P.OPERATIONAL
        words = P.FREE_TEXT
