"""How long a recipient may keep what it received, and what is due to be deleted."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.models import Agreement
from cairn.contracts.rules import SHAREABLE
from cairn.kernel import clock
from cairn.returns import reading
from cairn.returns.individual.columns import KINDS
from cairn.returns.models import Submission, SubmissionRow
from cairn.returns.reading import Readable


@dataclass(frozen=True, slots=True)
class Due:
    """Of one submission what is due to be deleted. `is_whole`: all its rows; else these columns, (table, name), of these
    `fields`, and the rows of these `tables` that stand behind no figure: because each was to be kept for a shorter time,
    or was struck. `since` is the day it fell due."""

    submission_uid: str
    return_uid: str
    contract_reference: str
    contract_title: str
    provider_name: str
    round_name: str
    sent: date
    since: date
    rows: int
    is_whole: bool
    fields: tuple[str, ...] = ()
    columns: frozenset[tuple[str, str]] = frozenset()
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when the rows of a submission are kept."""

    submission_uid: str
    contract_reference: str
    provider_name: str
    round_name: str
    until: date
    rows: int


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due(by: Actor) -> tuple[Due, ...]:
    """What the actor's organisation received and may keep no longer, the longest due first."""
    return tuple(sorted(_due(by), key=lambda one: (one.since, one.contract_reference, one.round_name)))


def kept(by: Actor) -> tuple[Kept, ...]:
    """What it may keep, what falls due next first."""
    today, found = clock.today(), []
    for one, agreement, rows in _held(by):
        until = months_after(clock.london_date(one.submitted_at), agreement.retention_months)
        if until >= today:
            said = one.answer.round
            found.append(Kept(str(one.uid), said.contract.reference, one.provider.name, said.name, until, rows))
    return tuple(sorted(found, key=lambda each: each.until))


def _held(by: Actor) -> Iterator[tuple[Submission, Agreement, int]]:
    """Submissions with rows that are not empty, each with the agreement under which it was sent, and how many rows."""
    by.require(Permission.MANAGE_CONTRACTS)
    rows = SubmissionRow.objects.filter(commissioner_id=by.organisation_id, shared__isnull=False)
    counts = dict(rows.order_by().values_list("submission_id").annotate(Count("pk")))
    agreements: dict[int, list[Agreement]] = {}
    for row in Agreement.objects.filter(commissioner_id=by.organisation_id).prefetch_related("fields"):
        agreements.setdefault(row.contract_id, []).append(row)
    sent = Submission.objects.filter(commissioner_id=by.organisation_id, pk__in=list(counts))
    for one in sent.select_related("answer__round__contract", "provider"):
        on = clock.london_date(one.submitted_at)
        agreement = contracts.governing(agreements.get(one.answer.round.contract_id, []), on)
        if agreement is not None:
            yield one, agreement, counts[one.pk]


def _due(by: Actor) -> Iterator[Due]:
    today = clock.today()
    readable = reading.of_contracts(by.organisation_id)
    for one, agreement, rows in _held(by):
        sent = clock.london_date(one.submitted_at)
        until = months_after(sent, agreement.retention_months)
        if until < today:
            yield _of(one, until, rows)
            continue
        now = readable.get(one.answer.round.contract_id, reading.NOTHING)
        gone = _fields(one, agreement, sent, today, now)
        if not gone:
            continue
        columns, tables = _columns(one, gone, now), _tables(one, gone)
        names = {field: day for field, day in gone.items() if _stands(field, columns, tables)}
        if names:
            due = _of(one, min(names.values()), rows)
            yield replace(due, is_whole=False, columns=columns, tables=tables, fields=_labels(names))


def _fields(one: Submission, agreement: Agreement, sent: date, today: date, now: Readable) -> dict[str, date]:
    """The fields sent whose time is over, each with the day it fell due: at once where it was struck."""
    months = {field.name: field.retention_months for field in agreement.fields.all()}
    found: dict[str, date] = {}
    for said in one.fields:
        name = said["name"]
        own = months.get(name)
        until = months_after(sent, own) if own else None
        if name not in now.named:
            found[name] = today
        elif until is not None and until < today:
            found[name] = until
    return found


def _labels(names: Mapping[str, date]) -> tuple[str, ...]:
    return tuple(SHAREABLE[name] for name in sorted(names))


def _columns(one: Submission, gone: Mapping[str, date], now: Readable) -> frozenset[tuple[str, str]]:
    """Where these fields still stand in the rows of a submission. A column that a figure is computed from outlives the
    striking of its field, not the time that it may be kept."""
    found: set[tuple[str, str]] = set()
    for table, shared in SubmissionRow.objects.filter(submission=one, shared__isnull=False).values_list(
        "table", "shared"
    ):
        for field in gone:
            struck = field not in now.named
            found |= {
                (table, name)
                for name in _names(field, table)
                if name in shared and not (struck and now.lets(table, name))
            }
    return frozenset(found)


def _names(field: str, table: str) -> tuple[str, ...]:
    """The columns of a table that a field lets leave."""
    if field in KINDS:
        return KINDS[field].columns if KINDS[field].table == table else ()
    return (field,)


def _tables(one: Submission, gone: Mapping[str, date]) -> frozenset[str]:
    """Tables with rows that left only because one of these fields let all of their kind leave."""
    found = frozenset(KINDS[field].table for field in gone if field in KINDS)
    rows = SubmissionRow.objects.filter(submission=one, shared__isnull=False, table__in=found, counted_in=[])
    return frozenset(rows.values_list("table", flat=True))


def _stands(field: str, columns: frozenset[tuple[str, str]], tables: frozenset[str]) -> bool:
    """Whether anything of a field is there still."""
    of_kind = field in KINDS and KINDS[field].table in tables
    return of_kind or any(name in _names(field, table) for table, name in columns)


def _of(one: Submission, since: date, rows: int) -> Due:
    said = one.answer.round
    return Due(
        str(one.uid), str(one.answer.uid), said.contract.reference, said.contract.title, one.provider.name, said.name,
        clock.london_date(one.submitted_at), since, rows, True,
    )  # fmt: skip
