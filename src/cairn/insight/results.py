"""What a figure is when it is read: frozen, typed, ready for a page, a file or a return. No Django here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cairn.insight import mapped
from cairn.insight.mapped import Told
from cairn.kernel.periods import Period

Scope = Literal["own", "shared"]
Basis = Literal["own", "submitted"]
TOTAL = "(total)"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure. `codes` has one code per dimension of the result, in their order; () when nothing was grouped.

    `n` is how many records (for `distinct`: people) the value rests on. `value` is the count, the share from 0 to 1, the
    mean, the mean change or the sum. `low` and `high` bound it at 95 per cent where that has a meaning.
    When `suppressed`, every number is None. `reason` says in words why a number is missing.
    """

    codes: tuple[str, ...]
    n: int | None
    numerator: float | None
    denominator: float | None
    value: float | None
    low: float | None = None
    high: float | None = None
    suppressed: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """A measure, computed. `organisation` is a uid; `as_of` is when the mart it came from was last brought up to date.

    `left_out` counts records that could have counted and did not, by the id that the measure gives each reason (or
    `id/code` where it splits them); `left_out_words` says each reason. What was shared has none: only what counted was sent.
    `reason` says in words why a shared result has no rows. `told`, where outcomes are counted: which tools told of them.
    """

    measure: str
    version: int
    label: str
    period: Period
    organisation: str
    scope: Scope
    basis: Basis
    as_of: datetime
    dimensions: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    left_out: dict[str, int] = field(default_factory=dict)
    left_out_words: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    told: tuple[Told, ...] = ()

    def row(self, *codes: str) -> FigureRow | None:
        """The row of these codes, or None when nobody is in it."""
        return next((row for row in self.rows if row.codes == codes), None)

    def as_json(self) -> dict[str, Any]:
        """The shape of `cairn measure --json` (design section 7)."""
        return {
            "measure": self.measure,
            "version": self.version,
            "period": self.period.label,
            "organisation": self.organisation,
            "scope": self.scope,
            "rows": [_row_json(self.dimensions, row) for row in self.rows],
            "left_out": self.left_out,
            "basis": self.basis,
            "as_of": self.as_of.isoformat(),
            **({"mapping": mapped.as_json(self.told)} if self.told else {}),
        }


def _row_json(dimensions: tuple[str, ...], row: FigureRow) -> dict[str, Any]:
    numbers = {name: getattr(row, name) for name in ("n", "numerator", "denominator", "value", "low", "high")}
    return {
        **dict(zip(dimensions, row.codes, strict=True)),
        **numbers,
        "suppressed": row.suppressed,
        "reason": row.reason,
    }


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row behind a figure: a row of a mart table.

    `fact_uid` is the record's own uid (of a step: of its first record), `person_uid` the client ("" for a head count),
    `provider_uid` whose record it is. `values` holds every other column of the table by its mart name, as the data
    dictionary lists them; an agreement's fields choose among these. `in_numerator` is None but for shares.
    """

    table: str
    fact_uid: str
    person_uid: str
    provider_uid: str
    values: dict[str, Any]
    in_numerator: bool | None = None


@dataclass(frozen=True, slots=True)
class CrossCell:
    """One cell of a cross-tab as the audience may see it; all numbers None when `suppressed`."""

    n: int | None
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Two dimensions by one measure. `cells` is keyed (row code, column code), `TOTAL` for a margin.

    Empty (`rows`, `columns`, `cells`) with `reason` in words when nothing may be shown. `sentence` reads the table aloud.
    """

    measure: str
    version: int
    label: str
    period: Period
    rows_dim: str
    columns_dim: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], CrossCell]
    hidden: int
    threshold: int
    sentence: str
    basis: Basis
    as_of: datetime | None
    reason: str = ""
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did. `rows` is how many rows were written, `seq` the place in the feed now reached."""

    how: Literal["nothing", "delta", "rebuild"]
    subjects: int
    rows: int
    seq: int
