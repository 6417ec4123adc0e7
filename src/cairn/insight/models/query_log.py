from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class QueryLog(Tenant):
    """A question that somebody put to shared figures, never its answer: whoever asks many like questions can be seen to.
    Outside the chain, as readings of records are."""

    SUBJECT: ClassVar[str] = ""
    at = models.DateTimeField()
    actor_uid = models.CharField(max_length=36)
    audience = models.CharField(max_length=20, default="commissioner")
    query = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"], name="query_log_of")]

    class Privacy:
        id = uid = version = organisation = at = actor_uid = audience = query = P.OPERATIONAL
