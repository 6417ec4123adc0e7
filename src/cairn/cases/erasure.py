"""What this room holds of a person. Rows that point go before the rows they point at."""

from collections.abc import Callable
from typing import Any

from cairn.cases import models
from cairn.cases.queries.searching import INDEX
from cairn.cases.rules_incoming import BLANK
from cairn.desk import received
from cairn.kernel import erasure, textindex
from cairn.kernel.erasure import Erasure, Store

#: in the order in which they go, each by the name that stands on the receipt; attendances go between the two
BEFORE = {
    "disagreements": models.Disagreement,
    "safeguarding referrals": models.SafeguardingReferral,
    "carers' assessments": models.CarersAssessment,
    "levels of support": models.EpisodeLevel,
    "blocks to moving on": models.MoveOnBlock,
    "chronologies": models.ConcernEntry,
    "concerns": models.Concern,
    "notes": models.Note,
    "plans": models.SupportPlan,
    "goals": models.Goal,
    "outcomes set aside": models.OutcomeSetAside,
    "checks of needs": models.NeedsCheck,
    "what contacts were for": models.AttendanceNeed,
    "steps": models.StepRecord,
    "outcomes": models.OutcomeRecord,
    "assessments": models.Assessment,
    "what they said of the service": models.Feedback,
    "signpostings": models.Signposting,
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
        gone += int(models.AlsoThere.objects.filter(activity_id__in=ids).delete()[0])
        models.PlannedSession.objects.filter(activity_id__in=ids).update(activity=None, state="planned")
        gone += int(models.Activity.objects.filter(pk__in=ids).delete()[0])
    return gone


def _appointments(who: Erasure) -> int:
    theirs = models.Appointment.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    also = models.AlsoThere.objects.filter(organisation_id=who.organisation_id, appointment__in=theirs)
    return int(also.delete()[0]) + int(theirs.delete()[0])


def _incoming(who: Erasure) -> int:
    """What was sent about them: what came to this organisation, and what this organisation sent to another. Of what
    another organisation sent, the answer that it was given stays, without a word of who it was about."""
    rows = models.IncomingReferral.objects
    came = rows.filter(organisation_id=who.organisation_id, referral__client_id=who.client_id)
    sent = came.filter(sender__isnull=False).update(referral=None, answer_words="", **BLANK)
    went = rows.filter(sender_id=who.organisation_id, sender_client_id=who.client_id)
    gone = came.filter(sender__isnull=True)
    return sent + int(gone.delete()[0]) + int(went.delete()[0])


def _attachments(who: Erasure) -> int:
    """The rows. Their files are let go of: the bytes go after the transaction, with those of other uploads."""
    theirs = models.Attachment.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    uploads = list(theirs.values_list("upload_id", flat=True))
    return int(theirs.delete()[0]) + received.let_go(who.organisation_id, uploads)


def _forget(who: Erasure) -> int:
    """What the index of words keeps of notes that are gone. They went before, so `who` says nothing here."""
    return textindex.forget(INDEX)


def register() -> None:
    covers = ("cases.Attendance", "cases.Activity", "cases.ActivityFunding")
    erasure.register(Store("attendances, and visits of theirs alone", covers, _attendances, order=40))
    erasure.register(Store("attached files", ("cases.Attachment",), _attachments, order=6))
    erasure.register(Store("what was sent about them", ("cases.IncomingReferral",), _incoming, order=7))
    erasure.register(Store("appointments", ("cases.Appointment", "cases.AlsoThere"), _appointments, order=8))
    for first, stores in ((10, BEFORE), (41, AFTER)):
        for order, (name, model) in enumerate(stores.items(), start=first):
            erasure.register(Store(name, (model._meta.label,), _theirs(model), order=order))
    erasure.register(Store("index of words", ("file:index of words",), _forget, after_commit=True, order=92))
