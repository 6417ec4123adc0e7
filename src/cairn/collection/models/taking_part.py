from typing import ClassVar

from django.db import models
from django.db.models import Q

from cairn.access.tenancy import Tenant, TwoParty
from cairn.kernel.privacy import Privacy as P


class SignUp(TwoParty):
    """A provider asks an authority (`commissioner`) to take part in a collection, and is let in or refused with a reason.

    `provider_number` is the National Client Record Provider ID (5 digits), `national_number` the National Provider ID (8 digits).
    `state`: requested, approved, refused, left. Without an approved one nothing of the provider reaches the authority.
    """

    SUBJECT: ClassVar[str] = "collection_sign_up"
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset(
        {"provider_number", "national_number", "asked_at", "asked_by_uid"}
    )
    BOTH_WRITE: ClassVar[frozenset[str]] = frozenset({"state"})
    collection = models.ForeignKey("collection.Collection", on_delete=models.PROTECT, related_name="sign_ups")
    provider_number = models.CharField(max_length=5)
    national_number = models.CharField(max_length=8, default="", blank=True)
    state = models.CharField(max_length=12, default="requested")
    asked_at = models.DateTimeField()
    asked_by_uid = models.CharField(max_length=36)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_uid = models.CharField(max_length=36, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "provider", "commissioner"], name="one_sign_up_per_authority")
        ]

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        """Whoever runs the collection reads who takes part, and may let providers in for an authority."""
        return super().party_to(ids) | Q(collection__organisation_id__in=ids)

    class Privacy:
        id = uid = version = provider = commissioner = collection = state = P.OPERATIONAL
        asked_at = asked_by_uid = decided_at = decided_by_uid = P.OPERATIONAL
        provider_number = national_number = reason = P.PUBLIC


class CollectionService(Tenant):
    """What a provider says of one of its services, once, so that no form asks it again. `term` is short or long; `service_type`
    and `client_group` are choices of the programme's forms; `service_number` is the authority's reference for the service.
    `is_recorded`: its people are on record here, so what is due is counted by rule; else the provider says how many."""

    SUBJECT: ClassVar[str] = ""
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    sign_up = models.ForeignKey("collection.SignUp", on_delete=models.PROTECT, related_name="services")
    term = models.CharField(max_length=10)
    service_type = models.CharField(max_length=60)
    service_number = models.CharField(max_length=40, default="", blank=True)
    client_group = models.CharField(max_length=20, default="", blank=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    is_recorded = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "sign_up"], name="one_collected_service_per_sign_up")]

    class Privacy:
        id = uid = version = organisation = service = sign_up = P.OPERATIONAL
        term = service_type = service_number = client_group = start_date = end_date = is_recorded = P.PUBLIC
