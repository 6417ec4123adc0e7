"""How many forms are due of a provider: counts and nothing else, so that an authority learns how many never came."""

from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class FormsOwed(TwoParty):
    """What the record of a provider says is due in a year, as it was counted at `counted_at`, when its change feed stood at
    `seq`. `counts`: `rows`, each of a service, a form and a quarter (`collection.rules_completion.Count`), never a person; and
    `asked`, what the other side asked then."""

    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"counts", "seq", "counted_at"})
    year = models.ForeignKey("collection.CollectionYear", on_delete=models.PROTECT, related_name="owed")
    counts = models.JSONField(default=dict)
    seq = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "provider", "commissioner"], name="one_count_of_forms_owed")
        ]

    class Privacy:
        id = uid = version = provider = commissioner = year = counts = seq = counted_at = P.OPERATIONAL


class ExpectedForms(TwoParty):
    """How many forms of a kind a provider expects to send of one service in the quarter that begins on `quarter_date`: what is
    due where the people are not on record here. `number` is None where the provider says that it does not know."""

    SUBJECT: ClassVar[str] = "expected_forms"
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"number", "said_at", "said_by_uid"})
    year = models.ForeignKey("collection.CollectionYear", on_delete=models.PROTECT, related_name="expected")
    form = models.CharField(max_length=60)
    service_number = models.CharField(max_length=40, default="", blank=True)
    quarter_date = models.DateField()
    number = models.PositiveIntegerField(null=True, blank=True)
    said_at = models.DateTimeField()
    said_by_uid = models.CharField(max_length=36)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "provider", "commissioner", "form", "service_number", "quarter_date"],
                name="one_expectation_per_quarter",
            )
        ]

    class Privacy:
        id = uid = version = provider = commissioner = year = said_at = said_by_uid = P.OPERATIONAL
        form = service_number = quarter_date = number = P.PUBLIC
