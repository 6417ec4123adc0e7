from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class DirectoryEntry(Tenant):
    """A service of somebody else's that people are told about or referred to. `needs` are ids of the needs dictionary.

    `outside_id` and `original` are its id and the whole record as it came in Open Referral UK's format, so that what this
    table has no column for goes out again as it came. `recipient` is set where that service is on this Cairn too.
    """

    SUBJECT: ClassVar[str] = "directory_entry"
    name = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, default="", blank=True)
    description = models.TextField(default="", blank=True)
    phone = models.CharField(max_length=60, default="", blank=True)
    email = models.CharField(max_length=200, default="", blank=True)
    url = models.CharField(max_length=400, default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    postcode = models.CharField(max_length=10, default="", blank=True)
    who_for = models.CharField(max_length=300, default="", blank=True)
    cost = models.CharField(max_length=200, default="", blank=True)
    needs = models.JSONField(default=list)
    checked_date = models.DateField()
    is_open = models.BooleanField(default=True)
    outside_id = models.CharField(max_length=100, default="", blank=True)
    original = models.JSONField(null=True, blank=True)
    recipient = models.ForeignKey("services.Service", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "is_open", "name"], name="directory_by_name"),
            models.Index(fields=["organisation", "outside_id"], name="directory_by_outside_id"),
        ]

    class Privacy:
        id = uid = version = organisation = recipient = outside_id = P.OPERATIONAL
        name = provider_name = description = phone = email = url = address = postcode = P.PUBLIC
        who_for = cost = needs = checked_date = is_open = original = P.PUBLIC

    def __str__(self) -> str:
        return self.name
