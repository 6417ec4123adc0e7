from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Membership(Tenant):
    """A user in an organisation, with roles by key (see `permissions.ROLES`)."""

    SUBJECT: ClassVar[str] = "membership"
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_organisation")]

    class Privacy:
        id = uid = version = organisation = user = roles = is_active = P.OPERATIONAL
