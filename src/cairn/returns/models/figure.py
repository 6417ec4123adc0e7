from typing import ClassVar

from django.db import models

from cairn.access.tenancy import TwoParty
from cairn.kernel.privacy import Privacy as P


class Figure(TwoParty):
    """An override of one number of an open return, with its reason. What is not overridden is computed when it is read
    and frozen when it is submitted, so that no figure stands in two places."""

    SUBJECT: ClassVar[str] = ""
    PROVIDER_WRITES: ClassVar[frozenset[str]] = frozenset({"value", "reason"})
    MADE_BY: ClassVar[frozenset[str]] = frozenset({"provider"})
    COMMISSIONER_WRITES: ClassVar[frozenset[str]] = frozenset()
    answer = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="overrides")
    measure = models.CharField(max_length=60)
    code = models.CharField(max_length=60, default="", blank=True)
    value = models.FloatField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "measure", "code"], name="one_override_per_figure")]

    class Privacy:
        id = uid = version = provider = commissioner = answer = P.OPERATIONAL
        measure = code = value = P.PUBLIC
        reason = P.FREE_TEXT
