from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class NeedsCheck(Tenant):
    """The whole person asked about lightly, on a date: `answers` by id of the needs dictionary, each a code of
    `need_answer`; what is not in it was not asked. Needs that are present are presented in the same deed."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="needs_checks")
    check_date = models.DateField()
    dictionary_version = models.PositiveSmallIntegerField()
    answered_by = models.CharField(max_length=20, default="together")
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "check_date"], name="one_needs_check_per_date")]

    class Privacy:
        id = uid = version = organisation = client = episode = dictionary_version = P.OPERATIONAL
        check_date = answered_by = answers = P.PERSONAL
