from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ClientGroups(Tenant):
    """The groups that somebody is helped as one of: `primary` is a code of the list `client_group`, `secondary` up to
    three more."""

    SUBJECT: ClassVar[str] = ""
    client = models.OneToOneField("people.Client", on_delete=models.PROTECT, related_name="groups")
    primary = models.CharField(max_length=40)
    secondary = models.JSONField(default=list)
    recorded_date = models.DateField()

    class Privacy:
        id = uid = version = organisation = client = P.OPERATIONAL
        primary = secondary = recorded_date = P.PERSONAL
