from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class DatedStatus(Tenant):
    """Employment, accommodation, immigration status or GP registration from a date. Never overwritten: a change is a new
    row, so that a move between two of them can be counted. `kind` is the code list's id, `code` an entry of it."""

    SUBJECT: ClassVar[str] = ""
    #: Kinds of which a mart may tell, though the table is restricted for the sake of others that lie in it.
    OPEN_KINDS: ClassVar[frozenset[str]] = frozenset({"accommodation"})
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="statuses")
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    start_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "kind", "start_date"], name="one_status_per_date")]

    class Privacy:
        id = uid = version = organisation = client = P.OPERATIONAL
        kind = code = start_date = P.RESTRICTED
