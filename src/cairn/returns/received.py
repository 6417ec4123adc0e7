"""The rows about people of an accepted annual return, as their recipient may read them today, each field with its terms."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.models import Agreement
from cairn.contracts.rules import PERSON, SHAREABLE
from cairn.contracts.views import AgreementView
from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.kernel import clock
from cairn.returns import finding, keeping, previews, rules
from cairn.returns.individual import columns
from cairn.returns.individual.leaving import ANNUAL
from cairn.returns.models import Return, Submission, SubmissionRow
from cairn.returns.rules import Leaving

CODES = ("row", "fact")
"""The first columns of every table: whose row it is, under the code of the contract, and which record."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its terms: for what, who of the recipient's house reads it, for how many months it is kept."""

    name: str
    label: str
    purpose: str
    recipient: str
    months: int
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` that hold something, `unsent` of people who are counted in figures only, `emptied` since. `under`: the
    field of the agreement that lets all of it leave, or ""."""

    table: str
    label: str
    columns: tuple[Column, ...]
    rows: int
    unsent: int
    emptied: int
    under: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What was received with an annual return. `until` is the last day on which it may be kept."""

    return_uid: str
    number: int
    sent: date
    until: date
    tables: tuple[Table, ...]
    struck: tuple[str, ...]


def received(by: Actor, return_uid: str) -> Received | None:
    """For the commissioner; None where nothing individual was accepted. Raises NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    found = _found(by, return_uid)
    if found is None:
        return None
    answer, sent, agreement = found
    on = clock.london_date(sent.submitted_at)
    said = {field["name"] for field in sent.fields}
    return Received(
        str(answer.uid), sent.number, on, keeping.months_after(on, agreement.retention_months),
        tuple(_tables(answer, sent, agreement)),
        tuple(SHAREABLE[name] for name in SHAREABLE if name in said - {field.name for field in agreement.fields}),
    )  # fmt: skip


def lines(by: Actor, return_uid: str, table: str) -> Iterator[tuple[Any, ...]]:
    """The rows of one table: the codes, then the columns of `received`. Raises NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    found = _found(by, return_uid)
    if found is None or table not in (named := _columns(*found)):
        raise contracts.NotFound(table)
    names, within = [column.name for column in named[table]], str(found[0].round.contract.uid)
    rows = _rows(found[1], table, _named(found[1], found[2])).filter(shared__isnull=False)
    for row in rows.order_by("row_code", "pk").iterator(2000):
        shared = row.shared or {}
        cells = (_cell(_here(within, name, shared.get(name))) for name in names)
        yield (row.row_code, _here(within, "fact", shared["fact"]), *cells)


def _here(within: str, name: str, value: Any) -> Any:
    """A reference to a record as it stands in the files of one contract: where linking is agreed its hash is the same in all of a
    recipient's, which is for counting; in files beside each other it would tell that two codes are one person."""
    return rules.hashed(within, value) if value and (name == "fact" or name in rules.HASHED) else value


def _cell(value: Any) -> Any:
    return ";".join("" if each is None else str(each) for each in value) if isinstance(value, list) else value


def package(found: Received, title: str) -> dict[str, Any]:
    """A description of the files beside each other, after the Data Package specification (Frictionless; general knowledge): a
    resource for each table, a field for each column, with the terms under which it may be used."""
    return {
        "profile": "tabular-data-package",
        "name": f"annual-rows-{found.return_uid}",
        "title": title,
        "created": clock.now().isoformat(),
        "version": str(found.number),
        "keep_until": found.until.isoformat(),
        "resources": [
            {
                "name": each.table,
                "title": each.label,
                "path": f"{each.table}.csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [*_KEYS, *(_described(each.table, column) for column in each.columns)]},
            }
            for each in found.tables
        ],
    }


_KEYS = (
    {
        "name": "row",
        "type": "string",
        "title": "Code",
        "description": "The same person has the same code in this contract.",
    },
    {"name": "fact", "type": "string", "title": "Record", "description": "Tells records apart without naming them."},
)
_TYPES = {"date": "date", "number": "number", "flag": "boolean"}


def _described(table: str, column: Column) -> dict[str, Any]:
    """A column. Its codes are listed; broader answers have codes of their own beside them, so they are not a closed list."""
    kind = _TYPES.get(TABLES.get(table, {}).get(column.name, ""), "string")
    said = {"name": column.name, "type": kind, "title": column.label, "description": column.purpose}
    terms = {"purpose": column.purpose, "recipient": column.recipient, "retention_months": column.months}
    codes = {"codes": dict(column.codes)} if column.codes else {}
    return {**said, **terms, **codes}


def _found(by: Actor, return_uid: str) -> tuple[Return, Submission, AgreementView] | None:
    answer = finding.asked_for(by, return_uid)
    sent = Submission.objects.filter(answer=answer, is_accepted=True).order_by("-number").first()
    rows = Agreement.objects.filter(contract=answer.round.contract).prefetch_related("fields")
    stands = contracts.governing(rows, clock.today())
    if answer.round.kind != ANNUAL or sent is None or stands is None:
        return None
    return answer, sent, contracts.agreement(by, str(stands.uid))


def _named(sent: Submission, agreement: AgreementView) -> set[str]:
    return {field["name"] for field in sent.fields} & {field.name for field in agreement.fields}


def _rows(sent: Submission, table: str, named: Collection[str]) -> "QuerySet[SubmissionRow]":
    """The rows of a table that may be read: without those that only a field that was struck let leave."""
    rows = SubmissionRow.objects.filter(submission=sent, table=table)
    kind = _kind(table)
    return rows.exclude(counted_in=[]) if kind and kind not in named else rows


def _kind(table: str) -> str:
    """The field of agreements that lets all of a table leave, or ""."""
    return next((field for field, each in columns.KINDS.items() if each.table == table), "")


def _columns(answer: Return, sent: Submission, agreement: AgreementView) -> dict[str, tuple[Leaving, ...]]:
    """By table what was sent and may be read still: of the fields sent those that the agreement names today."""
    named = _named(sent, agreement)
    carried = [view for view in finding.carried(answer) if view.level == "individual"]
    return columns.together(rules.columns_that_leave(carried, named), columns.leaving(named))


def _tables(answer: Return, sent: Submission, agreement: AgreementView) -> Iterator[Table]:
    named = _named(sent, agreement)
    for table, found in _columns(answer, sent, agreement).items():
        mine = _rows(sent, table, named)
        empty = mine.filter(shared__isnull=True)
        emptied = empty.filter(salt="").count()
        described = tuple(_column(table, one, agreement, answer) for one in found)
        rows = mine.filter(shared__isnull=False).count()
        under = _kind(table) if _kind(table) in named else ""
        yield Table(table, previews.TABLES[table], described, rows, empty.count() - emptied, emptied, under)


def _column(table: str, one: Leaving, agreement: AgreementView, answer: Return) -> Column:
    field = next((each for each in agreement.fields if each.name == (one.under or one.name)), None)
    whole = answer.round.contract.commissioner.name
    label = SHAREABLE.get(one.name, one.name.replace("_", " ").capitalize())
    if field is None:
        return Column(
            one.name,
            label,
            f"To count: {', '.join(one.measures)}",
            whole,
            agreement.retention_months,
            _codes(table, one),
        )
    months = field.retention_months or agreement.retention_months
    return Column(one.name, label, field.purpose, field.recipient or whole, months, _codes(table, one))


def _codes(table: str, one: Leaving) -> tuple[tuple[str, str], ...]:
    """The codes that stand for answers, where there is a list of them: `state` has another in each table."""
    kinds = [TABLES.get(table, {}).get(one.name), *(every.get(one.name) for every in TABLES.values())]
    kind = next((each for each in kinds if each), None)
    listed = kind.partition(":")[2] if kind else one.name if one.name in columns.OPTIONAL else ""
    return tuple((entry.code, entry.label) for entry in registry.get("codes", listed).entries) if listed else ()


__all__ = ["CODES", "PERSON", "Column", "Received", "Table", "lines", "package", "received"]
