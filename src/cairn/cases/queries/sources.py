"""Where the line of one person's life here is read from: one source for each kind of thing that happens.

A source says what it reads, on which date it stands, and where among the things of one day (`rank`: a referral comes
before the support that it led to, and that before the first visit).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases import models
from cairn.cases.queries import concerns, safeguarding
from cairn.cases.queries.attachments import readable as files_readable
from cairn.cases.queries.base import visible_to
from cairn.cases.queries.notes import readable
from cairn.definitions import registry
from cairn.frameworks.outcomes import labels as outcome_labels
from cairn.people import queries as people
from cairn.people.models import Consent, DatedStatus, RelatedPerson
from cairn.people.rules import STATUS_KINDS

#: what a reader may ask for; each source answers to one. `concern` is for those who may know of concerns, and only when
#: it is asked for by name: a printed line goes to meetings.
KINDS = ("visit", "step", "outcome", "need", "goal", "reading", "note", "appointment", "case", "life", "concern")


ALL = Q()


@dataclass(frozen=True, slots=True)
class Source:
    """`facts` are the fields read, by the name that an entry has for them; `text` those among which words are sought;
    `coded` fields whose code stands for words, with the code list. `nested`: shown within its visit, where it had one.
    `episode` is the path to the episode; "" where it belongs to none."""

    what: str
    kind: str
    rank: int
    model: Any
    date: str
    facts: Mapping[str, Any]
    where: Q = ALL
    text: tuple[str, ...] = ()
    coded: Mapping[str, str] = field(default_factory=dict)
    episode: str = "episode"
    nested: bool = False
    rows: Callable[[Actor], "QuerySet[Any]"] | None = None

    def visible(self, by: Actor) -> "QuerySet[Any]":
        return self.rows(by) if self.rows else visible_to(by, self.model)


def passed_on(by: Actor) -> "QuerySet[Any]":
    """What the actor's organisation sent to others on this Cairn, as lines of its own person."""
    rows = models.IncomingReferral.objects.filter(sender_id=by.organisation_id).annotate(client=F("sender_client_id"))
    return rows if by.may(Permission.READ_CLIENTS) else rows.none()


_SENT = {"name": "service__name", "uid": "uid", "other": "organisation__name"}
_NAMED = {"name": "service__name", "worker": "worker_uid"}
_OF_SERVICE = ("service__name",)
_NEED = {"code": "need", "uid": "uid"}
#: what went to another organisation on this Cairn has a line of its own
_TOLD = Q(sent_as__isnull=True)
_JUDGED_LATER = ~Q(judged_date=F("need__presented_date"), state="unmet")

SOURCES: tuple[Source, ...] = (
    Source("referral_received", "case", 10, models.Referral, "received_date",
           {"name": "service__name", "uid": "uid", "state": "kind", "words": "source"}, text=(*_OF_SERVICE, "source"),
           coded={"kind": "referral_kind"}, episode="episode"),
    Source("referral_decided", "case", 12, models.Referral, "decided_date",
           {"name": "service__name", "uid": "uid", "state": "state", "code": "unsuccessful_reason"},
           where=~Q(state="pending"), text=_OF_SERVICE,
           coded={"state": "referral_state", "unsuccessful_reason": "unsuccessful_reason"}, episode="episode"),
    Source("passed_on", "case", 16, models.IncomingReferral, "received_date", _SENT, text=("service__name",), episode="",
           rows=passed_on),
    Source("passed_on_answered", "case", 17, models.IncomingReferral, "answered_date",
           {**_SENT, "state": "state", "code": "answer_reason", "words": "answer_words"},
           where=Q(answered_date__isnull=False), text=("service__name", "answer_words"),
           coded={"state": "incoming_state"}, episode="", rows=passed_on),
    Source("episode_began", "case", 14, models.Episode, "start_date", {**_NAMED, "uid": "uid"},
           text=_OF_SERVICE, episode="pk"),
    Source("need_presented", "need", 20, models.Need, "presented_date", {**_NEED, "state": "can_meet"},
           coded={"need": "needs"}),
    Source("needs_checked", "need", 22, models.NeedsCheck, "check_date", {"state": "answered_by", "answers": "answers"}),
    Source("status", "life", 24, DatedStatus, "start_date", {"code": "kind", "state": "code"},
           coded={"kind": "statuses"}, episode="", rows=people.readable_statuses),
    Source("circle_joined", "life", 26, RelatedPerson, "added_date",
           {"name": "name", "state": "relation", "other": "other__name"}, text=("name", "other__name"),
           coded={"relation": "relation"}, episode=""),
    Source("circle_left", "life", 27, RelatedPerson, "ended_date",
           {"name": "name", "state": "relation", "other": "other__name"}, where=Q(ended_date__isnull=False),
           text=("name", "other__name"), coded={"relation": "relation"}, episode=""),
    Source("consent", "life", 28, Consent, "start_date",
           {"code": "purpose", "state": "state", "name": "recipient__name", "words": "words"}, text=("words",),
           coded={"purpose": "consent_purpose", "state": "consent_state"}, episode=""),
    Source("seen_otherwise", "life", 29, models.Disagreement, "made_date",
           {"code": "about", "words": "words"}, where=Q(taken_back_date__isnull=True),
           text=("words",), coded={"about": "disagreement_about"}, episode=""),
    Source("level_set", "life", 18, models.EpisodeLevel, "start_date",
           {"name": "level__name", "words": "episode__service__name"}, text=("level__name",)),
    Source("blocked", "life", 33, models.MoveOnBlock, "start_date", {"code": "cause", "words": "words"}, text=("words",),
           coded={"cause": "move_on_cause"}),
    Source("unblocked", "life", 34, models.MoveOnBlock, "end_date", {"code": "cause"},
           where=Q(end_date__isnull=False), coded={"cause": "move_on_cause"}),
    Source("carers_assessed", "life", 36, models.CarersAssessment, "assessment_date",
           {"code": "kind", "state": "state", "worker": "worker_uid", "words": "words"}, text=("words",),
           coded={"kind": "carers_assessment_kind", "state": "carers_assessment_state"}),
    Source("goal_set", "goal", 30, models.Goal, "start_date", {"name": "words", "uid": "uid"},
           text=("words", "first_step")),
    Source("plan_made", "goal", 32, models.SupportPlan, "plan_date", {"state": "agreed", "uid": "uid"},
           text=("matters", "helps"), coded={"agreed": "plan_agreed"}),
    Source("appointment", "appointment", 40, models.Appointment, "planned_date",
           {"state": "state", "name": "activity_type__name", "worker": "worker_uid"},
           where=Q(state__in=("missed", "cancelled")), text=("activity_type__name",), coded={"state": "appointment_state"}),
    Source("visit", "visit", 50, models.Attendance, "activity_date",
           {"activity": "activity_id", "uid": "activity__uid", "name": "activity__activity_type__name",
            "minutes": "activity__minutes", "worker": "activity__worker_uid", "state": "state",
            "service": "activity__service__name"},
           text=("activity__activity_type__name",), coded={"state": "attendance_state"}),
    Source("step", "step", 52, models.StepRecord, "step_date",
           {"name": "rung__label", "ladder": "rung__ladder__name", "state": "state", "later": "is_added_later"},
           text=("rung__label", "rung__ladder__name"), coded={"state": "step_state"}, nested=True),
    Source("outcome", "outcome", 54, models.OutcomeRecord, "outcome_date",
           {"framework": "framework", "code": "outcome", "reached": "is_reached", "later": "is_added_later"},
           coded={"outcome": "outcomes"}, nested=True),
    Source("reading", "reading", 56, models.Assessment, "assessed_date",
           {"scale": "scale", "version": "scale_version", "state": "stage", "rater": "rater", "total": "total",
            "metric": "metric", "reason": "reason", "uid": "uid", "episode": "episode_id", "answers": "answers"},
           coded={"scale": "scales", "stage": "assessment_stage"}),
    Source("need_judged", "need", 60, models.NeedJudgement, "judged_date",
           {"code": "need__need", "uid": "need__uid", "state": "state", "judged_by": "judged_by"}, where=_JUDGED_LATER,
           coded={"need__need": "needs", "state": "need_state"}, episode="need__episode"),
    Source("signposted", "need", 62, models.Signposting, "made_date",
           {"code": "need__need", "state": "kind", "name": "entry__name", "words": "to_words", "worker": "worker_uid",
            "uid": "uid"},
           where=_TOLD, text=("to_words", "entry__name"), coded={"need__need": "needs", "kind": "signposting_kind"}),
    Source("signposting_heard", "need", 63, models.Signposting, "result_date",
           {"state": "result", "name": "entry__name", "words": "to_words", "uid": "uid"},
           where=_TOLD & Q(result_date__isnull=False), text=("to_words", "entry__name"),
           coded={"result": "signposting_result"}),
    Source("set_aside", "outcome", 64, models.OutcomeSetAside, "start_date",
           {"framework": "framework", "code": "outcome", "state": "decided_by", "words": "reason"}, text=("reason",),
           coded={"outcome": "outcomes"}),
    Source("taken_up", "outcome", 66, models.OutcomeSetAside, "end_date",
           {"framework": "framework", "code": "outcome"}, where=Q(end_date__isnull=False), coded={"outcome": "outcomes"}),
    Source("note", "note", 70, models.Note, "note_date",
           {"words": "text", "worker": "author_uid", "to": "to_uid", "state": "kind", "restricted": "is_restricted",
            "uid": "uid"},
           text=("text",), coded={"kind": "note_kind"}, nested=True, rows=readable),
    Source("file_added", "note", 72, models.Attachment, "added_date",
           {"name": "name", "words": "words", "worker": "author_uid", "restricted": "is_restricted", "uid": "uid"},
           text=("name", "words"), episode="", rows=files_readable),
    Source("goal_ended", "goal", 74, models.Goal, "end_date", {"name": "words", "uid": "uid", "state": "state"},
           where=Q(end_date__isnull=False), text=("words",), coded={"state": "goal_state"}),
    Source("concern_raised", "concern", 80, models.Concern, "raised_date", {"state": "kind", "uid": "uid"},
           coded={"kind": "concern_kind"}, episode="", rows=concerns.readable),
    Source("concern_closed", "concern", 82, models.Concern, "closed_date", {"state": "kind", "uid": "uid"},
           where=Q(closed_date__isnull=False), coded={"kind": "concern_kind"}, episode="", rows=concerns.readable),
    Source("safeguarding_made", "concern", 84, models.SafeguardingReferral, "made_date",
           {"code": "body", "state": "outcome", "worker": "made_by_uid", "uid": "uid"},
           coded={"body": "safeguarding_body", "outcome": "safeguarding_outcome"}, episode="", rows=safeguarding.readable),
    Source("episode_ended", "case", 90, models.Episode, "end_date",
           {"name": "service__name", "state": "closure_reason", "uid": "uid"}, where=Q(end_date__isnull=False),
           text=_OF_SERVICE, coded={"closure_reason": "closure_reason"}, episode="pk"),
)  # fmt: skip


def codes_with(list_id: str, words: str) -> list[str]:
    """The codes of a list whose labels have the words in them; `needs`, `scales`, `outcomes` and `statuses` are lists too."""
    folded = words.casefold()
    return [code for code, label in _labels(list_id) if folded in label.casefold()]


def _labels(list_id: str) -> list[tuple[str, str]]:
    if list_id == "needs":
        return [(need.id, need.label) for need in registry.get("needs", "common").needs]
    if list_id == "scales":
        return [(one.id, f"{one.label} {one.short_label}") for one in registry.all("scale")]
    if list_id == "outcomes":
        return [pair for one in registry.all("framework") for pair in outcome_labels(one.id).items()]
    if list_id == "statuses":
        return [(one, registry.get("codes", one).label) for one in STATUS_KINDS]
    return [(entry.code, entry.label) for entry in registry.get("codes", list_id).entries]
