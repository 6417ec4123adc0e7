from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class Round(TwoParty):
    """A period to report on, with its four dates: what is observed, from and to; when submission opens and closes.

    `kind` is quarterly or annual: an annual round asks for the annual measures and, where the agreement lets it, for the
    individual-level rows. A late return is taken until `late_until_date`; where that is not said, until sixty days after the
    last day (`rules.last_day`)."""

    SUBJECT: ClassVar[str] = "round"
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=12, default="quarterly")
    name = models.CharField(max_length=60)
    observed_from_date = models.DateField()
    observed_to_date = models.DateField()
    opens_date = models.DateField()
    closes_date = models.DateField()
    late_until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind", "observed_from_date"], name="one_round_per_kind_and_period"
            ),
            models.CheckConstraint(
                condition=models.Q(observed_to_date__gte=models.F("observed_from_date"))
                & models.Q(closes_date__gte=models.F("opens_date")),
                name="round_dates_in_order",
            ),
        ]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        kind = name = observed_from_date = observed_to_date = opens_date = closes_date = late_until_date = P.PUBLIC


class Return(TwoParty):
    """A contract's answer to a round. `state`: open → submitted → accepted, or rejected with a reason and open again."""

    SUBJECT: ClassVar[str] = "return"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"comment"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"decision_reason", "decided_at"})
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"state"})  # which move is whose: `rules.MOVES`
    round = models.OneToOneField("returns.Round", on_delete=models.PROTECT, related_name="answer")
    state = models.CharField(max_length=20, default="open")
    comment = models.TextField(default="", blank=True)
    decision_reason = models.TextField(default="", blank=True)
    decided_at = models.DateTimeField(null=True)

    class Privacy:
        id = uid = version = provider = commissioner = round = state = decided_at = P.OPERATIONAL
        comment = decision_reason = P.FREE_TEXT
