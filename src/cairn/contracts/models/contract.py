from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.access.tenancy import TwoParty, TwoPartyManager
from cairn.kernel.models import Record
from cairn.kernel.privacy import Privacy as P


class Contract(TwoParty):
    """What a commissioner buys; `provider` is the lead. A grant is a light contract. Value in whole pounds. `lot` is the
    part of a tender that it came from. Under a `has_small_grants` contract the lead is an anchor organisation: it gives
    grants of its own for the commissioner (`SmallGrant`). `monitoring_pounds` is what of its value a year is meant for
    recording and reporting."""

    SUBJECT: ClassVar[str] = "contract"
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    commissioning_area = models.CharField(max_length=40)
    start_date = models.DateField()
    end_date = models.DateField()
    value_pounds = models.PositiveIntegerField(null=True, blank=True)
    is_grant = models.BooleanField(default=False)
    lot = models.CharField(max_length=80, default="", blank=True)
    has_small_grants = models.BooleanField(default=False)
    monitoring_pounds = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commissioner", "reference"], name="one_contract_per_reference")]

    class Privacy:
        id = uid = version = provider = commissioner = P.OPERATIONAL
        lot = reference = title = commissioning_area = start_date = end_date = value_pounds = P.PUBLIC
        is_grant = has_small_grants = monitoring_pounds = P.PUBLIC

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        """The two parties, and partners: a partner sees the contract, not the lead's rows."""
        partner = ContractPartner._base_manager.filter(partner_id__in=ids).values("contract_id")
        return super().party_to(ids) | Q(pk__in=partner)

    def __str__(self) -> str:
        return self.title


class ContractPartner(TwoParty):
    """A partner under the lead. It records behind its own wall; from `agreed_date`, which the partner itself sets,
    the lead sees the partner's rows for this contract only. Here `provider` is the lead."""

    SUBJECT: ClassVar[str] = "contract_partner"
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset()
    PARTNER_WRITES: ClassVar[frozenset[str]] = frozenset({"agreed_date"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"commissioner", "provider"})
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="partners")
    partner = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    agreed_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "partner"], name="one_partner_per_contract")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = partner = agreed_date = P.OPERATIONAL

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return super().party_to(ids) | Q(partner_id__in=ids)


class ContractService(Record):
    """Which service a contract funds unless an episode says otherwise. Written by whoever runs the service.

    `organisation` is that provider: the lead or a partner.
    """

    SUBJECT: ClassVar[str] = ""
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="services")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="contracts")

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "service"], name="one_service_per_contract")]

    class Privacy:
        id = uid = version = organisation = contract = service = P.OPERATIONAL

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        return Q(organisation_id__in=ids) | Q(contract__provider_id__in=ids) | Q(contract__commissioner_id__in=ids)
