from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Upload(Tenant):
    """A file as it was received. While `state` is `kept` its bytes lie in the data directory under its hash; `leaving`
    once they are to go; `gone` when only name, size and hash are left."""

    SUBJECT: ClassVar[str] = ""
    user_uid = models.CharField(max_length=36)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="kept")  # kept, leaving, gone
    received_at = models.DateTimeField()
    kept_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["state", "kept_until"], name="uploads_to_let_go")]

    class Privacy:
        id = uid = version = organisation = user_uid = kind = size = sha256 = P.OPERATIONAL
        state = received_at = kept_until = P.OPERATIONAL
        name = P.FREE_TEXT
