from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class ReferenceCounter(Tenant):
    """The last number given to a client of an organisation. Its row lock is what keeps two writers from the same one."""

    SUBJECT: ClassVar[str] = ""
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="one_reference_counter")]

    class Privacy:
        id = uid = version = organisation = last = P.OPERATIONAL
