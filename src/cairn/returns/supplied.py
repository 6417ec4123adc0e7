"""The content of a return that was filled elsewhere, as it is handed over: figures, words, rows about people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class SuppliedFigure:
    """One number. `value` is None where it was not given; `comment` is what was said beside it, or ""."""

    measure: str
    code: str
    value: float | None
    n: int | None
    comment: str = ""


class SuppliedRow(NamedTuple):
    """One row about somebody, of an annual return: under the row code of the contract, never a name. `fact` tells records
    apart; `values` are the columns that the agreement names."""

    table: str
    row_code: str
    fact: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a file says. `words` are answers by the uid of their question: one that is left out, or blank, stays as it is
    written here. `rows` are all rows about people that are to leave; `said_no` the codes of those who said no to that where
    another system knows them."""

    figures: tuple[SuppliedFigure, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[SuppliedRow, ...] = ()
    said_no: frozenset[str] = frozenset()
