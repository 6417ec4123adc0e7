"""Everything that happened to a return, step by step, for both its sides. Enter a scope first."""

from collections.abc import Iterator
from typing import Literal, cast

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject, Revision
from cairn.definitions import registry
from cairn.insight.labels import label_of
from cairn.returns import finding
from cairn.returns.models import Chase, FigureNote, Return, Submission
from cairn.returns.views import HistoryLine


def history(by: Actor, return_uid: str) -> tuple[HistoryLine, ...]:
    """The oldest first: asked after, sent, asked about, answered, decided, opened again. Six queries. Raises NotFound."""
    answer = finding.find(by, return_uid)
    sent = list(Submission.objects.filter(answer=answer).order_by("number"))
    lines = [line for one in sent for line in _submission(one)]
    lines += [*_reopened(answer), *_chased(answer), *_talked(answer, sent[-1] if sent else None)]
    return tuple(sorted(lines, key=lambda line: line.at))


def _submission(one: Submission) -> Iterator[HistoryLine]:
    yield HistoryLine(one.submitted_at, "submitted", "provider", one.number, one.sha256, "", one.is_late)
    if one.decided_at is not None:
        decision = cast(Literal["accepted", "rejected"], one.decision)
        yield HistoryLine(one.decided_at, decision, "commissioner", one.number, one.sha256, one.decision_reason)


def _reopened(answer: Return) -> Iterator[HistoryLine]:
    """From the commissioner's log of deeds: the return itself holds its last decision only."""
    log = {"organisation_id": answer.commissioner_id}
    about = AuditSubject.objects.filter(**log, kind="return", uid=str(answer.uid)).values("event_id")
    events = AuditEvent.objects.filter(**log, pk__in=about, type="returns.reopened")
    at = dict(events.values_list("pk", "at"))
    reasons: dict[int, str] = {}
    for event, payload in Revision.objects.filter(event_id__in=at).values_list("event_id", "payload"):
        for change in payload or ():
            if change.get("model") == "returns.Return" and change.get("after"):
                reasons[event] = change["after"].get("decision_reason", "")
    for event, when in at.items():
        yield HistoryLine(when, "reopened", "commissioner", 0, "", reasons.get(event, ""))


def _chased(answer: Return) -> Iterator[HistoryLine]:
    for at, words in Chase.objects.filter(answer=answer).values_list("made_at", "words"):
        yield HistoryLine(at, "chased", "commissioner", 0, "", words)


def _talked(answer: Return, last: Submission | None) -> Iterator[HistoryLine]:
    """Questions, their answers, and that they were settled."""
    for note in FigureNote.objects.filter(answer=answer, kind__in=("query", "answer")):
        about = _figure(note, last)
        if note.kind == "query":
            yield HistoryLine(note.made_at, "asked", "commissioner", 0, "", note.words, about=about)
            if note.settled_at is not None:
                yield HistoryLine(note.settled_at, "settled", "commissioner", 0, "", "", about=about)
        else:
            yield HistoryLine(note.made_at, "answered", "provider", 0, "", note.words, about=about)


def _figure(note: FigureNote, last: Submission | None) -> str:
    """The figure's name at the version that was sent."""
    figures = last.figures if last else []
    sent = next((one for one in figures if (one["measure"], one["code"]) == (note.measure, note.code)), None)
    label = registry.get("measure", note.measure, sent["version"] if sent else None).label
    dimension, _, code = note.code.partition("=")
    part = (sent["label"] if sent else label_of(dimension, code)) if note.code else ""
    return f"{label}: {part}" if part else label
