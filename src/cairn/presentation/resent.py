"""What a version of a return says otherwise than the one before it, as both sides read it."""

from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.presentation import figures
from cairn.returns import resent
from cairn.returns.previews import TABLES
from cairn.returns.resent import ChangedFigure, ChangedRows
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, as the two versions have it; `note`: what differs where the number does not."""

    label: str
    then: str
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`rows` says of each table what of its rows differs."""

    before: int
    number: int
    lines: tuple[Line, ...]
    rows: tuple[tuple[str, str], ...]
    words: bool
    is_same: bool


def of(by: Actor, return_uid: str) -> Shown | None:
    """None where the return was sent once at most. Raises NotFound."""
    found = resent.of(by, return_uid)
    if found is None:
        return None
    lines, rows = tuple(map(_line, found.figures)), tuple(map(_rows, found.rows))
    return Shown(found.before, found.number, lines, rows, found.words, found.is_same)


def _line(one: ChangedFigure) -> Line:
    measure = registry.get("measure", one.measure, one.version)
    then, now = (figures.value(each, measure.kind, measure.decimals) or "not given" for each in (one.then, one.now))
    label = f"{measure.label}, {one.label}" if one.label else measure.label
    return Line(label, then, now, "what is said of it, or its n" if one.is_note_only else "")


def _rows(one: ChangedRows) -> tuple[str, str]:
    parts = ((one.new, "new {}"), (one.gone, "{} no longer in it"), (one.other, "{} with other answers"))
    said = [f"{formats.number(many)} {words.format('row' if many == 1 else 'rows')}" for many, words in parts if many]
    return TABLES[one.table], ", ".join(said)
