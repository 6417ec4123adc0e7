from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class SavedView(Tenant):
    """A list as somebody likes to see it: filters, order and columns under a name. Never a word that was searched for,
    because that could be a person's name. `is_shared`: for every colleague."""

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    list_name = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    is_first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user_uid", "list_name", "name"], name="one_view_per_name")
        ]

    class Privacy:
        id = uid = version = organisation = user_uid = list_name = query = is_shared = is_first = P.OPERATIONAL
        name = P.PUBLIC
