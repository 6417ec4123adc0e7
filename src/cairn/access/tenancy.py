"""Base models of rows that belong to an organisation, or to the two parties of an agreement. Their managers fail closed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from cairn.access import scope
from cairn.kernel.models import Record


class TenantManager(models.Manager[Any]):
    """Rows of the organisations in scope; raises `scope.NoScope` outside one."""

    def get_queryset(self) -> "models.QuerySet[Any]":
        ids = scope.current()
        rows = super().get_queryset()
        return rows if ids is None else rows.filter(organisation_id__in=ids)


class Tenant(Record):
    """A row of one organisation. `SUBJECT` names it in the audit log; rows with a `client` name that client too."""

    SUBJECT: ClassVar[str] = ""
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[TenantManager] = TenantManager()

    class Meta:
        abstract = True


class TwoPartyManager(models.Manager[Any]):
    """Rows to which an organisation in scope is a party; raises `scope.NoScope` outside one."""

    def get_queryset(self) -> "models.QuerySet[Any]":
        ids = scope.current()
        rows = super().get_queryset()
        return rows if ids is None else rows.filter(self.model.party_to(ids))


class TwoParty(Record):
    """A row between a provider and a commissioner. `PROVIDER_WRITES` lists the fields that the provider may change;
    the commissioner writes the rest."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset()
    provider = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    commissioner = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[TwoPartyManager] = TwoPartyManager()

    class Meta:
        abstract = True

    @classmethod
    def party_to(cls, ids: frozenset[int]) -> Q:
        """Which rows these organisations are a party to."""
        return Q(provider_id__in=ids) | Q(commissioner_id__in=ids)
