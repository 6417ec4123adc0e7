"""The figures of a file: which are agreed, whether each can be, and whether the groups of a whole come to it. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.exchange.returned.found import Finding, Raw, Sheet, at, beyond, is_blank
from cairn.exchange.returned.listing import Findings
from cairn.exchange.returned.shape import FIGURE_COLUMNS, FIGURES, Form, Line
from cairn.exchange.returned.values import Bad, number, text, whole
from cairn.returns.supplied import SuppliedFigure

PLACE = {column.name: place for place, column in enumerate(FIGURE_COLUMNS)}
COUNTED = frozenset({"count", "distinct", "sum"})
_OPEN_CODE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9 ./_:-]{1,60}")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with its row. `is_unread`: something stands in its cells that could not be read, and is said there."""

    line: Line
    row: int
    figure: SuppliedFigure
    is_unread: bool = False


def read(sheet: Sheet, form: Form, found: Findings) -> tuple[SuppliedFigure, ...]:
    """Every figure of the return, in its order; one that is not given has no value."""
    said: dict[tuple[str, str], Said] = {}
    for row, cells in enumerate(sheet.rows[1:], start=2):
        if not all(map(is_blank, cells)) and (one := _Row(form, row, cells).read(found, said)):
            said[one.line.key] = one
    found.extend(_blank(form, said))
    found.extend(_sums(form, said))
    found.extend(_parts(form, said))
    listed = [line.key for line in form.lines]
    more = sorted(key for key in said if key not in set(listed))
    return tuple(
        said[key].figure if key in said else SuppliedFigure(*key, value=None, n=None) for key in (*listed, *more)
    )


class _Row:
    """One row of the sheet."""

    def __init__(self, form: Form, row: int, cells: Sequence[Raw]) -> None:
        self.form, self.row, self.is_unread = form, row, False
        self.cells = [*cells, *[None] * (len(FIGURE_COLUMNS) - len(cells))]

    def where(self, column: str) -> dict[str, Any]:
        return at(FIGURES, self.row, PLACE[column], column)

    def wrong(self, column: str, rule: str, message: str, fix: str) -> Finding:
        return Finding(rule, message, fix, **self.where(column))

    def text(self, column: str, found: Findings, most: int = 60) -> str:
        said = text(self.cells[PLACE[column]], most)
        if isinstance(said, Bad):
            found.add(self.wrong(column, said.rule, said.message, said.fix))
            return ""
        return said

    def read(self, found: Findings, before: dict[tuple[str, str], Said]) -> Said | None:
        found.extend(beyond(FIGURES, self.row, self.cells, len(FIGURE_COLUMNS)))
        line = self.line(found)
        value, n = self.number("value", number, found), self.number("n", whole, found)
        comment = self.text("comment", found, 1000)
        if line is None:
            return None
        if line.key in before:
            fix = f"Keep one: it stands in row {before[line.key].row} too."
            found.add(self.wrong("measure", "figure.twice", "This figure stands twice.", fix))
            return None
        if n is None and value is not None and line.kind in ("count", "distinct"):
            n = int(value) if value >= 0 and float(value).is_integer() else None
        figure = SuppliedFigure(*line.key, value=value, n=n, comment=comment)
        found.extend(self.possible(line, figure))
        return Said(line, self.row, figure, self.is_unread)

    def line(self, found: Findings) -> Line | None:
        """The figure that the row names, if it is one of the return."""
        measure, breakdown, code = (self.text(name, found) for name in ("measure", "breakdown", "code"))
        mine = [line for line in self.form.lines if line.measure == measure]
        if not mine:
            agreed = ", ".join(dict.fromkeys(line.measure for line in self.form.lines))
            found.add(
                self.wrong(
                    "measure",
                    "figure.not_agreed",
                    "No such measure is agreed for this return.",
                    f"Agreed are: {agreed}.",
                )
            )
            return None
        declared = self.text("class", found)
        if declared != mine[0].measure_class:
            fix = f"Write {mine[0].measure_class}."
            found.add(self.wrong("class", "figure.class", "The measure was agreed as of another class.", fix))
        if not breakdown and not code:
            return next((line for line in mine if not line.breakdown), None)
        return self.group(mine, measure, breakdown, code, found)

    def group(self, mine: list[Line], measure: str, breakdown: str, code: str, found: Findings) -> Line | None:
        broken = self.form.breakdowns.get((measure, breakdown))
        if broken is None:
            agreed = [by for name, by in self.form.breakdowns if name == measure]
            fix = (
                f"Agreed is: {', '.join(agreed)}."
                if agreed
                else "Only the whole is agreed: leave breakdown and code blank."
            )
            found.add(self.wrong("breakdown", "figure.breakdown", "The measure is not broken down so.", fix))
            return None
        exact = next((line for line in mine if line.breakdown == breakdown and line.code == code), None)
        if exact:
            return exact
        if code in broken.codes or (not broken.codes and _OPEN_CODE.fullmatch(code)):
            return replace(mine[0], breakdown=breakdown, code=code, group=code)
        some = ", ".join(sorted(broken.codes)[:14])
        fix = f"Use: {some}." if some else "Use the code of the place, or of what you made in Cairn."
        found.add(self.wrong("code", "figure.code", f"This code is not in the list of {breakdown}.", fix))
        return None

    def number(self, column: str, read_as: Any, found: Findings) -> Any:
        said = read_as(self.cells[PLACE[column]])
        if isinstance(said, Bad):
            found.add(self.wrong(column, said.rule, said.message, said.fix))
            self.is_unread = True
            return None
        return said

    def possible(self, line: Line, figure: SuppliedFigure) -> Iterator[Finding]:
        """Whether such a figure can be."""
        value, n = figure.value, figure.n
        if value is None:
            return
        if line.kind in COUNTED:
            yield from self.counted(line, value, n, figure.comment)
        elif line.kind == "share" and not 0 <= value <= 1:
            over = "This is more than 100 per cent." if value > 1 else "A share cannot be negative."
            yield self.wrong("value", "share.range", over, "Write a share from 0 to 1: 45 per cent is 0.45.")
        if line.kind not in COUNTED and not n:
            fix = "Write of how many it is."
            yield self.wrong("n", "figure.n_missing", "A share, a mean or a change needs its n.", fix)

    def counted(self, line: Line, value: float, n: int | None, comment: str) -> Iterator[Finding]:
        if value < 0:
            yield self.wrong(
                "value", "number.negative", "Here stands a negative number.", "Write a whole number from 0 up."
            )
        elif not float(value).is_integer():
            yield self.wrong(
                "value", "number.whole", "This is counted, so it is a whole number.", "Write a whole number from 0 up."
            )
        elif line.kind != "sum" and n is not None and n < value:
            fix = "n is how many records or people it rests on: at least as many as are counted."
            yield explained(self.wrong("n", "figure.n_small", "n is smaller than the figure.", fix), comment)


def explained(one: Finding, *comments: str) -> Finding:
    """What does not go together is an obstacle, unless something is said beside it: then whoever reads it is warned."""
    if any(comments):
        return replace(one, severity="warning")
    return replace(one, fix=f"{one.fix} Or say beside it why it is so.")


def _blank(form: Form, said: dict[tuple[str, str], Said]) -> Iterator[Finding]:
    """Figures that are not given: no obstacle, and said."""
    for line in form.lines:
        one = said.get(line.key)
        if one is not None and (one.is_unread or one.figure.value is not None or one.figure.n is not None):
            continue
        name = f"{line.name}: {line.group}" if line.breakdown else line.name
        fix = "Give it if you can; else say beside it why not."
        where = at(FIGURES, one.row, PLACE["value"], "value") if one else {"sheet": FIGURES}
        if not (one and one.figure.comment):
            yield Finding("figure.blank", f"Not given: {name}.", fix, severity="warning", **where)


def _sums(form: Form, said: dict[tuple[str, str], Said]) -> Iterator[Finding]:
    """Groups that do not come to their whole."""
    for (measure, breakdown), broken in form.breakdowns.items():
        whole_ = said.get((measure, ""))
        parts = [one for one in said.values() if one.line.measure == measure and one.line.breakdown == breakdown]
        if whole_ is None or whole_.figure.value is None or whole_.line.kind not in COUNTED:
            continue
        given = [one.figure.value for one in parts if one.figure.value is not None]
        if not given or len(given) < len(parts):
            continue
        total, of = sum(given), whole_.figure.value
        if (broken.adds_up and total != of) or (broken.covers and total < of):
            message = f"By {breakdown} the groups come to {total:,}, the whole is {of:,}."
            fix = (
                "Count each once, those without an answer in their own group."
                if broken.adds_up
                else "Everybody is in one at least."
            )
            one = Finding("figure.sum", message, fix, **at(FIGURES, whole_.row, PLACE["value"], "value"))
            yield explained(one, whole_.figure.comment, *(part.figure.comment for part in parts))


def _parts(form: Form, said: dict[tuple[str, str], Said]) -> Iterator[Finding]:
    """A group that has more than its whole."""
    for one in said.values():
        whole_ = said.get((one.line.measure, ""))
        if not one.line.breakdown or whole_ is None or one.line.kind not in COUNTED:
            continue
        if None not in (one.figure.value, whole_.figure.value) and one.figure.value > whole_.figure.value:  # type: ignore[operator]
            where = at(FIGURES, one.row, PLACE["value"], "value")
            wrong = Finding(
                "figure.part", "This group has more than the whole.", "Put right the group, or the whole.", **where
            )
            yield explained(wrong, one.figure.comment, whole_.figure.comment)
