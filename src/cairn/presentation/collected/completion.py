"""What came of what is due, in lines: by authority or provider, then by service and form, and quarter by quarter."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from cairn.collection import rules_completion as rules
from cairn.collection.completion import FEWEST, Cell, Completion
from cairn.collection.rules_completion import Tally
from cairn.insight.collected import FEWEST_PLACES, Places
from cairn.kernel import periods
from cairn.kernel.periods import quarter_of
from cairn.presentation import figures
from cairn.presentation.collected import strip
from cairn.web import formats

COLUMNS = ("authority", "provider", "service", "form", "quarter", "known by", "due", "came", "received of due", "left out",
           "did not come", "of these late", "came after that day", "came though not due", "outside the sample")  # fmt: skip
Key = TypeVar("Key")
HOW = {"record": "the record", "told": "the provider", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class CompletionLine:
    """One line, all in words. `key` is what it is chosen by, "" where there is nothing below it; `width` per cent of a bar, -1
    where nothing is known to be due."""

    key: str
    label: str
    due: str
    came: str
    share: str
    width: int
    missing: str
    late: str
    left_out: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A service and a form, quarter by quarter, and `total` of them."""

    title: str
    lines: tuple[CompletionLine, ...]
    total: CompletionLine


def line(label: str, tally: Tally, *, key: str = "") -> CompletionLine:
    """A tally in words. Where nothing is known to be due, that is said and no share is made."""
    known = bool(tally.due) or not (tally.unknown or tally.going)
    due = formats.number(tally.due) if known else "not known" if tally.unknown else "not yet"
    share = tally.share
    return CompletionLine(
        key, label, due, formats.number(tally.came),
        figures.value(share, "share") if share is not None else ("none due" if known else ""),
        -1 if share is None else min(round(100 * share), 100), formats.number(tally.missing) if known else "",
        formats.number(tally.late) if known else "", formats.number(tally.left_out) if known else "", tuple(_notes(tally, known)),
    )  # fmt: skip


def _notes(tally: Tally, known: bool) -> Iterator[str]:
    """What the numbers alone do not say."""
    if tally.unknown and known:
        quarters = _many(tally.unknown, "quarter of a service and form", "quarters of a service and form")
        yield f"of {quarters} nobody has said how many are due; {_many(tally.blind, 'form', 'forms')} came there"
    elif tally.blind and known:
        yield f"{_many(tally.blind, 'form', 'forms')} in a quarter that still goes on"
    if tally.outside:
        yield f"{_many(tally.outside, 'person', 'people')} outside the sample"
    if tally.beside:
        yield f"{_many(tally.beside, 'form', 'forms')} came that nothing says were due"
    if tally.after:
        yield f"{_many(tally.after, 'form', 'forms')} came after the day asked for"


def _many(number: int, one: str, more: str) -> str:
    return f"{formats.number(number)} {one if number == 1 else more}"


def lines(found: Completion, cells: Sequence[Cell], of: Callable[[Cell], int]) -> list[CompletionLine]:
    """By organisation (`of` gives its id), by name."""
    groups = _grouped(cells, of)
    named = sorted(groups, key=lambda id: found.names[id])
    return [line(found.names[id], groups[id], key=found.uids[id]) for id in named]


def _grouped(cells: Iterable[Cell], of: Callable[[Cell], Key]) -> dict[Key, Tally]:
    found: dict[Key, Tally] = {}
    for cell in cells:
        key = of(cell)
        found[key] = found.get(key, Tally()) + cell.tally
    return found


def by_quarter(cells: Sequence[Cell]) -> list[CompletionLine]:
    """All together, quarter by quarter."""
    groups = _grouped(cells, lambda cell: cell.place.quarter)
    return [line(quarter_words(first), groups[first]) for first in sorted(groups)]


def quarter_words(first: dt.date) -> str:
    return periods.words(quarter_of(first))


def blocks(cells: Sequence[Cell], labels: Mapping[str, str]) -> list[Block]:
    """Service by service and form by form, each quarter by quarter, with what is known from where."""
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.name, cell.place.service, cell.place.form), []).append(cell)
    return [_block(key, own, labels) for key, own in sorted(groups.items())]


def _block(key: tuple[str, str, str], cells: Sequence[Cell], labels: Mapping[str, str]) -> Block:
    name, number, form = key
    service = " ".join(filter(None, (name, f"({number})" if name and number else number))) or "No number of a service"
    shown = tuple(
        line(f"{quarter_words(one.place.quarter)}", one.tally)
        for one in sorted(cells, key=lambda one: one.place.quarter)
    )
    told = "; ".join(dict.fromkeys(SAID[one.how] for one in cells if not one.tally.going)) or "not known yet"
    return Block(
        f"{service}: {labels.get(form, form)} ({told})", shown, line("All of it", rules.total(c.tally for c in cells))
    )


SAID = {
    "record": "counted from the record",
    "told": "as the provider expects",
    "unknown": "Nobody has said how many are due",
}


def sentence(total: Tally) -> str:
    """The whole in words."""
    if not total.due and not total.came:
        return "Nothing is known to be due yet, and no form has come."
    found = [_of_due(total)] if total.due else ["Nobody has said how many forms are due."]
    if total.unknown or total.blind:
        found.append(f"{_many(total.blind, 'form', 'forms')} came where it is not known, or not yet, how many are due.")
    return " ".join(found)


def _of_due(total: Tally) -> str:
    share = figures.value(total.share, "share")
    said = f"Of {_many(total.due, 'form', 'forms')} that are due {formats.number(total.received)} came ({share})"
    left = f", {formats.number(total.left_out)} were left out with a reason" if total.left_out else ""
    late = f"; {formats.number(total.late)} of these are late" if total.late else ""
    return f"{said}{left}, and {formats.number(total.missing)} did not come{late}."


@dataclass(frozen=True, slots=True)
class Spread:
    """The share of each provider as a row of dots, nobody named, the reader's own filled."""

    sentence: str
    picture: Markup | None
    values: tuple[str, ...]


def spread(values: Sequence[float], mine: float | None, *, is_provider: bool) -> Spread:
    """`values` lowest first."""
    told = tuple(figures.value(value, "share") for value in values)
    if len(values) < FEWEST_PLACES:
        said = f"Of fewer than {FEWEST_PLACES} providers {FEWEST} forms or more are known to be due: there is nothing to compare."
        return Spread(said, None, ())
    said = f"{len(values)} providers, from {told[0]} to {told[-1]}."
    if is_provider:
        said = _own(values, mine) if mine is not None else f"{said} Of you fewer than {FEWEST} are known to be due."
    return Spread(said, strip.picture(Places(tuple(values), mine), told, said), told)


def _own(values: Sequence[float], mine: float) -> str:
    ahead = sum(value > mine for value in values)
    alike = sum(value == mine for value in values) - 1
    better = (
        f"{ahead} of the {len(values) - 1} others sent more of what is due"
        if ahead
        else "nobody sent more of what is due"
    )
    same = f", and {alike} the same" if alike else ""
    return f"You: {figures.value(mine, 'share')}. Of {len(values)} providers {better}{same}."


def as_rows(
    found: Completion, cells: Iterable[Cell], labels: Mapping[str, str]
) -> Iterator[tuple[str | int | None, ...]]:
    """The cells as a file has them."""
    for cell in cells:
        one, due = cell.tally, cell.tally.due if cell.how != "unknown" and not cell.tally.going else None
        yield (
            found.names[cell.authority_id], found.names[cell.provider_id], cell.name or cell.place.service,
            labels.get(cell.place.form, cell.place.form), quarter_words(cell.place.quarter), HOW[cell.how], due, one.came,
            one.received if due is not None else None, one.left_out, one.missing if due is not None else None,
            one.late if due is not None else None, one.after, one.beside, one.outside,
        )  # fmt: skip
