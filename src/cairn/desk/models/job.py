from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Job(Tenant):
    """Long work asked for in one transaction and done after it by the job worker. `done` of `total` is its progress."""

    SUBJECT: ClassVar[str] = ""
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")  # waiting, running, done, failed
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Privacy:
        id = uid = version = organisation = kind = state = done = total = message = asked_at = ended_at = P.OPERATIONAL
        payload = P.OPERATIONAL
