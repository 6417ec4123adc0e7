"""Figures of what an organisation received in accepted returns, with small numbers hidden."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import own_measures
from cairn.definitions import registry
from cairn.definitions.mart import PERSONAL
from cairn.definitions.shapes.measure import Measure
from cairn.insight import agreements, asking, mapped, margins, marts
from cairn.insight.agreements import Lets
from cairn.insight.asking import Asked
from cairn.insight.disclosure import Key
from cairn.insight.mart.sources import Source, connect
from cairn.insight.measures.shape import Question
from cairn.insight.models import QueryLog
from cairn.insight.protecting import Safe
from cairn.insight.results import TOTAL, FigureRow, MeasureResult
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.questionnaire.conditions import fields_of

#: Dimensions over which people are not counted once: each of their codes is a table of its own.
APART = ("quarter", "contract")
MOST_DIMENSIONS = 3


def compute(by: Actor, measure: Measure, question: Question) -> MeasureResult:
    """No rows, and the reason, where no agreement in force lets these dimensions be read, or nothing was accepted."""
    asked = ask(by, measure, question)
    log(by, measure, question)
    nothing = why_nothing(by, asked, question)
    rows = [] if nothing else _rows(asked, question, contributing(by, asked, question))
    return MeasureResult(
        measure=measure.id,
        version=measure.version,
        label=measure.label,
        period=question.period,
        organisation=by.organisation_uid,
        scope="shared",
        basis="submitted",
        as_of=clock.now(),
        dimensions=question.group_by,
        rows=tuple(rows),
        reason=nothing,
        told=mapped.every() if rows and mapped.is_of(measure) else (),
    )


def ask(by: Actor, measure: Measure, question: Question) -> Asked:
    by.require(Permission.SEE_SHARED_FIGURES)
    columns = asking.columns_of("shared", measure.table)
    asking.check(measure, question, columns)
    if len(question.group_by) > MOST_DIMENSIONS:
        fix = f"Ask for at most {MOST_DIMENSIONS} at a time."
        raise Refused([Problem("measure.many", "A shared figure is not broken down by so many dimensions.", fix)])
    marts.refresh(by.organisation_id, "shared")
    return Asked(connect([Source(by.organisation_uid)], "shared"), measure, columns)


def contributing(by: Actor, asked: Asked, question: Question) -> tuple[Lets, ...]:
    """The contracts whose agreement in force lets all that is asked about be read, and of which something was accepted."""
    names = _names(asked.measure, question)
    held, own = question.where.get("contract"), asked.measure.is_own
    carrying = agreements.carrying(by, asked.measure.id) if own else frozenset()
    found = asked.connection.execute(f"SELECT DISTINCT unnest(contracts) FROM {asked.measure.table}").fetchall()
    there = {uid for (uid,) in found}
    return tuple(
        let
        for let in agreements.in_force(by)
        if let.contract in there and let.covers(names) and (held is None or let.contract in held)
        if not own or let.contract in carrying  # one provider's own measure says nothing of another's rows
    )


def _names(measure: Measure, question: Question) -> frozenset[str]:
    """What an agreement must name so that the question can be answered: what is asked by, and what of a person, a service or a
    route the measure itself asks about."""
    conditions = [measure.where, measure.numerator]
    asked = {name for one in conditions if one is not None for name in fields_of(one)} & PERSONAL.keys()
    return frozenset({*asked, *question.group_by, *question.where} - {"contract", "quarter"})


def as_agreed(by: Actor, measure_id: str, version: int | None = None) -> Measure:
    """A measure as the organisation's contracts carry it: of a provider's own the agreed version, whatever it has published
    since; an own share beside the other own ones, of which those of the same whole would give away what it hides. Raises
    NotDefined."""
    if version is None and own_measures.is_own(measure_id):
        version = agreements.as_agreed(by, measure_id)
    measure = registry.get("measure", measure_id, version)
    if not measure.is_own or measure.kind != "share":
        return measure
    others = agreements.agreed_measures(by) - {measure_id}
    return replace(measure, beside=tuple(sorted(id for id in others if own_measures.is_own(id))))


def table(asked: Asked, question: Question, lets: Sequence[Lets]) -> Safe:
    """One table with its margins, over the rows of these contracts: protected by itself, and where the measure is one share of
    a whole (improved, the same, worse) together with the other shares of it, which would give away what it hides."""
    also = {
        key
        for other in _other_shares(asked.measure)
        for key, row in _table(replace(asked, measure=other), question, lets).rows.items()
        if row.suppressed
    }
    return _table(asked, question, lets, also)


def _other_shares(measure: Measure) -> list[Measure]:
    """The shares named beside it that have the same whole: all but the numerator alike, and that on the same field."""
    if measure.kind != "share" or _field(measure) is None:
        return []
    named = [registry.get("measure", id) for id in measure.beside]
    return [one for one in named if _whole(one) == _whole(measure)]


def _whole(measure: Measure) -> tuple[Any, ...]:
    same = (measure.kind, measure.table, measure.where, measure.left_out, measure.latest_per, measure.period_date)
    return (*same, _field(measure))


def _field(measure: Measure) -> str | None:
    """The one field that its numerator asks about."""
    return getattr(measure.numerator, "field", None)


def _table(asked: Asked, question: Question, lets: Sequence[Lets], also: Collection[Key] = ()) -> Safe:
    held = {**question.where, "contract": tuple(sorted(let.contract for let in lets))}
    question = replace(question, where=held, only_paid=True, answers_apart=False)
    return margins.protected(asked, question, agreements.audience(lets), also)


def _rows(asked: Asked, question: Question, lets: Sequence[Lets]) -> list[FigureRow]:
    """The cells, without margins, of each table that the question falls into."""
    apart = next((name for name in APART if name in question.group_by), None)
    if apart is None:
        safe = table(asked, question, lets)
        return [row for key, row in safe.rows.items() if TOTAL not in key and (row.suppressed or row.n)]
    at = question.group_by.index(apart)
    rest = question.group_by[:at] + question.group_by[at + 1 :]
    return [
        replace(row, codes=(*row.codes[:at], code, *row.codes[at:]))
        for code, part, theirs in _parts(apart, replace(question, group_by=rest), lets)
        for row in _rows(asked, part, theirs)
    ]


def _parts(apart: str, question: Question, lets: Sequence[Lets]) -> list[tuple[str, Question, Sequence[Lets]]]:
    if apart == "contract":
        return [(let.contract, question, [let]) for let in sorted(lets, key=lambda let: let.contract)]
    quarters = asking.quarters_of(question.period)
    return [(asking.quarter_label(part), replace(question, period=part), lets) for part in quarters]


def why_nothing(by: Actor, asked: Asked, question: Question) -> str:
    """In words, the first thing that stands in the way; "" when something can be shown."""
    lets = agreements.in_force(by)
    if not lets:
        return "No data-sharing agreement is in force, so nothing may be read. Draft one under a contract."
    if asked.measure.id not in agreements.agreed_measures(by):
        return "None of your contracts has agreed this measure. Agree it under a contract first."
    if not any(let.covers(_names(asked.measure, question)) for let in lets):
        return "No agreement in force lets these fields leave together. Add them to an agreement to ask this."
    if not contributing(by, asked, question):
        return "No return with this measure has been accepted yet, so there is nothing to read."
    return ""


def log(by: Actor, measure: Measure, question: Question) -> None:
    """Note what was asked, never what was answered."""
    asked = {"measure": measure.id, "version": measure.version, "by": list(question.group_by)}
    where = {name: list(values) for name, values in question.where.items()}
    with scope.of(by):
        QueryLog.objects.create(
            organisation_id=by.organisation_id,
            at=clock.now(),
            actor_uid=by.uid,
            query={**asked, "where": where, "period": question.period.label},
        )
