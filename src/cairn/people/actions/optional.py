"""Record what a person answers to the optional questions that their services ask: the one way to write such an answer,
for a worker's form and for what a person answers alone.

Whether a service of theirs asks a question is not looked at here (`cases.queries.optional.asked_of` says it): an answer
that somebody gave stays true when the service stops asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import queries, rules, rules_optional
from cairn.people.models import Client, Communication, DatedStatus, OptionalAnswer
from cairn.people.rules_optional import NO_ANSWER, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOptionalAnswer:
    """What a person answers to one question (an id of `rules_optional.QUESTIONS`): codes of the list of that name, one or,
    where the question takes several, more. No code at all, or `not_asked`, takes an answer away. `words` only where one of
    the codes is `other`. `answered_by` is a code of `judged_by`. Without a date, today."""

    client_uid: str
    question: str
    codes: Sequence[str] = ()
    words: str = ""
    answered_by: str = "together"
    answered_date: date | None = None


def answer(*, by: Actor, answers: Sequence[NewOptionalAnswer]) -> Done[Client]:
    """Record answers, all or none; each replaces the one before it. Returns the client of each answer.

    Employment and immigration status become dated statuses from the day of the answer, the interpreter goes to how to
    speak with the person. A question that the actor may not read does not exist for them. Problems stand at the question's
    id. Raises Refused and queries.NotFound."""
    by.require(Permission.RECORD)
    try:
        return _answer(by, answers)
    except IntegrityError:  # somebody else was first with the same answer: it is there to be changed now
        return _answer(by, answers)


def _answer(by: Actor, answers: Sequence[NewOptionalAnswer]) -> Done[Client]:
    people = queries.by_uids(by, [new.client_uid for new in answers])
    settled, problems = [], []
    for row, (person, new) in enumerate(zip(people, answers, strict=True)):
        question = queries.optional_questions(by).get(new.question)
        if question is None:
            fix = "Choose one of the questions that your service asks."
            problems.append(Problem("optional.question", "This question is not known.", fix, field="question", row=row))
            continue
        one = _settled(new, question)
        problems += _problems(person, question, one, row)
        settled.append((person, question, one))
    refuse_if(problems)
    with deed("people.optional_answered", by=by) as this:
        for person, question, one in settled:
            _write(this, person, question, one)
    return Done(tuple(people), (), this.uid)


def _settled(new: NewOptionalAnswer, question: Question) -> NewOptionalAnswer:
    codes = rules_optional.settle(question, new.codes)
    return replace(
        new, codes=codes, words=" ".join(new.words.split()), answered_date=new.answered_date or clock.today()
    )


def _problems(person: Client, question: Question, new: NewOptionalAnswer, row: int) -> list[Problem]:
    found = rules_optional.problems_of(question, new.codes, new.words, new.answered_by, row)
    day = new.answered_date
    assert day is not None  # settled
    age = None if new.codes == (NO_ANSWER,) else rules.age_on(person, day)
    return found + rules_optional.day_problems(question, day, clock.today(), person.birth_date, age, row)


def _write(this: Deed, person: Client, question: Question, new: NewOptionalAnswer) -> None:
    {"answer": _keep, "status": _keep_status, "communication": _keep_spoken}[question.kept](this, person, new)


def _keep(this: Deed, person: Client, new: NewOptionalAnswer) -> None:
    row = OptionalAnswer.objects.filter(client=person, question=new.question).first()
    if list(new.codes) == [NO_ANSWER]:
        if row is not None:
            this.delete(row)
        return
    said: Mapping[str, Any] = {
        "codes": list(new.codes),
        "words": new.words,
        "answered_date": new.answered_date,
        "answered_by": new.answered_by,
    }
    if row is not None:
        this.update(row, **said)
    else:
        this.create(
            OptionalAnswer(organisation_id=person.organisation_id, client=person, question=new.question, **said)
        )


def _keep_status(this: Deed, person: Client, new: NewOptionalAnswer) -> None:
    """A new entry from the day of the answer; what stands so already is not written again, what was said earlier that day
    is put right. An answer cannot be taken away here: an entry is removed on the page of how life stands."""
    (code,) = new.codes
    if code == NO_ANSWER:
        return
    until = DatedStatus.objects.filter(client=person, kind=new.question, start_date__lte=new.answered_date)
    stands = until.order_by("-start_date").first()
    if stands is not None and (stands.code == code or stands.start_date == new.answered_date):
        this.update(stands, code=code)
        return
    told: dict[str, Any] = {"kind": new.question, "code": code, "start_date": new.answered_date}
    this.create(DatedStatus(organisation_id=person.organisation_id, client=person, **told))


def _keep_spoken(this: Deed, person: Client, new: NewOptionalAnswer) -> None:
    (code,) = new.codes
    row = Communication.objects.filter(client=person).first()
    if row is not None:
        this.update(row, interpreter=code)
    elif code != NO_ANSWER:
        this.create(Communication(organisation_id=person.organisation_id, client=person, interpreter=code))
