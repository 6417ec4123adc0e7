"""Tell people of other services, or pass their details there; and note what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules, signposting
from cairn.cases.models import IncomingReferral, Need, Signposting
from cairn.cases.queries.base import get
from cairn.cases.signposting import Line
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.people import consents
from cairn.people.models import Client
from cairn.services.models import DirectoryEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignposting:
    """`kind` is a code of `signposting_kind`. To whom: `entry_uid` of the directory, or `to_words`. `need_uid` where it was
    for one need. Without a date, today. `agreed`: the person said yes to their details going there; asked for only where
    they go, and where no consent of theirs to passing on stands."""

    client_uid: str
    kind: str = signposting.TOLD
    entry_uid: str | None = None
    to_words: str = ""
    need_uid: str | None = None
    made_date: date | None = None
    ask_again_date: date | None = None
    words: str = ""
    agreed: bool = False
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of a line: `result` a code of `signposting_result`, today where no date is given. `ask_again_date`: when to
    ask again, where there is more to hear. `version` as the screen saw it."""

    signposting_uid: str
    result: str
    result_date: date | None = None
    ask_again_date: date | None = None
    words: str | None = None
    version: int | None = None


def make(*, by: Actor, signpostings: Sequence[NewSignposting]) -> Done[Signposting]:
    """Note where people were sent, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _make(by, signpostings))


def _make(by: Actor, new: Sequence[NewSignposting]) -> Done[Signposting]:
    uids = [one.uid for one in new]
    known, taken = loading.mine(Signposting, by, uids), loading.taken(Signposting, by, uids)
    lines, problems = _lines(by, new)
    for row, (one, line) in enumerate(zip(new, lines, strict=True)):
        problems += checks.sender_uid(one.uid, taken, row)
        if line is not None and known.of(one.uid) is None:
            problems += signposting.problems_of(line, clock.today(), row) + _consent_problems(by, one, line, row)
    refuse_if(problems)
    made, rows, warnings = once(new, known, lambda at, _: signposting.row_of(by, lines[at]))  # type: ignore[arg-type]
    with deed("cases.signposted", by=by) as this:
        this.create_many(made)
    return Done(rows, warnings, this.uid if made else "")


def _lines(by: Actor, new: Sequence[NewSignposting]) -> tuple[list[Line | None], list[Problem]]:
    """Each with the rows that it names; None where the person is nobody's here."""
    clients = loading.mine(Client, by, (one.client_uid for one in new))
    needs = loading.mine(Need, by, (one.need_uid for one in new), "episode")
    entries = loading.mine(DirectoryEntry, by, (one.entry_uid for one in new))
    lines: list[Line | None] = []
    problems: list[Problem] = []
    for row, one in enumerate(new):
        client, need, entry = clients.of(one.client_uid), needs.of(one.need_uid), entries.of(one.entry_uid)
        if client is None or client.merged_into_id is not None:
            problems.append(rules.unknown("person", "client_uid", row))
        if one.need_uid and (need is None or client is None or need.client_id != client.pk):
            problems.append(rules.unknown("need", "need_uid", row))
        if one.entry_uid and entry is None:
            problems.append(rules.unknown("service of the directory", "entry_uid", row))
        lines.append(client and _line(one, client, need, entry))
    return lines, problems


def _line(one: NewSignposting, client: Any, need: Any, entry: Any) -> Line:
    return Line(
        client=client, kind=one.kind, made_date=one.made_date or clock.today(), need=need, entry=entry,
        to_words="" if entry else one.to_words, ask_again_date=one.ask_again_date, words=one.words,
        uid=loading.canonical(one.uid) if one.uid else None,
    )  # fmt: skip


def _consent_problems(by: Actor, one: NewSignposting, line: Line, row: int) -> list[Problem]:
    if line.kind != signposting.PASSED_ON or one.agreed or consents.allows(by, line.client, "pass_on"):
        return []
    fix = "Ask them first. Without their yes, tell them of the service, and let them go there themselves."
    message = "Their details go nowhere without their yes."
    return [Problem("signposting.consent", message, fix, field="agreed", row=row)]


def hear(*, by: Actor, heard: Sequence[Heard]) -> Done[Signposting]:
    """Note what came of being sent on. What another organisation on this Cairn answered stands as it is. Raises Refused and
    Conflict."""
    by.require(Permission.RECORD)
    rows = loading.mine(Signposting, by, (one.signposting_uid for one in heard))
    today, problems = clock.today(), []
    for at, one in enumerate(heard):
        if (row := rows.of(one.signposting_uid)) is None:
            problems.append(rules.unknown("line", "signposting_uid", at))
            continue
        problems += signposting.result_problems(row, one.result, one.result_date, today, at)
        problems += signposting.ask_again_problems(one.ask_again_date, row.made_date, at)
    refuse_if([*problems, *_answered_there(rows.values())])
    with deed("cases.signposting_heard", by=by) as this:
        done = [_hear(this, at_version(rows.of(one.signposting_uid), one.version), one) for one in heard]
    return Done(tuple(done), (), this.uid)


def _hear(this: Any, row: Any, one: Heard) -> Signposting:
    words = {} if one.words is None else {"words": one.words.strip()}
    day = one.result_date or clock.today()
    return signposting.answered(this, row, one.result, day, ask_again_date=one.ask_again_date, **words)


def remove(*, by: Actor, signposting_uid: object) -> Done[Signposting]:
    """Take out a line that was noted by mistake. What went to another organisation on this Cairn is withdrawn, not taken
    out. Raises Refused and NotFound."""
    by.require(Permission.RECORD)
    row = get(by, Signposting, signposting_uid)
    refuse_if(_answered_there([row]))
    with deed("cases.signposting_removed", by=by) as this:
        this.delete(row)
    return Done((row,), (), this.uid)


def _answered_there(rows: Any) -> list[Problem]:
    """Lines of what was sent on this Cairn tell what the other organisation answers, and nothing else."""
    if not IncomingReferral.objects.filter(signposting__in=[row.pk for row in rows]).exists():
        return []
    fix = "Open what was sent: what comes of it stands there."
    return [Problem("signposting.on_cairn", "This went to an organisation on this Cairn, which answers itself.", fix)]


__all__ = ["Heard", "NewSignposting", "Refused", "hear", "make", "remove"]
