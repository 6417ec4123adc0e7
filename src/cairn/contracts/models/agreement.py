from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class Agreement(TwoParty):
    """A data-sharing agreement: what may leave under a contract, for what purpose, and until when.

    In force when both have signed and today lies within its dates. Each side signs with its own date. `provider` is the
    contract's lead. `threshold` is the largest count that is hidden from the commissioner. `allows_live` lets figures
    be read before a return; the provider may pause that. `allows_linking` lets the recipient count a person once across
    its contracts with one organisation.
    """

    SUBJECT: ClassVar[str] = "agreement"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"provider_signed_date", "is_paused"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="agreements")
    purpose = models.CharField(max_length=300)
    retention_months = models.PositiveSmallIntegerField(default=72)
    start_date = models.DateField()
    end_date = models.DateField()
    threshold = models.PositiveSmallIntegerField(default=4)
    allows_live = models.BooleanField(default=False)
    allows_linking = models.BooleanField(default=False)
    is_paused = models.BooleanField(default=False)
    provider_signed_date = models.DateField(null=True, blank=True)
    commissioner_signed_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = provider = commissioner = contract = is_paused = P.OPERATIONAL
        purpose = retention_months = start_date = end_date = threshold = allows_live = allows_linking = P.PUBLIC
        provider_signed_date = commissioner_signed_date = P.PUBLIC


class AgreementField(TwoParty):
    """One field that may leave, by its mart name (`gender`, `ethnicity`, `ward`…), and why. No purpose, no field.

    `recipient` is who of the commissioner's house may read it ("" the commissioner as a whole). It may be kept for
    `retention_months` and leaves until `end_date`, both inclusive; without them as long as the agreement says."""

    SUBJECT: ClassVar[str] = ""
    agreement = models.ForeignKey("contracts.Agreement", on_delete=models.PROTECT, related_name="fields")
    name = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    recipient = models.CharField(max_length=120, default="", blank=True)
    retention_months = models.PositiveSmallIntegerField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "name"], name="one_field_per_agreement")]

    class Privacy:
        id = uid = version = provider = commissioner = agreement = P.OPERATIONAL
        name = purpose = recipient = retention_months = end_date = P.PUBLIC
