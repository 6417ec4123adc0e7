"""Put a question about a measure to a mart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import duckdb

from cairn.definitions.shapes.measure import LeftOut, Measure
from cairn.insight import mapped
from cairn.insight.gather import Kind, extracts
from cairn.insight.labels import label_of
from cairn.insight.mapped import Told
from cairn.insight.measures import answers, compiling
from cairn.insight.measures.shape import Question, used
from cairn.insight.results import FactRow, FigureRow
from cairn.kernel.periods import Period, quarter_of
from cairn.kernel.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure, the columns of its table, and the mart to ask. `only`: those columns that rows are read with, or all."""

    connection: duckdb.DuckDBPyConnection
    measure: Measure
    columns: compiling.Columns
    only: compiling.Columns | None = None

    @property
    def read(self) -> compiling.Columns:
        return self.columns if self.only is None else self.only

    def fetch(self, text: str, question: Question) -> list[tuple[Any, ...]]:
        return self.connection.execute(text, used(question.parameters, text)).fetchall()

    def groups(self, question: Question) -> list[tuple[tuple[str, ...], tuple[Any, ...]]]:
        """(codes, aggregates) of each group."""
        size = len(question.group_by)
        text = compiling.figures_text(self.measure, self.columns, question.shape)
        return [(row[:size], row[size:]) for row in self.fetch(text, question)]

    def people(self, question: Question) -> dict[tuple[str, ...], int]:
        """How many people are in each group, everybody counted once."""
        text = compiling.people_text(self.measure, self.columns, question.shape)
        return {row[:-1]: row[-1] for row in self.fetch(text, question)}

    @property
    def names_people(self) -> bool:
        return any(name == "person" for name, _ in self.columns)


def columns_of(kind: Kind, table: str) -> compiling.Columns:
    return tuple((column.name, column.type) for column in extracts(kind)[table].columns)


def figures(asked: Asked, question: Question) -> list[FigureRow]:
    """One row a group, nothing hidden. A stretch that is open in several quarters is in each."""
    if "quarter" in question.group_by and asked.measure.period_rule == "open_during":
        return [row for part in _by_quarter(question) for row in _quarter_rows(asked, question, part)]
    return [figure_of(asked.measure, codes, found) for codes, found in asked.groups(question)]


def figure_of(measure: Measure, codes: tuple[str, ...], found: tuple[Any, ...]) -> FigureRow:
    n, k, total, squares, _people = found
    return answers.figure(measure.kind, codes, n, k, total, squares)


def quarters_of(period: Period) -> Iterator[Period]:
    """The calendar quarters of a period, the first and last cut to it."""
    start = period.start
    while start <= period.end:
        quarter = quarter_of(start)
        yield Period(start, min(quarter.end, period.end))
        start = quarter.end + timedelta(days=1)


def quarter_label(part: Period) -> str:
    return quarter_of(part.start).label


def _by_quarter(question: Question) -> list[Question]:
    rest = tuple(name for name in question.group_by if name != "quarter")
    return [replace(question, period=part, group_by=rest) for part in quarters_of(question.period)]


def _quarter_rows(asked: Asked, question: Question, part: Question) -> list[FigureRow]:
    at, label = question.group_by.index("quarter"), quarter_label(part.period)
    rows = figures(asked, part)
    return [replace(row, codes=(*row.codes[:at], label, *row.codes[at:])) for row in rows if row.n]


def left_out(asked: Asked, question: Question) -> tuple[dict[str, int], dict[str, str]]:
    """How many rows were left out, by `id` of the reason or `id/code` where it splits them; and the reasons in words."""
    found = list(_left_out(asked, replace(question, group_by=())))
    return found[0][1:] if found else ({}, {})


def left_out_of_each(asked: Asked, question: Question) -> Iterator[tuple[str, dict[str, int], dict[str, str]]]:
    """The same for each group of one dimension, by its code, of the groups that leave anything out."""
    yield from _left_out(asked, question)


def _left_out(asked: Asked, question: Question) -> Iterator[tuple[str, dict[str, int], dict[str, str]]]:
    reasons = asked.measure.left_out
    if not reasons:
        return
    each: dict[str, dict[str, int]] = {}
    for *group, place, code, n in asked.fetch(
        compiling.left_out_text(asked.measure, asked.columns, question.shape), question
    ):
        reason = reasons[place - 1]
        each.setdefault("".join(group), {})[f"{reason.id}/{code}" if reason.by and code else reason.id] = n
    words = {reason.id: reason for reason in reasons}
    for named, counts in each.items():
        yield named, counts, {key: _reason(words[key.partition("/")[0]], key.partition("/")[2]) for key in counts}


def _reason(reason: LeftOut, code: str) -> str:
    return f"{reason.words}: {label_of(reason.by, code).lower()}" if reason.by and code else reason.words


def told(asked: Asked, question: Question) -> tuple[Told, ...]:
    """Where outcomes are counted, which tools told of those that are."""
    return next((found for _, found in told_of_each(asked, replace(question, group_by=()))), ())


def told_of_each(asked: Asked, question: Question) -> Iterator[tuple[str, tuple[Told, ...]]]:
    """The same for each group of one dimension, by its code."""
    if not mapped.is_of(asked.measure):
        return
    each: dict[str, list[Told]] = {}
    for row in asked.fetch(compiling.told_text(asked.measure, asked.columns, question.shape), question):
        each.setdefault("".join(row[:-4]), []).append(Told(*row[-4:]))
    yield from ((named, tuple(found)) for named, found in each.items())


def facts(asked: Asked, question: Question) -> tuple[FactRow, ...]:
    """The rows that are counted."""
    text = compiling.rows_text(asked.measure, asked.columns, question.shape, asked.read)
    return tuple(_fact(asked, row) for row in asked.fetch(text, question))


def whose(asked: Asked, question: Question) -> tuple[tuple[str, str], ...]:
    """The people of the rows that are counted, each once, with whose record it is."""
    text = compiling.whose_text(asked.measure, asked.columns, question.shape)
    return tuple((person, provider or "") for person, provider in asked.fetch(text, question))


def facts_left_out(asked: Asked, question: Question, key: str) -> tuple[FactRow, ...]:
    """The rows behind a count of `left_out`, by its key: `id` of the reason, `id/code`, or `id/*` for all of a reason."""
    id, _, code = key.partition("/")
    place = next((at for at, reason in enumerate(asked.measure.left_out, start=1) if reason.id == id), 0)
    if not place:
        return ()
    bare, by = replace(question, group_by=()), asked.measure.left_out[place - 1].by
    text = compiling.left_rows_text(asked.measure, asked.columns, bare.shape, place, asked.read)
    found = (_fact(asked, row) for row in asked.fetch(text, bare))
    return tuple(fact for fact in found if not by or code == "*" or (fact.values.get(by) or "") == code)


def _fact(asked: Asked, row: tuple[Any, ...]) -> FactRow:
    values = dict(zip((name for name, _ in asked.read), row, strict=False))
    in_numerator = row[-1] if len(row) > len(asked.read) else None
    own = {name: value for name, value in values.items() if name not in ("subject", "contract_spans")}
    uid, person, provider = own.pop("uid"), own.pop("person", None), own.pop("provider")
    return FactRow(asked.measure.table, uid, person or "", provider or "", own, in_numerator)


def check(measure: Measure, question: Question, columns: compiling.Columns) -> None:
    """Refuse what the measure may not be grouped by, and a column that its table has not."""
    known = {name for name, _ in columns} | {"contract"}
    problems = [
        Problem("measure.by", f"This measure may not be broken down by {name}.", _choose(measure), field=name)
        for name in question.group_by
        if name not in measure.may_group_by
    ]
    problems += [
        Problem("measure.where", f"This measure cannot be held to {name}.", _choose(measure), field=name)
        for name in question.where
        if name not in known
    ]
    if len(set(question.group_by)) != len(question.group_by):
        problems.append(Problem("measure.twice", "A dimension is named twice.", "Name each once."))
    if problems:
        raise Refused(problems)


def _choose(measure: Measure) -> str:
    return f"Choose from: {', '.join(measure.may_group_by)}."
