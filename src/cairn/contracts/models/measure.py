from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class AgreedMeasure(TwoParty):
    """A measure that a contract's returns carry, at a fixed version, perhaps broken down by one dimension.

    `measure_class`: service_reach, primary_outcome, standardised_output or provider_output. `target` has the measure's unit.
    `frequency` (quarterly or annual) says which rounds carry it. `level` is individual, or aggregate with its `level_reason`:
    of an aggregate measure no row leaves, only the figure. `area_outcome` is the outcome of the commissioner's own list.

    How it is rated against its target: green from the target on, amber within `amber_percent` of it on the worse side, red
    beyond; a value that lies on a border has the better colour where `border_is_better`. Below `least_n` people, and with no
    target, there is no colour.
    """

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField(default=1)
    by = models.CharField(max_length=40, default="", blank=True)
    measure_class = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField(default=0)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    amber_percent = models.DecimalField(max_digits=5, decimal_places=2, default=10)
    border_is_better = models.BooleanField(default=True)
    least_n = models.PositiveSmallIntegerField(default=0)
    frequency = models.CharField(max_length=12, default="quarterly")
    level = models.CharField(max_length=12, default="individual")
    level_reason = models.CharField(max_length=300, default="", blank=True)
    area_outcome = models.ForeignKey(
        "contracts.AreaOutcome", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "measure", "by"], name="one_measure_per_contract")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = area_outcome = P.OPERATIONAL
        measure = measure_version = by = measure_class = position = target = P.PUBLIC
        amber_percent = border_is_better = least_n = frequency = level = level_reason = P.PUBLIC


class ContractTopic(TwoParty):
    """A topic of standardised outputs (a code of `output_topic`) on which a contract works. `why_none` says why its returns
    carry no standardised output of the topic; "" where they carry one."""

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="topics")
    topic = models.CharField(max_length=30)
    why_none = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "topic"], name="one_topic_per_contract")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        topic = why_none = P.PUBLIC


class RelevanceTalk(TwoParty):
    """The yearly conversation of both sides about whether a service is still what people need. Each side writes its own words
    of it. `year` is the one in which the financial year begins."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"provider_words"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset({"commissioner_words"})
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"held_date"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider", "commissioner"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="relevance")
    year = models.PositiveSmallIntegerField()
    held_date = models.DateField()
    provider_words = models.TextField(default="", blank=True)
    commissioner_words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "year"], name="one_relevance_talk_per_year")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        year = held_date = P.PUBLIC
        provider_words = commissioner_words = P.FREE_TEXT
