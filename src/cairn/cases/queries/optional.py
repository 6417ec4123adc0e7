"""The optional questions that a person's services ask, with why they ask, and what was answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.models import Referral
from cairn.cases.queries.base import visible_to
from cairn.people import queries as people
from cairn.people.models import Communication, OptionalAnswer
from cairn.people.queries import StatusView
from cairn.people.rules_optional import NO_ANSWER, Question
from cairn.services import asking


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one service asks."""

    service: str
    words: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question with its reasons and how it was answered: `codes` of the question's list, `(\"not_asked\",)` where nobody
    has asked. `reasons` is empty for an answer that no service of theirs asks for now."""

    question: Question
    reasons: tuple[Reason, ...]
    codes: tuple[str, ...]
    words: str
    answered_date: dt.date | None

    @property
    def label(self) -> str:
        """The answer as it is read."""
        labels = {entry.code: entry.label for entry in self.question.entries}
        return ", ".join(labels.get(code, code) for code in self.codes)

    @property
    def is_open(self) -> bool:
        """Whether nobody has asked; not known and refused are answers."""
        return self.codes == (NO_ANSWER,)

    @property
    def is_missing(self) -> bool:
        return self.question.is_missing(self.codes)


@dataclass(frozen=True, slots=True)
class Known:
    """What a page has read of a person already: their statuses, and the code of whether they need an interpreter."""

    statuses: Sequence[StatusView]
    interpreter: str


def asked_of(by: Actor, person: Any, already: Known | None = None) -> tuple[AskedView, ...]:
    """What the services of a person ask: those they are with, and those that have a referral of theirs waiting. In at most
    five small queries, three where the rest is known `already`. A question that the actor may not read is not there."""
    services = _services(by, person)
    asked = asking.questions_of(by, services) if services else ()
    known = people.optional_questions(by)
    reasons: dict[str, list[Reason]] = {}
    for one in asked:
        if one.question in known:
            reasons.setdefault(one.question, []).append(Reason(one.service, one.reason))
    told = _told(by, person, set(reasons), already)
    return tuple(_view(known[id], tuple(why), told.get(id)) for id, why in reasons.items())


Told = tuple[tuple[str, ...], str, dt.date | None]


def _services(by: Actor, person: Any) -> set[Any]:
    """Whom they are with, and who has a referral of theirs waiting."""
    running = visible_to(by).filter(client=person, end_date__isnull=True).order_by()
    waiting = visible_to(by, Referral).filter(client=person, state="pending").order_by()
    return set(running.values_list("service__uid", flat=True).union(waiting.values_list("service__uid", flat=True)))


def _told(by: Actor, person: Any, wanted: set[str], already: Known | None) -> dict[str, Told]:
    """What was answered, wherever it is kept."""
    found: dict[str, Told] = {}
    rows = OptionalAnswer.objects.filter(organisation_id=by.organisation_id, client=person, question__in=wanted)
    for row in rows:
        found[row.question] = tuple(row.codes), row.words, row.answered_date
    for status in _statuses(by, person, already) if wanted & {"employment", "immigration"} else ():
        if status.end_date is None:
            found[status.kind] = (status.code,), "", status.start_date
    if "interpreter" in wanted:
        found["interpreter"] = (already.interpreter if already else _interpreter(by, person),), "", None
    return found


def _statuses(by: Actor, person: Any, already: Known | None) -> Sequence[StatusView]:
    return already.statuses if already else people.statuses(by, person)


def _interpreter(by: Actor, person: Any) -> str:
    spoken = Communication.objects.filter(organisation_id=by.organisation_id, client=person).first()
    return spoken.interpreter if spoken else NO_ANSWER


def _view(question: Question, reasons: tuple[Reason, ...], told: Told | None) -> AskedView:
    codes, words, day = told or ((NO_ANSWER,), "", None)
    return AskedView(question, reasons, codes or (NO_ANSWER,), words, day)
