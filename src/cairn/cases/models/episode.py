from typing import ClassVar

from django.db import models

from cairn.access.tenancy import Tenant
from cairn.kernel.privacy import Privacy as P


class Episode(Tenant):
    """One client's time with one service, from acceptance to closure. `age_band` is fixed at its start.

    `no_baseline_reason` says why a first reading is missing (crisis, declined, not appropriate, one-off contact), and
    `no_last_reason` why a last one is. `closure_planned` and `destination` are codes of those lists, "" while open.
    """

    SUBJECT: ClassVar[str] = "episode"
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="episodes")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="episodes")
    referral = models.OneToOneField("cases.Referral", on_delete=models.PROTECT, null=True, related_name="episode")
    worker_uid = models.CharField(max_length=36, default="", blank=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=40, default="", blank=True)
    closure_planned = models.CharField(max_length=20, default="", blank=True)
    destination = models.CharField(max_length=40, default="", blank=True)
    no_last_reason = models.CharField(max_length=30, default="", blank=True)
    age_band = models.CharField(max_length=20, default="not_known")
    no_baseline_reason = models.CharField(max_length=30, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True) | models.Q(end_date__gte=models.F("start_date")),
                name="episode_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(end_date__isnull=True, closure_reason="")
                | (models.Q(end_date__isnull=False) & ~models.Q(closure_reason="")),
                name="episode_closed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "end_date", "worker_uid"], name="episode_caseload"),
            models.Index(fields=["organisation", "end_date", "start_date"], name="episode_longest"),
            models.Index(fields=["organisation", "worker_uid", "end_date", "start_date"], name="episode_own"),
        ]

    class Privacy:
        id = uid = version = organisation = client = service = referral = worker_uid = P.OPERATIONAL
        start_date = end_date = closure_reason = closure_planned = destination = P.PERSONAL
        age_band = no_baseline_reason = no_last_reason = P.PERSONAL


class EpisodeFunding(Tenant):
    """Who pays for an episode between two dates: a contract, a grant, another funder or own funds. Several at once may."""

    SUBJECT: ClassVar[str] = ""
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey("cases.Episode", on_delete=models.PROTECT, related_name="fundings")
    kind = models.CharField(max_length=20)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, null=True, related_name="+")
    funder = models.CharField(max_length=120, default="", blank=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)

    class Privacy:
        id = uid = version = organisation = client = episode = contract = P.OPERATIONAL
        kind = start_date = end_date = P.PERSONAL
        funder = P.PUBLIC
