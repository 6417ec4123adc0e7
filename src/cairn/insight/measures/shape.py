"""How a measure is asked: what it is grouped by and which values rows are held to. What changes between two askings of
one shape are only values, so that a shape is compiled once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir

from cairn.kernel.periods import Period

_MARK = re.compile(r"'§(\w+)§'")


@dataclass(frozen=True, slots=True)
class Shape:
    """`where` names each column that rows are held to, and how many values it may have. `only_paid`: an open stretch
    counts only on days for which some contract pays, as everything does that was shared under one. Without
    `answers_apart` all who gave no answer are one group, whatever the reason: apart they are small, and hide others."""

    group_by: tuple[str, ...] = ()
    where: tuple[tuple[str, int], ...] = ()
    only_paid: bool = False
    answers_apart: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A shape with its values."""

    period: Period
    group_by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only_paid: bool = False
    answers_apart: bool = True

    @property
    def shape(self) -> Shape:
        held = tuple((column, len(values)) for column, values in sorted(self.where.items()))
        return Shape(self.group_by, held, self.only_paid, self.answers_apart)

    @property
    def parameters(self) -> dict[str, str]:
        """The values by the names under which the compiled text asks for them."""
        found = {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        for at, (_, values) in enumerate(sorted(self.where.items())):
            found |= {f"w{at}_{number}": value for number, value in enumerate(values)}
        return found


def question(
    period: Period,
    group_by: Sequence[str] = (),
    where: Mapping[str, str | Sequence[str]] | None = None,
    only_paid: bool = False,
) -> Question:
    """A question from what people write: one value, or several of which any will do."""
    held = {
        column: (value,) if isinstance(value, str) else tuple(value) for column, value in (where or {}).items() if value
    }
    return Question(period, tuple(group_by), held, only_paid)


def asked(name: str) -> ir.StringScalar:
    """A value that is given only when the text is run."""
    return ibis.literal(f"§{name}§")


def text_of(expression: ir.Table) -> str:
    """The compiled text, with `$name` for every value that is given later."""
    return _MARK.sub(r"$\1", str(ibis.to_sql(expression, dialect="duckdb")))


def used(parameters: Mapping[str, str], text: str) -> dict[str, str]:
    """Those of the values that a text asks for."""
    return {name: value for name, value in parameters.items() if re.search(rf"\${name}\b", text)}
