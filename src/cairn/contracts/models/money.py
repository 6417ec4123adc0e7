from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class SmallGrant(TwoParty):
    """A grant of at most £10,000 that an anchor organisation gave out of a contract to a group with no system of its own.
    `provider` is the anchor, which keeps the grant and writes down what the group told of it. The group is an organisation,
    never a person; `group_id` is its identifier in a register (such as GB-CHC-1234567), "" where it is in none."""

    SUBJECT: ClassVar[str] = "small_grant"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"group_name", "group_id", "title", "description", "pounds", "awarded_date", "start_date", "end_date", "ward"}
        | {"told_date", "told_people", "told_words", "withdrawn_date"}
    )
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="small_grants")
    reference = models.CharField(max_length=40)
    group_name = models.CharField(max_length=200)
    group_id = models.CharField(max_length=60, default="", blank=True)
    title = models.CharField(max_length=200)
    description = models.TextField()
    pounds = models.PositiveIntegerField()
    awarded_date = models.DateField()
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    ward = models.CharField(max_length=20, default="", blank=True)
    told_date = models.DateField(null=True, blank=True)
    told_people = models.PositiveIntegerField(null=True, blank=True)
    told_words = models.TextField(default="", blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "reference"], name="one_small_grant_per_reference")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        reference = group_name = group_id = title = description = pounds = awarded_date = P.PUBLIC
        start_date = end_date = ward = told_date = told_people = withdrawn_date = P.PUBLIC
        told_words = P.FREE_TEXT


class PaymentTerm(TwoParty):
    """What a contract pays for one figure of its accepted returns: `pounds_each` for each whole one above `after`, at most
    `most_pounds` a round; or, with `is_lump`, `pounds_each` once where the figure reaches `after`."""

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="payment_terms")
    measure = models.CharField(max_length=60)
    code = models.CharField(max_length=60, default="", blank=True)
    pounds_each = models.DecimalField(max_digits=12, decimal_places=2)
    after = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    is_lump = models.BooleanField(default=False)
    most_pounds = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    from_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        measure = code = pounds_each = after = is_lump = most_pounds = from_date = ended_date = P.PUBLIC


class Investment(TwoParty):
    """Money that a provider brought in from elsewhere because of a contract. `kind` is a code of `investment_source`."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"source", "kind", "pounds", "received_date", "what_for", "withdrawn_date"}
    )
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="investments")
    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    pounds = models.PositiveIntegerField()
    received_date = models.DateField()
    what_for = models.CharField(max_length=300, default="", blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        source = kind = pounds = received_date = what_for = withdrawn_date = P.PUBLIC


class FinanceFact(Tenant):
    """A number of the commissioner's own about demand, savings or the workforce (`head`, a code of `finance_head`), for a
    period, with its source. Where there is none, the page of finance outcomes says "no data"."""

    SUBJECT: ClassVar[str] = ""
    head = models.CharField(max_length=30)
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    unit = models.CharField(max_length=40)
    from_date = models.DateField()
    to_date = models.DateField()
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=500, default="", blank=True)
    withdrawn_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        head = label = value = unit = from_date = to_date = source = note = withdrawn_date = P.PUBLIC


class Publisher(Tenant):
    """How a commissioner names itself when it publishes its grants: the prefix that 360Giving gave it, and its own identifier
    in a register (such as GB-LAE-BIR)."""

    SUBJECT: ClassVar[str] = ""
    prefix = models.CharField(max_length=40)
    org_id = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_publisher_per_organisation")]

    class Privacy:
        id = uid = version = organisation = P.OPERATIONAL
        prefix = org_id = P.PUBLIC
