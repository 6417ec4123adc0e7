"""What this room holds of a person. Rows that point go before the rows they point at."""

from collections.abc import Callable
from typing import Any

from cairn.cases import models
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store

#: in the order in which they go
THEIRS = (
    models.Note,
    models.StepRecord,
    models.OutcomeRecord,
    models.Assessment,
    models.NeedJudgement,
    models.Need,
    models.EpisodeFunding,
)


def _theirs(model: Any) -> Callable[[Erasure], int]:
    def erase(who: Erasure) -> int:
        rows = model.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
        return int(rows.delete()[0])

    return erase


def _attendances(who: Erasure) -> int:
    """Their attendances, and with them every activity that then has neither a name nor a head count."""
    theirs = models.Attendance.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    at = list(theirs.values_list("activity_id", flat=True))
    gone = int(theirs.delete()[0])
    for start in range(0, len(at), 500):
        empty = models.Activity.objects.filter(pk__in=at[start : start + 500], heads__isnull=True)
        ids = list(empty.filter(attendances__isnull=True).values_list("pk", flat=True))
        gone += int(models.ActivityFunding.objects.filter(activity_id__in=ids).delete()[0])
        gone += int(models.Activity.objects.filter(pk__in=ids).delete()[0])
    return gone


def register() -> None:
    for order, model in enumerate(THEIRS, start=10):
        erasure.register(Store(f"cases: {model._meta.verbose_name}", (model._meta.label,), _theirs(model), order=order))
    covers = ("cases.Attendance", "cases.Activity", "cases.ActivityFunding")
    erasure.register(Store("cases: attendances", covers, _attendances, order=30))
    for order, model in enumerate((models.Episode, models.Referral), start=31):
        erasure.register(Store(f"cases: {model._meta.verbose_name}", (model._meta.label,), _theirs(model), order=order))
