from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ApiKey(Tenant):
    """A key by which another program of the organisation asks the API. Only its hash is kept; `hint` is how it ends, by
    which people tell keys apart. `scopes` are keys of `keys.SCOPES`. It opens nothing from `revoked_at` or `expires_at` on."""

    SUBJECT: ClassVar[str] = "api_key"
    UNREMEMBERED: ClassVar[tuple[str, ...]] = ("key_hash",)
    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_uid = models.CharField(max_length=36)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Privacy:
        id = uid = version = organisation = name = hint = scopes = P.OPERATIONAL
        made_at = made_by_uid = expires_at = revoked_at = last_used_at = P.OPERATIONAL
        key_hash = P.SECRET
