"""Who owes what of a return before its window closes, who was asked, and how completeness rose. Enter a scope first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject, Organisation
from cairn.access.permissions import Permission
from cairn.access.queries import names_of, system
from cairn.kernel import clock
from cairn.returns import finding, missing
from cairn.returns.missing import Lacking, Missing, Task
from cairn.returns.models import Nudge, Return

CHUNK = 500
#: Deeds that can bring what a record lacked. Visits and notes cannot.
MENDING = (
    "people.clients_added", "people.client_changed", "people.optional_answered", "cases.assessment_recorded",
    "cases.baseline_explained", "cases.referral_accepted", "cases.referral_closed", "cases.referral_withdrawn",
    "cases.referral_contacted", "cases.need_judged", "cases.need_changed", "cases.needs_checked",
    "cases.signposting_heard", "cases.outcome_recorded", "cases.outcome_set_aside", "cases.step_recorded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NudgeView:
    """Who was asked by whom, and for `what`. `is_empty`: nothing is left of what they were asked."""

    uid: str
    task: str
    to_uid: str
    to: str
    who: str
    words: str
    made_at: datetime
    done_at: datetime | None
    is_empty: bool
    what: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What one colleague owes; `uid` and `name` are "" where nobody in particular sees to these people."""

    uid: str
    name: str
    tasks: tuple[Task, ...]
    nudges: tuple[NudgeView, ...]

    @property
    def things(self) -> int:
        return sum(task.people for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Owing:
    """`rise`: for each day of the window, the percentage of people whose record was complete then, at least."""

    missing: Missing
    owed: tuple[Owed, ...]
    rise: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """A colleague's own nudge, on their Today."""

    uid: str
    return_uid: str
    contract_reference: str
    round_name: str
    closes_date: date
    task: str
    words: str
    what: str


def of(by: Actor, return_uid: str) -> Owing:
    """As the lead, of a return that is not sent. The colleague who owes most comes first. Raises NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    stands, complete = missing.standing(by, answer)
    nudges = _nudges(answer, stands.tasks)
    owners = {task.owner_uid for task in stands.tasks} | {one.to_uid for one in nudges}
    names = names_of(owners - {""})
    owed = [
        Owed(
            uid, names.get(uid, ""), tuple(task for task in stands.tasks if task.owner_uid == uid),
            tuple(one for one in nudges if one.to_uid == uid),
        )
        for uid in owners
    ]  # fmt: skip
    owed.sort(key=lambda one: (not one.name, -one.things, one.name))
    return Owing(stands, tuple(owed), _rise(by, answer, complete, stands.people))


def _nudges(answer: Return, tasks: Iterable[Task]) -> list[NudgeView]:
    rows = list(Nudge.objects.filter(answer=answer).order_by("-made_at", "-pk"))
    names = names_of({uid for row in rows for uid in (row.to_uid, row.made_by_uid)})
    left = {(task.key, task.owner_uid) for task in tasks}
    left |= {("", task.owner_uid) for task in tasks}
    return [
        NudgeView(
            str(row.uid), row.task, row.to_uid, names.get(row.to_uid, ""), names.get(row.made_by_uid, ""), row.words,
            row.made_at, row.done_at, (row.task, row.to_uid) not in left, _what(row),
        )
        for row in rows
    ]  # fmt: skip


def _rise(by: Actor, answer: Return, complete: frozenset[str], people: int) -> tuple[tuple[date, int], ...]:
    """A record that is complete now and was not worked on since a day was complete on that day already."""
    start, end = answer.round.opens_date, min(clock.today(), answer.round.closes_date)
    if not people or end < start:
        return ()
    last = _last_mended(by, complete, start)
    days = [start + timedelta(days=at) for at in range((end - start).days + 1)]
    return tuple((day, 100 * sum(last.get(uid, start) <= day for uid in complete) // people) for day in days)


def _last_mended(by: Actor, uids: frozenset[str], since: date) -> Mapping[str, date]:
    """The last day from `since` on which something that can complete a record was done to it."""
    midnight = datetime.combine(since, time.min, clock.LONDON)
    events = AuditEvent.objects.filter(organisation_id=by.organisation_id, type__in=MENDING, at__gte=midnight)
    at = dict(events.values_list("id", "at"))
    found: dict[str, date] = {}
    ids = sorted(at)
    for start in range(0, len(ids), CHUNK):
        about = AuditSubject.objects.filter(
            organisation_id=by.organisation_id, kind="client", event_id__in=ids[start : start + CHUNK]
        )
        for event, uid in about.values_list("event_id", "uid"):
            if uid in uids:
                found[uid] = max(found.get(uid, since), clock.london_date(at[event]))
    return found


def standing(by: Actor) -> tuple[Mine, ...]:
    """What colleagues ask of the actor, of returns that are not sent. One question."""
    rows = Nudge.objects.filter(
        organisation_id=by.organisation_id, to_uid=by.uid, done_at=None, answer__state__in=("open", "rejected")
    ).select_related("answer__round__contract")
    return tuple(_mine(row) for row in rows.order_by("answer__round__closes_date", "pk"))


def mine(by: Actor, nudge_uid: str) -> Nudge:
    """One's own nudge, whatever became of it. Raises NotFound."""
    rows = Nudge.objects.filter(organisation_id=by.organisation_id, to_uid=by.uid)
    row = rows.select_related("answer__round__contract").filter(uid=nudge_uid).first()
    if row is None:
        raise missing.NotFound(nudge_uid)
    found: Nudge = row
    return found


def lacking(by: Actor, nudge_uid: str) -> tuple[Nudge, tuple[Lacking, ...]]:
    """One's own nudge, and one's own people of whom it still holds: none are left when it is done, or the return is sent.
    The program finds them, for a worker may not read returns; nobody else's people are among them. Raises NotFound."""
    row = mine(by, nudge_uid)
    if row.answer.state not in ("open", "rejected"):
        return row, ()
    own = Organisation.objects.get(pk=by.organisation_id)
    return row, missing.left_of(by, system(own), row.answer, row.task)


def _what(row: Nudge) -> str:
    return missing.words_of(row.task)[0] if row.task else "What its records lack"


def _mine(row: Nudge) -> Mine:
    said = row.answer.round
    return Mine(
        str(row.uid), str(row.answer.uid), said.contract.reference, said.name, said.closes_date, row.task, row.words, _what(row)
    )  # fmt: skip
