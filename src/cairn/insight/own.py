"""Figures of an organisation's own records, and those of partners that agreed to be counted under a contract it leads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from duckdb import DuckDBPyConnection

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking, marts, remembering
from cairn.insight.asking import Asked
from cairn.insight.mart.sources import Source, connect
from cairn.insight.measures import compiling
from cairn.insight.measures.shape import Question
from cairn.insight.results import FactRow, MeasureResult
from cairn.kernel import clock
from cairn.kernel.periods import Period

Only = Sequence[str] | None
"""The columns that are read of each row; None for every one."""
Held = dict[tuple[int, tuple[str, ...]], DuckDBPyConnection]
_held: ContextVar[Held | None] = ContextVar("cairn_one_reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Inside it every figure of an organisation is read from the same state of its mart, brought up to date once. A reading
    within another is the same one."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def compute(by: Actor, measure: Measure, question: Question) -> MeasureResult:
    """Nothing is hidden: it is theirs."""
    said = remembering.said(_ask(by, measure, question), question)
    return MeasureResult(
        measure=measure.id,
        version=measure.version,
        label=measure.label,
        period=question.period,
        organisation=by.organisation_uid,
        scope="own",
        basis="own",
        as_of=clock.now(),
        dimensions=question.group_by,
        rows=said.rows,
        left_out=dict(said.left_out),
        left_out_words=dict(said.left_out_words),
        told=said.told,
    )


def rows_behind(by: Actor, measure: Measure, question: Question, code: str, only: Only = None) -> tuple[FactRow, ...]:
    """The rows of one group, or all of them when nothing is grouped."""
    asked = _narrowed(_ask(by, measure, question), question, only)
    if not question.group_by:
        return asking.facts(asked, question)
    [dimension] = question.group_by
    bare = replace(question, group_by=())
    if dimension == "quarter":
        parts = [part for part in asking.quarters_of(question.period) if asking.quarter_label(part) == code]
        return tuple(fact for part in parts for fact in asking.facts(asked, replace(bare, period=part)))
    held = question.where.get(dimension, (code,))
    if code not in held:
        return ()
    return asking.facts(asked, replace(bare, where={**question.where, dimension: (code,)}))


def rows_left_out(by: Actor, measure: Measure, question: Question, key: str, only: Only = None) -> tuple[FactRow, ...]:
    """The rows that `left_out` of an own figure counts under a key."""
    asked = _narrowed(_ask(by, measure, question), question, only)
    return asking.facts_left_out(asked, question, key)


def people_behind(by: Actor, measure: Measure, question: Question) -> frozenset[str]:
    """Of the people whom an own figure counts, those of the organisation's own records."""
    found = asking.whose(_ask(by, measure, question), question)
    return frozenset(person for person, provider in found if provider == str(by.organisation_uid))


def _narrowed(asked: Asked, question: Question, only: Only) -> Asked:
    """Held to the columns that somebody reads, besides those that the figure rests on: most of a row is never looked at."""
    if only is None:
        return asked
    besides = ("provider", *only)
    return replace(asked, only=compiling.read_by(asked.measure, asked.columns, question.shape, besides))


def _ask(by: Actor, measure: Measure, question: Question) -> Asked:
    if not by.may(Permission.PREPARE_RETURNS):
        by.require(Permission.SEE_OWN_FIGURES)
    columns = asking.columns_of("own", measure.table)
    asking.check(measure, question, columns)
    return Asked(_reader(by, question), measure, columns)


def reader(by: Actor) -> DuckDBPyConnection:
    """The organisation's own mart, brought up to date, for a report that is no measure. Permission is the caller's to ask."""
    return _reader(by, Question(period=Period(clock.today(), clock.today())))


def _reader(by: Actor, question: Question) -> DuckDBPyConnection:
    held = _held.get()
    if held is None:
        return connect(_sources(by, question))
    key = (by.organisation_id, tuple(question.where.get("contract", ())))
    if key not in held:
        held[key] = connect(_sources(by, question))
    return held[key]


def _sources(by: Actor, question: Question) -> list[Source]:
    """The organisation itself; with contracts that it leads, their agreed partners, for those contracts only.

    Raises contracts.queries.NotFound for a contract that the actor may not see.
    """
    marts.refresh(by.organisation_id)
    theirs: dict[str, list[str]] = {}
    with scope.of(by):
        for uid in question.where.get("contract", ()):
            contract = contracts.one(contracts.visible_to(by), uid)
            others = contracts.partner_sources(contract) if contract.provider_id == by.organisation_id else ()
            for other in others:
                if other.organisation_id != by.organisation_id:
                    marts.refresh(other.organisation_id)
                    theirs.setdefault(other.organisation_uid, []).append(uid)
    partners = [Source(partner, tuple(uids)) for partner, uids in theirs.items()]
    return [Source(by.organisation_uid), *partners]
