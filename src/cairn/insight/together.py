"""The figures of many contracts of many organisations at once: each measure is asked once for all of them, not once for each.

What each contract's lead may see is worked out first: its own rows and those of partners that agreed. The rows that one of
the contracts pays for are laid side by side in memory, each naming only the contracts under which it may be seen; then a
measure is grouped by contract. By construction a contract's group is what `own` gives its lead.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking, mapped, marts
from cairn.insight.asking import Asked
from cairn.insight.mart import files
from cairn.insight.mart.sources import NoMart
from cairn.insight.measures.compiling import TELLS, read_by
from cairn.insight.measures.rows import SPANS
from cairn.insight.measures.shape import Question
from cairn.insight.results import FigureRow, MeasureResult
from cairn.kernel import clock
from cairn.kernel.periods import Period

Wanted = tuple[Measure, str]
"""A measure, whole or broken down by one dimension."""
Key = tuple[str, str, int, str]
"""A contract's uid, a measure, its version, and a dimension or ""."""
Heard = Callable[[int, int], None]
"""How many organisations of how many have been read."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation whose rows count, and under which contracts: those that it leads, or has agreed to be a partner in."""

    organisation_id: int
    organisation_uid: str
    contracts: frozenset[str]


def refresh(holders: Sequence[Holder], heard: Heard = lambda done, of: None) -> None:
    """Bring each organisation's own mart up to date."""
    for number, holder in enumerate(holders):
        marts.refresh(holder.organisation_id)
        heard(number + 1, len(holders))


def compute(holders: Sequence[Holder], wanted: Sequence[Wanted], period: Period) -> "Figures":
    """What every contract of these organisations has of every measure in a period. Their marts must be there."""
    questions = [(measure, Question(period, ("contract", by) if by else ("contract",))) for measure, by in wanted]
    for _ in range(RETRIES):  # a writer may remove a file between the reading of its name and the opening
        try:
            return _compute(holders, questions, period)
        except duckdb.IOException:
            continue
    return _compute(holders, questions, period)


RETRIES = 3


def _compute(holders: Sequence[Holder], questions: Sequence[tuple[Measure, Question]], period: Period) -> "Figures":
    found: dict[Key, _Answer] = {}
    if not holders:
        return Figures(found, period)
    laid = _laid(questions)
    with duckdb.connect(":memory:") as connection:
        _lay(connection, holders, laid)
        for measure, question in questions:
            asked = Asked(connection, measure, tuple(laid[measure.table].items()))
            for contract, answer in _answers(asked, question).items():
                found[contract, measure.id, measure.version, "".join(question.group_by[1:])] = answer
    return Figures(found, period)


@dataclass(slots=True)
class _Answer:
    rows: list[FigureRow]
    left_out: dict[str, int]
    words: dict[str, str]
    told: tuple[Any, ...] = ()


class Figures:
    """What was found, to be taken out contract by contract."""

    def __init__(self, found: Mapping[Key, _Answer], period: Period) -> None:
        self._found, self._period, self._as_of = found, period, clock.now()

    def of(self, contract: str, organisation: str, measure: Measure, by: str = "") -> MeasureResult:
        """A contract's figures of a measure, as its lead (`organisation`, a uid) would be given them."""
        answer = self._found.get((contract, measure.id, measure.version, by)) or _Answer([], {}, {})
        whole = answer.rows or [asking.figure_of(measure, (), (0, 0, None, None, 0))]
        return MeasureResult(
            measure=measure.id, version=measure.version, label=measure.label, period=self._period,
            organisation=organisation, scope="own", basis="own", as_of=self._as_of, dimensions=(by,) if by else (),
            rows=tuple(answer.rows if by else whole), left_out=answer.left_out, left_out_words=answer.words,
            told=answer.told,
        )  # fmt: skip


def _answers(asked: Asked, question: Question) -> dict[str, _Answer]:
    """By contract. What was left out and which tools told is of the whole, so that a breakdown has the same."""
    found: dict[str, _Answer] = {}

    def of(contract: str) -> _Answer:
        return found.setdefault(contract, _Answer([], {}, {}))

    for row in asking.figures(asked, question):
        if question.group_by[1:] == ("contract",) and row.codes[1] != row.codes[0]:
            continue  # what two contracts pay for: a return is of its own only
        of(row.codes[0]).rows.append(replace(row, codes=row.codes[1:]))
    whole = replace(question, group_by=("contract",))
    for contract, counts, words in asking.left_out_of_each(asked, whole):
        of(contract).left_out, of(contract).words = counts, words
    for contract, told in asking.told_of_each(asked, whole):
        of(contract).told = told
    return found


Laid = Mapping[str, Mapping[str, str]]
"""By table, the names and types of the columns that are laid side by side."""


def _laid(questions: Sequence[tuple[Measure, Question]]) -> Laid:
    """Those on which any figure rests that is asked for."""
    found: dict[str, dict[str, str]] = {}
    for measure, question in questions:
        every = asking.columns_of("own", measure.table)
        tells = TELLS if mapped.is_of(measure) else ()
        found.setdefault(measure.table, {}).update(read_by(measure, every, question.shape, tells))
    return found


def _lay(connection: duckdb.DuckDBPyConnection, holders: Sequence[Holder], laid: Laid) -> None:
    """A table for each that the measures read, with the rows of every organisation that one of its contracts pays for."""
    connection.execute("BEGIN")
    for number, holder in enumerate(holders):
        for select in _parts(connection, holder, laid):
            made = "CREATE TABLE {} AS {}" if number == 0 else "INSERT INTO {} {}"
            connection.execute(made.format(*select))
        connection.execute("COMMIT")
        _let_go(connection)
        connection.execute("BEGIN")
    connection.execute("COMMIT")


def _parts(connection: duckdb.DuckDBPyConnection, holder: Holder, laid: Laid) -> Iterator[tuple[str, str]]:
    """(table, query) for each table of one organisation, its files attached."""
    place = files.folder(holder.organisation_uid, "own")
    manifest = files.read(place)
    if manifest is None:
        raise NoMart(place.name)
    _attach(connection, "base", place / manifest.base)
    if manifest.delta:
        _attach(connection, "delta", place / manifest.delta)
    for table, columns in laid.items():
        yield table, _select(table, columns, bool(manifest.delta), holder.contracts)


def _attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")


def _let_go(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("base", "delta"):
        connection.execute(f"DETACH DATABASE IF EXISTS {name}")


def _select(table: str, columns: Mapping[str, str], has_delta: bool, contracts: frozenset[str]) -> str:
    """The rows that one of these contracts pays for on some day, naming no other contract."""
    here = ", ".join(f"'{_plain(contract)}'" for contract in sorted(contracts))
    held = {
        "contracts": f"list_filter(contracts, lambda one: one IN ({here}))",
        SPANS: f"list_filter({SPANS}, lambda span: substr(span, 1, 36) IN ({here}))",
    }
    names = ", ".join(f"{held[name]} AS {name}" if name in held else f'"{name}"' for name in columns)
    rows = f"SELECT * FROM base.{table}"
    if has_delta:
        rows += " AS old WHERE NOT EXISTS (SELECT 1 FROM delta.changed AS new WHERE new.subject = old.subject)"
        rows += f" UNION ALL BY NAME SELECT * FROM delta.{table}"
    paid = " OR ".join(f"len({name}) > 0" for name in held if name in columns)
    return f"SELECT * FROM (SELECT {names} FROM ({rows})) WHERE {paid}"


def _plain(contract: str) -> str:
    if not all(letter.isalnum() or letter == "-" for letter in contract):
        raise ValueError("a contract is named by its uid")
    return contract
