from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class DroppedInstrument(TwoParty):
    """One of the usual instruments for primary outcomes that a contract does without, and why. `slot` is a code of
    `usual_instrument`; one without a row is expected of the contract's services."""

    SUBJECT: ClassVar[str] = ""
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="dropped_instruments")
    slot = models.CharField(max_length=30)
    reason = models.CharField(max_length=300)
    dropped_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "slot"], name="one_dropped_per_slot")]

    class Privacy:
        id = uid = version = provider = commissioner = contract = P.OPERATIONAL
        slot = reason = dropped_date = P.PUBLIC
