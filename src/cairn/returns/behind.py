"""The rows behind one figure, for the organisation that gives the return."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts.queries import NotFound
from cairn.contracts.views import MeasureView
from cairn.insight.figures import one_reading
from cairn.insight.results import FactRow
from cairn.people.models import Client
from cairn.returns import codes, derive, finding, freezing, rules
from cairn.returns.derive import Asked
from cairn.returns.models import RowCode, Submission, SubmissionRow
from cairn.returns.rules import Leaving
from cairn.returns.views import BehindRow, FigureView, RowsBehind

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """What the reader may see: whose rows, and whether with names."""

    asked: Asked
    sees_people: bool

    @property
    def open_holders(self) -> frozenset[str]:
        """One's own organisation, where one may read its people, and partners that agreed, never with names."""
        own = str(self.asked.by.organisation_uid)
        uids = {source.organisation_uid for source in self.asked.sources}
        return frozenset(uids if self.sees_people else uids - {own})

    def name_of(self, organisation_uid: str) -> str:
        return next((s.name for s in self.asked.sources if s.organisation_uid == organisation_uid), "")


def rows_behind(by: Actor, return_uid: str, measure: str, code: str = "") -> RowsBehind:
    """For the provider: current rows, or the frozen ones once submitted. For a commissioner NotFound."""
    answer = finding.led(by, return_uid)
    agreed = finding.carried(answer)
    submission = finding.last_submission(answer)
    view = _view(agreed, measure, code)
    reader = Reader(finding.asked(by, answer), by.may(Permission.READ_CLIENTS))
    if submission is None or rules.may_move(answer.state, "submitted", "provider"):
        figures = derive.compute(reader.asked, _only(agreed, measure), finding.overrides_of(answer))
        return _now(reader, view, _figure(figures, measure, code))
    figure = _figure(derive.thawed(submission.figures, agreed), measure, code)
    if view.level == "aggregate" or not SubmissionRow.objects.filter(submission=submission).exists():
        return _now(reader, view, figure)  # figures only were sent: there is nothing frozen to show
    return _frozen(reader, view, figure, submission)


def rows_left_out(by: Actor, return_uid: str, measure: str, why: str) -> RowsBehind:
    """For the provider of a return that is not sent: the rows that could count and do not, by a key of `left_out_ids`."""
    answer = finding.led(by, return_uid)
    view = _view(finding.carried(answer), measure, "")
    reader = Reader(finding.asked(by, answer), by.may(Permission.READ_CLIENTS))
    with one_reading():
        figures = derive.compute(reader.asked, (view,), finding.overrides_of(answer))
        figure = _figure(figures, measure, "")
        if why not in figure.left_out_ids or not rules.may_move(answer.state, "submitted", "provider"):
            raise NotFound(measure)
        return _opened(reader, figure, freezing.left_out(reader.asked, view, why))


def _only(agreed: Iterable[MeasureView], measure: str) -> tuple[MeasureView, ...]:
    return tuple(view for view in agreed if view.measure == measure)


def _view(agreed: Iterable[MeasureView], measure: str, code: str) -> MeasureView:
    by = code.partition("=")[0]
    found = next((view for view in _only(agreed, measure) if not by or view.by == by), None)
    if found is None:
        raise NotFound(measure)
    return found


def _figure(figures: Iterable[FigureView], measure: str, code: str) -> FigureView:
    found = next((figure for figure in figures if (figure.measure, figure.code) == (measure, code)), None)
    if found is None:
        raise NotFound(measure)
    return found


def _now(reader: Reader, view: MeasureView, figure: FigureView) -> RowsBehind:
    return _opened(reader, figure, freezing.behind(reader.asked, view, figure.code))


def _opened(reader: Reader, figure: FigureView, facts: Sequence[FactRow]) -> RowsBehind:
    opened = [fact for fact in facts if fact.provider_uid in reader.open_holders]
    people = _people(reader, {fact.person_uid for fact in opened})
    rows = tuple(
        _row(reader, fact.table, fact.values, fact.provider_uid, people.get(fact.person_uid)) for fact in opened
    )
    return RowsBehind(figure, rows, len(facts) - len(opened), frozen=False)


def _row(
    reader: Reader, table: str, values: Mapping[str, Any], holder_uid: str, person: tuple[str, str, str] | None
) -> BehindRow:
    uid, reference, name = person or ("", "", "")
    shown = {key: value for key, value in values.items() if key not in {"person", "contracts", "subject"}}
    return BehindRow(table, shown, reader.name_of(holder_uid), uid, reference, name)


def _people(reader: Reader, uids: set[str]) -> dict[str, tuple[str, str, str]]:
    """Reference and name of one's own people; nobody else's are found."""
    found: dict[str, tuple[str, str, str]] = {}
    wanted = sorted(uids - {""}) if reader.sees_people else []
    for start in range(0, len(wanted), CHUNK):
        rows = Client.objects.filter(
            organisation_id=reader.asked.by.organisation_id, uid__in=wanted[start : start + CHUNK]
        )
        found |= {str(row.uid): (str(row.uid), row.reference, row.name) for row in rows}
    return found


def _frozen(reader: Reader, view: MeasureView, figure: FigureView, submission: Submission) -> RowsBehind:
    stored = SubmissionRow.objects.filter(submission=submission, table=view.definition.table)
    kept = [row for row in stored.select_related("holder").order_by("pk") if figure.key in row.counted_in]
    opened = [row for row in kept if str(row.holder.uid) in reader.open_holders]
    fields = {field["name"] for field in submission.fields}
    columns = rules.columns_that_leave(finding.carried(submission.answer), fields)[view.definition.table]
    facts = freezing.behind(reader.asked, view, figure.code)
    sent = {row.shared["fact"] for row in kept if row.shared}
    # Hashed within the contract or the recipient, as the agreement had it then: whichever finds again what was sent.
    ways = [_by_hash(within, facts, columns) for within in freezing.withins(reader.asked.contract)]
    now = max(ways, key=lambda way: len(way.keys() & sent))
    people = _people_of_codes(reader, {row.row_code for row in opened})
    ours = codes.known(reader.asked.contract, {row.row_code for row in opened})
    rows = tuple(
        _frozen_row(reader, row, now, people) if row.row_code in ours or not _is_supplied(row) else _supplied_row(row)
        for row in opened
    )
    # What is recorded here stands behind no figure that another system supplied.
    added = 0 if figure.supplied else max(0, len(now.keys() - sent) - sum(map(_was_kept, kept)))
    return RowsBehind(figure, rows, len(kept) - len(opened), True, submission.submitted_at, added)


def _by_hash(within: str, facts: Iterable[FactRow], columns: tuple[Leaving, ...]) -> dict[str, dict[str, Any]]:
    """What would leave now of each fact, by its hash."""
    leaving = (rules.shared_values(within, fact.fact_uid, fact.values, columns) for fact in facts)
    return {shared["fact"]: shared for shared in leaving}


def _frozen_row(
    reader: Reader,
    row: SubmissionRow,
    now: Mapping[str, Mapping[str, Any]],
    people: Mapping[str, tuple[str, str, str]],
) -> BehindRow:
    uid, reference, name = people.get(row.row_code, ("", "", ""))
    shared = row.shared or {}
    values = {key: value for key, value in shared.items() if key != "fact"}
    current = now.get(shared.get("fact", ""))
    # A field struck since is not compared, nor an answer that was kept back: it was not changed, it did not leave.
    told = {key: value for key, value in shared.items() if value != "withheld"}
    same = current is not None and all(current[key] == value for key, value in told.items() if key in current)
    mark: Any = "kept" if _was_kept(row) else "gone" if current is None else "" if same else "changed"
    return BehindRow(row.table, values, row.holder.name, uid, reference, name, mark)


def _is_supplied(row: SubmissionRow) -> bool:
    """A row about somebody, still there, under a code that stands for nobody on record here."""
    return bool(row.row_code) and row.shared is not None


def _supplied_row(row: SubmissionRow) -> BehindRow:
    """There is no record here that it could be held to."""
    values = {key: value for key, value in (row.shared or {}).items() if key != "fact"}
    return BehindRow(row.table, values, row.holder.name, mark="supplied", supplied_as=row.row_code)


def _was_kept(row: SubmissionRow) -> bool:
    """Counted and not sent, because the person had said no. Of somebody erased the salt is gone too."""
    return row.shared is None and bool(row.salt)


def _people_of_codes(reader: Reader, codes: set[str]) -> dict[str, tuple[str, str, str]]:
    """Whom the row codes stand for, among one's own people."""
    if not reader.sees_people:
        return {}
    contract, own = reader.asked.contract, reader.asked.by.organisation_id
    rows = RowCode.objects.filter(organisation_id=own, contract=contract).select_related("client__merged_into")
    people = {row.code: row.client.merged_into or row.client for row in rows if row.code in codes}
    return {code: (str(who.uid), who.reference, who.name) for code, who in people.items()}
