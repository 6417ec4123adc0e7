from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class FigureNote(TwoParty):
    """What one side says beside a figure: a `comment` that explains it, a commissioner's `query`, an `answer` to one.

    `measure` and `code` name the figure as an override does. A query stands open until its answer is `settled_at`. Words
    stay as they were written; nothing here is in a submission's hash.
    """

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset()
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"settled_at"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider", "commissioner"})
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="notes")
    measure = models.CharField(max_length=60)
    code = models.CharField(max_length=60, default="", blank=True)
    kind = models.CharField(max_length=10)
    to = models.ForeignKey("returns.FigureNote", on_delete=models.PROTECT, null=True, related_name="answers")
    words = models.TextField()
    side = models.CharField(max_length=12)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["answer", "measure", "made_at"], name="notes_of_figure")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = to = kind = side = made_by_uid = P.OPERATIONAL
        made_at = settled_at = P.OPERATIONAL
        measure = code = P.PUBLIC
        words = P.FREE_TEXT


class FigureRating(TwoParty):
    """A colour that the commissioner gives a figure instead of the rule's, or where there is no target, with the reason."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset()
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"colour", "reason"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"commissioner"})
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="ratings")
    measure = models.CharField(max_length=60)
    code = models.CharField(max_length=60, default="", blank=True)
    colour = models.CharField(max_length=10)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "measure", "code"], name="one_rating_per_figure")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = P.OPERATIONAL
        measure = code = colour = P.PUBLIC
        reason = P.FREE_TEXT


class ReviewMeeting(TwoParty):
    """A meeting of both sides about a contract: what was said, and what each is to do. `actions` is a list of
    {"words", "who" (provider or commissioner), "due", "done"}."""

    SUBJECT: ClassVar[str] = "review_meeting"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset()
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"notes", "held_date"})
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"actions"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"commissioner"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="meetings")
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, null=True, related_name="meetings")
    held_date = models.DateField()
    notes = models.TextField(default="", blank=True)
    actions = models.JSONField(default=list)

    class Privacy:
        id = uid = version = provider = commissioner = contract = answer = P.OPERATIONAL
        held_date = P.PUBLIC
        notes = actions = P.FREE_TEXT


class Nudge(Tenant):
    """The data lead asks a colleague, by name, to mend what a return still lacks. `task` is the key of the missing-data task, ""
    for the return as a whole. It stands on the colleague's Today until `done_at`."""

    SUBJECT: ClassVar[str] = ""
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=120, default="", blank=True)
    to_uid = models.CharField(max_length=36)
    words = models.CharField(max_length=300, default="", blank=True)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "to_uid", "done_at"], name="nudges_of_colleague")]

    class Privacy:
        id = uid = version = organisation = answer = task = to_uid = made_by_uid = made_at = done_at = P.OPERATIONAL
        words = P.FREE_TEXT


class Chase(TwoParty):
    """The commissioner asks after a return that has not come. It stands on the provider's page until the return is sent."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"seen_at"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="chases")
    words = models.CharField(max_length=500)
    made_by_uid = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = answer = made_by_uid = made_at = seen_at = P.OPERATIONAL
        words = P.FREE_TEXT


class PaymentStatement(TwoParty):
    """What a contract pays for one accepted submission, as the commissioner approved it. `lines` is a list of {"measure", "code",
    "label", "value", "pounds_each", "after", "is_lump", "most_pounds", "pounds"}, amounts as decimal text; evidence is the
    submission itself."""

    SUBJECT: ClassVar[str] = ""
    submission = models.OneToOneField("returns.Submission", on_delete=models.PROTECT, related_name="payment")
    lines = models.JSONField()
    pounds = models.DecimalField(max_digits=14, decimal_places=2)
    approved_at = models.DateTimeField()
    approved_by_uid = models.CharField(max_length=36)

    class Privacy:
        id = uid = version = provider = commissioner = submission = approved_at = approved_by_uid = P.OPERATIONAL
        lines = pounds = P.PUBLIC
