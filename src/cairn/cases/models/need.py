from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Need(Tenant):
    """An entry of the needs dictionary, presented on a date in an episode. `state`, `part_met_date` and `met_date` are
    what its judgements add up to; `can_meet` says whether the provider can meet it itself (yes, no, not_known). Who else was
    named to the person stands in `Signposting`."""

    SUBJECT: ClassVar[str] = "need"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="needs")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="needs")
    need = models.CharField(max_length=60)
    dictionary_version = models.PositiveSmallIntegerField(default=1)
    presented_date = models.DateField()
    can_meet = models.CharField(max_length=20, default="not_known")
    state = models.CharField(max_length=20, default="unmet")
    part_met_date = models.DateField(null=True, blank=True)
    met_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "need"], name="one_need_per_episode")]

    class Privacy:
        id = uid = version = organisation = client = episode = dictionary_version = P.OPERATIONAL
        need = presented_date = can_meet = state = part_met_date = met_date = P.PERSONAL


class NeedJudgement(Tenant):
    """On a date, someone (the person, the worker, together) judged a need unmet, part met or met."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey("cases.Need", on_delete=models.PROTECT, related_name="judgements")
    judged_date = models.DateField()
    state = models.CharField(max_length=20)
    judged_by = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["client", "judged_date"], name="judgement_line")]

    class Privacy:
        id = uid = version = organisation = client = need = P.OPERATIONAL
        judged_date = state = judged_by = P.PERSONAL
