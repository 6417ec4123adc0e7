"""Pass somebody on to another organisation on this Cairn, take that back while it waits, and learn what came of it.

What is sent is written to the other's queue in the sender's own deed; the sender's log never holds what the other answers
with but its state, and the other's log nothing of the sender's."""

from dataclasses import replace
from typing import Any

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, system
from cairn.cases import answering, checks, loading, passing, receiving, signposting
from cairn.cases.models import IncomingReferral, Signposting
from cairn.cases.passing import NewPassingOn
from cairn.cases.rules_incoming import BLANK, WAITING, WITHDRAWN
from cairn.cases.writers import at_most_twice, at_version
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.people import around, consents, queries
from cairn.people.consents import NewConsent
from cairn.services import doors

__all__ = ["NewPassingOn", "learn", "send", "withdraw"]


def send(*, by: Actor, new: NewPassingOn) -> Done[IncomingReferral]:
    """Send somebody on: their consent, what was chosen, and a line of where they were sent, as one deed. One that was sent
    before is given back, with a warning. Raises Refused, NotFound."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _send(by, new))


def _send(by: Actor, new: NewPassingOn) -> Done[IncomingReferral]:
    if (before := _sent(by, new.uid)) is not None:
        return Done((before,), (checks.already(0),))
    person = queries.get(by, new.client_uid)
    service, door = doors.door(by, new.service_uid)
    speaking = around.around(by, person).speaking
    ours = Organisation.objects.get(pk=by.organisation_id)
    landing = passing.sent(by, ours.name, new, person, speaking)
    said = _consent(new, person, door)
    taken = loading.taken(IncomingReferral, by, [new.uid])
    refuse_if([
        *passing.problems_of(new, landing, passing.held(person, speaking)), *checks.sender_uid(new.uid, taken, None),
        *(_consent_problems(by, said, person) if new.agreed else ()), *_waiting_already(by, person, service),
    ])  # fmt: skip
    with deed("cases.passed_on", by=by) as this:
        consents.write(this, [said], [person])
        line = this.create(_line(by, person, door))
        sent = {"sender_id": by.organisation_id, "sender_client": person, "signposting": line}
        row = this.create(receiving.row_of(landing, service, **sent))
    return Done((row,), (), this.uid)


def _consent(new: NewPassingOn, person: Any, door: doors.Door) -> NewConsent:
    return NewConsent(
        client_uid=str(person.uid), purpose="pass_on", state="given", how=new.how, recipient_uid=door.organisation_uid,
        words=new.consent_words,
    )  # fmt: skip


def _consent_problems(by: Actor, said: NewConsent, person: Any) -> list[Problem]:
    fields = {"words": "consent_words"}
    wrong = consents.problems_of(by, [said], [person])
    return [replace(one, row=None, field=fields.get(one.field, one.field)) for one in wrong]


def _line(by: Actor, person: Any, door: doors.Door) -> Signposting:
    to = f"{door.service}, {door.organisation}"
    line = signposting.Line(client=person, kind=signposting.PASSED_ON, made_date=clock.today(), to_words=to)
    return signposting.row_of(by, line)


def _waiting_already(by: Actor, person: Any, service: Any) -> list[Problem]:
    rows = IncomingReferral.objects.filter(sender_id=by.organisation_id, sender_client=person, service=service)
    if not rows.filter(state=WAITING).exists():
        return []
    fix = "Wait for their answer, or withdraw the first."
    return [Problem("passing_on.waiting", "A referral of this person waits there already.", fix)]


def withdraw(*, by: Actor, uid: object, version: int | None = None) -> Done[IncomingReferral]:
    """Take back what was sent while nobody has answered it: the other keeps that something was withdrawn, and no word of
    what it was. Raises Refused, Conflict, NotFound."""
    by.require(Permission.RECORD)
    row = _sent(by, uid)
    if row is None:
        raise NotFound("nothing was sent so")
    if row.state != WAITING:
        fix = "Read their answer; speak with them if it is to be stopped."
        raise Refused([Problem("passing_on.answered", "They have answered already.", fix)])
    with deed("cases.passing_on_withdrawn", by=by) as this:
        at_version(row, version)
        this.update(row, state=WITHDRAWN, answered_date=clock.today(), **BLANK)
        _note(this, row)
        this.about("client", row.sender_client.uid)
    return Done((row,), (), this.uid)


def learn(*, by: Actor) -> Done[Signposting]:
    """Note with each line of where people were sent what came of it, where another organisation has answered since. What
    somebody noted by hand stands until there is an answer."""
    by.require(Permission.RECORD)
    answered = Q()
    for state, result in RESULTS.items():
        answered |= Q(state=state) & ~Q(signposting__result=result)
    rows = IncomingReferral.objects.filter(answered, sender_id=by.organisation_id, signposting__isnull=False)
    late = list(rows.select_related("signposting")[:MOST])
    with deed("cases.passing_on_answered", by=by) as this:
        told = tuple(_note(this, row) for row in late)
    return Done(told, (), this.uid if told else "")


MOST = 500  # answers in one deed; the next time takes the rest
#: what a state at the other's door says of where somebody was sent: a code of `signposting_result`
RESULTS = {
    "accepted": "started",
    "not_for_us": "turned_away",
    "withdrawn": "not_known",
    "not_a_referral": "turned_away",
}


def _note(this: Deed, row: Any) -> Signposting:
    return signposting.answered(this, row.signposting, RESULTS[row.state], row.answered_date)


def _sent(by: Actor, uid: object) -> Any:
    key = loading.canonical(uid)
    rows = IncomingReferral.objects.filter(sender_id=by.organisation_id).select_related("signposting", "sender_client")
    return rows.filter(uid=key).first() if key else None


def register() -> None:
    jobs.register(answering.JOB, _carry_home)


def _carry_home(job: Job, progress: jobs.Progress) -> str:
    told = learn(by=system(Organisation.objects.get(pk=job.organisation_id)))
    return f"{len(told.items)} answers were noted."
