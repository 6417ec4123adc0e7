"""What this room holds of a person. Rows that point go before the rows they point at."""

from collections.abc import Callable
from typing import Any

from cairn.cases import models
from cairn.cases.queries.searching import INDEX
from cairn.kernel import erasure, textindex
from cairn.kernel.erasure import Erasure, Store

#: in the order in which they go, each by the name that stands on the receipt; attendances go between the two
BEFORE = {
    "chronologies": models.ConcernEntry,
    "concerns": models.Concern,
    "appointments": models.Appointment,
    "notes": models.Note,
    "plans": models.SupportPlan,
    "goals": models.Goal,
    "outcomes set aside": models.OutcomeSetAside,
    "checks of needs": models.NeedsCheck,
    "what contacts were for": models.AttendanceNeed,
    "steps": models.StepRecord,
    "outcomes": models.OutcomeRecord,
    "assessments": models.Assessment,
    "judgements of needs": models.NeedJudgement,
    "needs": models.Need,
    "who paid": models.EpisodeFunding,
}
AFTER = {"episodes": models.Episode, "referrals": models.Referral}


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


def _forget(who: Erasure) -> int:
    """What the index of words keeps of notes that are gone. They went before, so `who` says nothing here."""
    return textindex.forget(INDEX)


def register() -> None:
    covers = ("cases.Attendance", "cases.Activity", "cases.ActivityFunding")
    erasure.register(Store("attendances, and visits of theirs alone", covers, _attendances, order=40))
    for first, stores in ((10, BEFORE), (41, AFTER)):
        for order, (name, model) in enumerate(stores.items(), start=first):
            erasure.register(Store(name, (model._meta.label,), _theirs(model), order=order))
    erasure.register(Store("index of words", ("file:index of words",), _forget, after_commit=True, order=92))
