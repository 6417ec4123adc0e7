"""What a board pack says, from the figures as they were accepted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cairn.presentation import figures, rag
from cairn.presentation import totals as total_words
from cairn.returns.board import Chosen, Entry, Pack
from cairn.web import formats

HIDDEN = "hidden"
BARS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One contract. `colour` is green, amber, red, none or hidden; `share` how long its bar is, 0 to 1."""

    contract: str
    title: str
    provider: str
    return_uid: str
    value: str
    interval: str
    n: str
    target: str
    colour: str
    word: str
    reason: str
    share: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `total` is "" where it is not added: then `not_added` says why. `bars` are the lines of its picture."""

    key: str
    label: str
    definition: str
    version: int
    measure_class: str
    total: str
    total_words: str
    not_added: str
    rag: str
    caution: str
    lines: tuple[Line, ...]
    bars: tuple[Line, ...]
    bars_words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a pack says, in its order."""

    title: str
    about: str
    organisation: str
    basis: str
    small: str
    printed: str
    figures: tuple[Figure, ...]


def sheet(pack: Pack, *, title: str, about: str, organisation: str, today: dt.date, now: dt.datetime) -> Sheet:
    """`about` is the round and what of it: an area, a contract, the whole portfolio."""
    return Sheet(
        title=title,
        about=about,
        organisation=organisation,
        basis=f"As accepted: {formats.number(pack.accepted)} of {formats.number(pack.expected)} "
        f"{'return' if pack.expected == 1 else 'returns'}, as of {formats.instant(now)}.",
        small=_small(pack),
        printed=formats.date(today),
        figures=tuple(_figure(one) for one in pack.figures),
    )


def _small(pack: Pack) -> str:
    if not pack.threshold:
        return "Small numbers are shown: every agreement behind these figures lets them be."
    return " ".join(filter(None, (_hidden(pack), _TWICE if pack.twice else "", _corrected(pack.corrected))))


_TWICE = (
    "What the quarters of the year carry as well is hidden here: one taken from the other would tell small numbers."
)


def _corrected(many: int) -> str:
    if not many:
        return ""
    were = "1 return was" if many == 1 else f"{formats.number(many)} returns were"
    return f"{were} corrected after it was accepted first: share this pack in place of an earlier one, not beside it."


def _hidden(pack: Pack) -> str:
    rule = f"Counts of 1 to {pack.threshold} are hidden, with whatever would give them away"
    if not pack.hidden:
        return f"{rule}: here none had to be."
    return f"{rule}: {formats.number(pack.hidden)} {'number is' if pack.hidden == 1 else 'numbers are'} hidden here."


def _figure(one: Chosen) -> Figure:
    definition = one.of.definition
    lines = tuple(_line(entry, one) for entry in one.entries)
    total = figures.value(one.total, definition.kind, definition.decimals)
    shown = total_words.shown(one.of)
    many = len(one.entries)
    over = f"over {formats.number(many)} {'contract' if many == 1 else 'contracts'}"
    bars = sorted(lines, key=lambda line: line.share, reverse=True)[:BARS]
    return Figure(
        key=one.key,
        label=f"{definition.label}, {shown.series}" if shown.series else definition.label,
        definition=definition.words,
        version=definition.version,
        measure_class=one.of.same.measure_class,
        total="" if one.of.why_not else HIDDEN if one.is_hidden else total or "none",
        total_words=over,
        not_added=one.of.why_not,
        rag=_rag(one),
        caution=shown.caution,
        lines=lines,
        bars=tuple(bars),
        bars_words=_bars_words(bars, many),
    )


def _line(entry: Entry, one: Chosen) -> Line:
    definition, part = one.of.definition, entry.part
    stat = figures.stat(part, definition.kind, definition.decimals, suppressed=entry.is_hidden)
    mark = rag.mark(entry.coloured) if entry.coloured else None
    return Line(
        contract=part.contract_reference,
        title=part.contract_title,
        provider=part.provider_name,
        return_uid=part.return_uid,
        value=stat.value or stat.hidden,
        interval=f"{stat.low} to {stat.high}" if stat.low else "",
        n="" if entry.is_hidden else stat.n,
        target=figures.target(entry.target, definition.kind, definition.decimals),
        colour=mark.colour if mark else HIDDEN,
        word=mark.word if mark else "Hidden, so no colour",
        reason=mark.reason if mark else "",
        share=_share(entry, one.entries),
    )


def _share(entry: Entry, every: Sequence[Entry]) -> float:
    """A bar's length against the longest; none of what is hidden, so that no bar tells it."""
    longest = max((abs(each.part.value or 0) for each in every if not each.is_hidden), default=0)
    return 0 if entry.is_hidden or not longest else abs(entry.part.value or 0) / longest


COLOURS = {"green": "green", "amber": "amber", "red": "red"}


def _bars_words(bars: Sequence[Line], many: int) -> str:
    """Which are drawn; of what is hidden nobody learns where it would stand."""
    if many <= BARS:
        return ""
    of = f"{BARS} of {formats.number(many)}"
    return (
        f"{of}; where a hidden one would stand is not told."
        if any(each.value == HIDDEN for each in bars)
        else (f"The {BARS} highest of {formats.number(many)}.")
    )


def _rag(one: Chosen) -> str:
    """`5 green, 3 amber, 1 red; 2 without a colour.`"""
    found = one.colours
    said = [f"{formats.number(found[colour])} {word}" for colour, word in COLOURS.items() if found.get(colour)]
    if not said:
        aimed = any(each.target is not None for each in one.entries)
        return "No figure of it has a colour." if aimed else "No contract has a target for it, so there is no colour."
    without = sum(many for colour, many in found.items() if colour not in COLOURS)
    return (
        f"Of {formats.number(len(one.entries))}: {', '.join(said)}{f'; {without} without a colour' if without else ''}."
    )
