"""The rows behind the figures of a return, as they will leave or have left."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from cairn.access import scope
from cairn.access.deeds import Conflict
from cairn.contracts.models import Contract
from cairn.contracts.views import AgreementView, MeasureView
from cairn.definitions.mart import DERIVED_DIMENSIONS
from cairn.insight import figures
from cairn.insight.results import FactRow
from cairn.kernel import canonical
from cairn.kernel.periods import quarter_of
from cairn.kernel.problems import Problem
from cairn.returns import codes, objecting, rules
from cairn.returns.derive import Asked
from cairn.returns.models import Submission, SubmissionRow
from cairn.returns.rules import Leaving
from cairn.services.models import Service


@dataclass(slots=True)
class LeavingRow:
    """One fact that leaves, before it has a code. `holder_id` is the organisation whose record it is. `stays`: the person
    said no to sharing rows, so it is counted, and nothing of it leaves. `code`: its row code where it was supplied with one."""

    table: str
    holder_id: int
    person_uid: str
    shared: dict[str, Any]
    counted_in: list[str] = field(default_factory=list)
    stays: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """All that leaves beside the figures: rows, and the columns of each table. Empty without an agreement."""

    columns: Mapping[str, tuple[Leaving, ...]]
    rows: tuple[LeavingRow, ...]

    @property
    def people(self) -> Mapping[str, int]:
        """Whoever is on record here and of whom something leaves: uid → the organisation that holds their record."""
        leaving = (row for row in self.rows if row.person_uid and not row.stays)
        return {row.person_uid: row.holder_id for row in leaving if not row.person_uid.startswith(ELSEWHERE)}


NOTHING = Leave({}, ())
ELSEWHERE = "supplied:"
"""Before the code of somebody whom another system knows, in the place of a person's uid."""
NO_ANSWER = "not_applicable"
"""The group of rows that can have no answer, as `insight` names it."""


def withins(contract: Contract) -> tuple[str, str]:
    """Within what a record's hash is one: the contract; or, where linking is agreed, the recipient, so that what two
    contracts pay for counts once there."""
    return str(contract.uid), str(contract.commissioner.uid)


def leave(asked: Asked, agreed: Sequence[MeasureView], agreement: AgreementView | None) -> Leave:
    """Every fact that stands behind a figure, once, naming all the figures that it stands behind. Of a measure that is
    agreed in totals only (level `aggregate`) no row leaves."""
    if agreement is None:
        return NOTHING
    agreed = [view for view in agreed if view.level == "individual"]
    columns = rules.columns_that_leave(agreed, agreement.field_names)
    within = withins(asked.contract)[agreement.allows_linking]
    holders = {source.organisation_uid: source.organisation_id for source in asked.sources}
    silent = unplaced_services(holders.values())
    found: dict[tuple[str, str], LeavingRow] = {}
    for measure, views in _by_measure(agreed).items():
        for fact in behind(asked, views[0]):
            row = found.get((fact.table, fact.fact_uid))
            if row is None:
                values = placeless(fact.values) if fact.values.get("service") in silent else fact.values
                shared = rules.shared_values(within, fact.fact_uid, values, columns.get(fact.table, ()))
                row = LeavingRow(fact.table, holders[fact.provider_uid], fact.person_uid, shared)
                found[fact.table, fact.fact_uid] = row
            row.counted_in.append(measure)
        for view in views:
            for key, uid in _broken_down(asked, view):
                found[view.definition.table, uid].counted_in.append(key)
    people = {row.person_uid: row.holder_id for row in found.values() if row.person_uid}
    held = objecting.kept_back(people, asked.contract.commissioner_id)
    for row in found.values():
        row.stays = row.person_uid in held
    return Leave(columns, tuple(found.values()))


PLACES = ("postcode", "sector", "district", "ward")


def unplaced_services(organisation_ids: Iterable[int]) -> frozenset[str]:
    """Services of these organisations that ask nobody where they live, such as a refuge."""
    with scope.organisation(*set(organisation_ids)):
        rows = Service.objects.filter(asks_postcode=False).values_list("uid", flat=True)
        return frozenset(str(uid) for uid in rows)


def placeless(values: Mapping[str, Any]) -> dict[str, Any]:
    """What leaves of a fact of such a service, even where another service knows the place: none."""
    return {name: "not_collected" if name in PLACES and value is not None else value for name, value in values.items()}


def behind(asked: Asked, view: MeasureView, code: str = "") -> tuple[FactRow, ...]:
    """The facts that a figure counts now; `code` is `dimension=code`."""
    group_by, _, category = code.partition("=")
    return figures.rows_behind(
        view.measure, by=asked.by, period=asked.period, where=asked.where, group_by=group_by, code=category,
        version=view.version,
    )  # fmt: skip


def left_out(asked: Asked, view: MeasureView, why: str) -> tuple[FactRow, ...]:
    """The facts that a figure could count and does not now, for a reason."""
    return figures.rows_left_out(
        view.measure, by=asked.by, period=asked.period, where=asked.where, key=why, version=view.version
    )


def _by_measure(agreed: Iterable[MeasureView]) -> dict[str, list[MeasureView]]:
    found: dict[str, list[MeasureView]] = {}
    for view in agreed:
        found.setdefault(view.measure, []).append(view)
    return found


def _broken_down(asked: Asked, view: MeasureView) -> Iterator[tuple[str, str]]:
    """(figure key, fact uid) for every fact in every group of a breakdown."""
    if view.by in DERIVED_DIMENSIONS:  # a fact may be in several groups: each is asked for
        for code in _derived_codes(asked, view.by):
            yield from ((f"{view.measure}:{code}", fact.fact_uid) for fact in behind(asked, view, code))
    elif view.by:
        for fact in behind(asked, view):
            value = fact.provider_uid if view.by == "provider" else fact.values[view.by]
            yield f"{view.measure}:{view.by}={NO_ANSWER if value is None else value}", fact.fact_uid


def _derived_codes(asked: Asked, dimension: str) -> Iterator[str]:
    if dimension == "contract":
        yield f"contract={asked.contract.uid}"
        return
    quarter = quarter_of(asked.period.start)
    while quarter.start <= asked.period.end:
        yield f"quarter={quarter.label}"
        quarter = quarter_of(quarter.end + timedelta(days=1))


class Frozen(NamedTuple):
    """A row to write, by the fields of `SubmissionRow`."""

    holder_id: int
    row_code: str
    link_code: str
    table: str
    shared: dict[str, Any] | None
    counted_in: list[str]
    salt: str
    digest: str


def rows(submission: Submission, leaving: Leave, linking: bool) -> list[Frozen]:
    """The rows to write, under the contract's codes, each with its salt and digest. Within a deed that holds their holders.
    Raises Conflict where somebody in them has been erased since they were gathered."""
    contract = submission.answer.round.contract
    people = {row.person_uid: row.holder_id for row in leaving.rows if row.person_uid and not (row.stays or row.code)}
    coded = codes.row_codes(contract, people, make=True)
    named = {row.code for row in leaving.rows if row.code and not row.person_uid.startswith(ELSEWHERE)}
    if people.keys() - coded.keys() or named - codes.known(contract, named).keys():
        raise Conflict([_ERASED])
    linked = codes.link_codes(contract, people) if linking else {}
    salts = Salts(submission)
    behind: dict[tuple[str, ...], list[str]] = {}
    made = []
    for row in leaving.rows:
        code, shared = row.code or coded.get(row.person_uid, ""), None if row.stays else row.shared
        keys = behind.setdefault(tuple(row.counted_in), sorted(row.counted_in))
        salt = salts.of(row.table, code, keys, shared)
        digest = rules.row_digest(salt, row.table, code, keys, shared)
        made.append(Frozen(row.holder_id, code, linked.get(row.person_uid, ""), row.table, shared, keys, salt, digest))
    return made


_ERASED = Problem(
    "return.erased",
    "Somebody who is in the rows was erased while they were being sent, so nothing was sent.",
    "Look at the preview again, then submit; a file is made again without them.",
)


class Salts:
    """A row that says what a row of an earlier version of the same return said is salted as that one, so that the same content
    has the same hash, however often and by whatever way it is sent. A version knows each salt once."""

    def __init__(self, submission: Submission) -> None:
        earlier = SubmissionRow.objects.filter(submission__answer=submission.answer, reduced_digest="").exclude(salt="")
        self.known: dict[str, list[str]] = {}
        seen: set[str] = set()
        stored = earlier.order_by("submission__number", "pk").values_list(
            "salt", "table", "row_code", "counted_in", "shared"
        )
        for salt, *content in stored.iterator(2000):
            if salt not in seen:
                seen.add(salt)
                self.known.setdefault(canonical.sha256(content), []).insert(0, salt)

    def of(self, *content: Any) -> str:
        kept = self.known.get(canonical.sha256(list(content))) if self.known else None
        return kept.pop() if kept else secrets.token_hex(16)
