"""What a recipient may hold: rows that entered by an accepted submission, with only the fields that its agreement listed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from cairn.cases.extracts import columns as of_cases
from cairn.contracts import extracts as of_contracts
from cairn.contracts import queries as contracts
from cairn.definitions.mart import TABLES
from cairn.kernel import clock
from cairn.kernel.extracts import Column, Extract
from cairn.returns import reading, rules
from cairn.returns.models import Submission, SubmissionRow

Row = tuple[Any, ...]
SHARED = "returns.SubmissionRow.shared"
SPANS = "contract_spans"
_OWN_SOURCE = {
    "subject": "returns.SubmissionRow.row_code,returns.SubmissionRow.link_code",
    "person": "returns.SubmissionRow.row_code,returns.SubmissionRow.link_code",
    "provider": "access.Organisation.uid",
    "contracts": "contracts.Contract.uid",
    "contract_spans": "returns.Round.observed_from_date,returns.Round.observed_to_date",
}


@dataclass(slots=True)
class _Fact:
    """One fact as the latest accepted submission has it; `spans` are the periods of all that had it."""

    person: str
    provider: str
    contract: str
    shared: dict[str, Any]
    spans: set[str] = field(default_factory=set)


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, whichever room fills it."""
    return of_contracts.COLUMNS.get(table) or of_cases.columns_of(table)


def _with_spans(table: str) -> tuple[Column, ...]:
    """Of every row a recipient knows for which rounds it was accepted: it counts in those, and in no others."""
    columns = columns_of(table)
    has_spans = any(column.name == SPANS for column in columns)
    return columns if has_spans else (*columns, Column(SPANS, "string_list", _OWN_SOURCE[SPANS]))


def _rows_of(table: str) -> Callable[[int, frozenset[str] | None], Iterable[Row]]:
    columns = _with_spans(table)

    def rows(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
        for fact, row in _facts(table, organisation_id, subjects).items():
            yield tuple(_value(column, fact[1], row) for column in columns)

    return rows


def _facts(table: str, organisation_id: int, subjects: frozenset[str] | None) -> dict[tuple[str, str], _Fact]:
    """By provider and fact, as the latest submission has it; what only an earlier one had of it stays. A submission holds a
    fact once at most. A row that stands behind no figure (of an annual return) is in no mart; nor is what was struck since."""
    readable = reading.of_contracts(organisation_id)
    rows = SubmissionRow.objects.filter(
        commissioner_id=organisation_id, table=table, submission__is_accepted=True, shared__isnull=False
    ).exclude(counted_in=[])
    if subjects is not None:
        rows = rows.filter(Q(row_code__in=subjects) | Q(link_code__in=subjects))
    found: dict[tuple[str, str], _Fact] = {}
    spans: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row_code, link_code, provider, contract_id, contract, first, last, shared in rows.order_by(
        "submission__submitted_at", "pk"
    ).values_list(
        "row_code", "link_code", "holder__uid", "submission__answer__round__contract_id",
        "submission__answer__round__contract__uid",
        "submission__answer__round__observed_from_date", "submission__answer__round__observed_to_date", "shared",
    ).iterator(2000):  # fmt: skip
        reads = readable.get(contract_id, reading.NOTHING)
        fact = shared["fact"]
        if link_code and not reads.links:
            # Agreed then, and no more: neither the person nor the record is known under another contract.
            link_code, fact = "", rules.hashed(str(contract), fact)
        key = (str(provider), fact)
        spans[key].add(f"{contract} {first.isoformat()} {last.isoformat()}")
        shared = reads.of(table, shared)
        before = found[key].shared if key in found else {}
        found[key] = _Fact(link_code or row_code, str(provider), str(contract), {**before, **shared})
    for key, fact in found.items():
        fact.spans = spans[key]
    return found


def _value(column: Column, fact_code: str, fact: _Fact) -> Any:
    """A column of a fact; null where the agreement did not let it leave."""
    own: dict[str, Any] = {
        "subject": fact.person or fact_code,
        "uid": fact_code,
        "person": fact.person or None,
        "provider": fact.provider,
        "contracts": sorted({span.partition(" ")[0] for span in fact.spans}),
        "contract_spans": sorted(fact.spans),
    }
    value = own[column.name] if column.name in own else fact.shared.get(column.name)
    return date.fromisoformat(value) if column.type == "date" and value is not None else value


def _shared_columns(table: str) -> tuple[Column, ...]:
    return tuple(Column(c.name, c.type, _OWN_SOURCE.get(c.name, SHARED)) for c in _with_spans(table))


SHARED_EXTRACTS = tuple(Extract(table, _shared_columns(table), _rows_of(table)) for table in TABLES)


def shared_outside(organisation_id: int) -> list[Any]:
    """What decides rows here though the provider wrote it, or no event of a row tells: which submissions are accepted, how
    many rows were emptied or lost a field, what each agreement names today, and which let people be linked."""
    accepted = Submission.objects.filter(commissioner_id=organisation_id, is_accepted=True)
    rows = SubmissionRow.objects.filter(commissioner_id=organisation_id)
    lost = [rows.filter(shared__isnull=True).count(), rows.exclude(reduced_digest="").count()]
    named = contracts.named_now(organisation_id, clock.today())
    fields = sorted([contract, sorted(names)] for contract, names in named.items())
    links = sorted(contracts.linking_now(organisation_id, clock.today()))
    return [sorted(str(uid) for uid in accepted.values_list("uid", flat=True)), *lost, fields, links]
