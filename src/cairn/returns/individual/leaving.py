"""All that leaves with an annual return: a row for each person, their readings, what they said of the service and their
referrals, as far as the agreement names them; beside the rows behind its figures."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cairn.contracts import queries as contracts
from cairn.contracts.rules import PERSON
from cairn.contracts.views import AgreementView, MeasureView
from cairn.insight import figures
from cairn.insight.results import FactRow
from cairn.kernel.problems import Problem
from cairn.returns import freezing, objecting, rules
from cairn.returns.derive import Asked
from cairn.returns.freezing import NOTHING, Leave, LeavingRow
from cairn.returns.individual import coarse, columns, people, standing
from cairn.returns.individual.standing import AS_ANSWERED, Handling
from cairn.returns.models import Return, RowHandling

Handlings = Mapping[str, Handling]
ANNUAL = "annual"
#: Whoever was supported or referred has a row, whether or not anything else of theirs leaves.
_REACHED = ("people_supported", "referrals_received")


def leaving_of(
    answer: Return,
    asked: Asked,
    agreed: Sequence[MeasureView],
    agreement: AgreementView | None,
    handlings: Handlings | None = None,
) -> Leave:
    """What leaves with a return: of an annual one the individual rows too, as was decided about who stands alone."""
    if answer.round.kind != ANNUAL:
        return freezing.leave(asked, agreed, agreement)
    return leave(asked, agreed, agreement, handled(answer) if handlings is None else handlings)


def has_rows(answer: Return, on: date) -> bool:
    """Whether a return may carry rows about people, even where it carries no figure."""
    agreement = contracts.agreement_in_force(answer.round.contract, on) if answer.round.kind == ANNUAL else None
    return agreement is not None and bool(columns.leaving(agreement.field_names))


def columns_of(
    kind: str, agreed: Sequence[MeasureView], fields: Collection[str]
) -> dict[str, tuple[rules.Leaving, ...]]:
    """By table all columns that leave with a return of a kind of round, under an agreement that names these fields."""
    base = rules.columns_that_leave([view for view in agreed if view.level == "individual"], fields)
    return columns.together(base, columns.leaving(fields)) if kind == ANNUAL else base


def handled(answer: Return) -> dict[str, Handling]:
    """What was decided about people in the rows of a return, by their uid."""
    rows = RowHandling.objects.filter(answer=answer)
    return {
        str(uid): Handling(choice, dict(step.split("=") for step in steps))
        for uid, choice, steps in rows.values_list("client__uid", "choice", "fields")
    }


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read before anything was decided: the rows behind figures, those of each kind by table and fact, whose they
    all are (uid → organisation), what the people answered, and who said no."""

    base: Leave
    facts: Mapping[tuple[str, str], FactRow]
    holders: Mapping[str, int]
    answers: Mapping[str, Mapping[str, str]]
    held: frozenset[str]


def leave(asked: Asked, agreed: Sequence[MeasureView], agreement: AgreementView | None, handlings: Handlings) -> Leave:
    """Every row of an annual return. Of somebody who said no, or who is sent in figures only, no content leaves; of
    somebody who is withheld there is no row but behind figures."""
    if agreement is None:
        return NOTHING
    found = gather(asked, agreed, agreement)
    more = columns.leaving(agreement.field_names)
    rows = [_kept(row, found, handlings) for row in _joined(asked, found, more, agreement)]
    rows += [
        LeavingRow(PERSON, found.holders[uid], uid, _person(asked, uid, values, handlings))
        for uid, values in found.answers.items()
    ]
    return Leave(columns.together(found.base.columns, more), tuple(_decided(rows, found, handlings)))


def gather(asked: Asked, agreed: Sequence[MeasureView], agreement: AgreementView) -> Gathered:
    """Read all that the rows are made of."""
    base = freezing.leave(asked, agreed, agreement)
    named = agreement.field_names
    kinds = [kind for field, kind in columns.KINDS.items() if field in named]
    by_measure = {name: _behind(asked, name) for name in {*_REACHED, *(kind.measure for kind in kinds)}}
    facts = {(kind.table, fact.fact_uid): fact for kind in kinds for fact in by_measure[kind.measure]}
    sources = {source.organisation_uid: source.organisation_id for source in asked.sources}
    every = [fact for found in by_measure.values() for fact in found]
    holders = {fact.person_uid: sources[fact.provider_uid] for fact in every if fact.person_uid}
    holders |= {row.person_uid: row.holder_id for row in base.rows if row.person_uid}
    silent = freezing.unplaced_services(sources.values())
    unplaced = {fact.person_uid for fact in every if fact.values.get("service") in silent}
    read = people.Read(holders, asked.period.end, asked.contract.provider_id, unplaced)
    answers = people.answers(read, columns.of_person(named))
    return Gathered(base, facts, holders, answers, objecting.kept_back(holders, asked.contract.commissioner_id))


def _behind(asked: Asked, measure: str) -> tuple[FactRow, ...]:
    return figures.rows_behind(measure, by=asked.by, period=asked.period, where=asked.where)


def within(asked: Asked, agreement: AgreementView) -> str:
    return freezing.withins(asked.contract)[agreement.allows_linking]


def _joined(
    asked: Asked, found: Gathered, more: Mapping[str, tuple[rules.Leaving, ...]], agreement: AgreementView
) -> Iterator[LeavingRow]:
    """The rows behind figures, with what else leaves of the same fact; then the facts that stand behind none."""
    inside = within(asked, agreement)
    shared = {
        (table, rules.hashed(inside, uid)): (fact, rules.shared_values(inside, uid, fact.values, more[table]))
        for (table, uid), fact in found.facts.items()
    }
    for row in found.base.rows:
        _, values = shared.pop((row.table, row.shared["fact"]), (None, {}))
        yield replace(row, shared={**row.shared, **values})
    for (table, _), (fact, values) in shared.items():
        yield LeavingRow(table, found.holders[fact.person_uid], fact.person_uid, values)


def _kept(row: LeavingRow, found: Gathered, handlings: Handlings) -> LeavingRow:
    """A row of a mart table as it leaves of somebody whose answers are sent broader."""
    coarser = handlings.get(row.person_uid, AS_ANSWERED).coarser
    return replace(row, shared=coarse.in_mart(row.shared, coarser)) if coarser else row


def _person(asked: Asked, uid: str, values: Mapping[str, str], handlings: Handlings) -> dict[str, Any]:
    """The row of a person. Its key holds within the contract also where linking is agreed: by it nobody is known again."""
    fact = rules.hashed(str(asked.contract.uid), uid)
    return {"fact": fact, **standing.sent(values, handlings.get(uid, AS_ANSWERED))}


def _decided(rows: Iterable[LeavingRow], found: Gathered, handlings: Handlings) -> Iterator[LeavingRow]:
    for row in rows:
        choice = handlings.get(row.person_uid, AS_ANSWERED).choice
        if choice == standing.WITHHOLD and not row.counted_in:
            continue
        gone = row.person_uid in found.held or choice in (standing.AGGREGATE, standing.WITHHOLD)
        yield replace(row, stays=row.stays or gone)


def undecided(leaving: Leave, agreement: AgreementView | None) -> list[Problem]:
    """Whether anybody would stand alone in these rows: an annual return is not sent with one."""
    few = alone_in(leaving, agreement)
    if not few:
        return []
    said = "1 person stands" if len(few) == 1 else f"{len(few)} people stand"
    fix = "Open “Who stands alone” under the return, and coarsen, send in figures only, or withhold each."
    return [Problem("individual.alone", f"{said} alone in the rows about people, and nothing was decided.", fix)]


def alone_in(leaving: Leave, agreement: AgreementView | None) -> frozenset[str]:
    """Who stands alone in the rows as they leave, by uid."""
    if agreement is None:
        return frozenset()
    about = {
        row.person_uid: {name: str(value) for name, value in row.shared.items() if name != "fact"}
        for row in leaving.rows
        if row.table == PERSON and not row.stays
    }
    return standing.few_of(about, agreement.threshold)
