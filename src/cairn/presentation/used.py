"""What was done with submitted data, and the city-wide picture, as people read them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn.contracts import breaks
from cairn.definitions import registry
from cairn.presentation import dimensions, figures
from cairn.returns import rules_feedback
from cairn.returns.rules_feedback import Line
from cairn.returns.uses import KINDS, FieldUses, Used

MARGIN = 6
PLACES = {"below": "below", "among": "in", "above": "above"}


@dataclass(frozen=True, slots=True)
class Strip:
    """A measure's picture: the middle half of providers as a box, the middle as a line, one's own as a diamond; positions from
    0 to 100. `mine` is "" where one has no figure."""

    label: str
    words: str
    providers: int
    low: str
    middle: str
    high: str
    total: str
    mine: str
    box: tuple[float, float]
    line: float
    at: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One submitted figure or field, and what was done with it in a sentence."""

    of: FieldUses
    label: str
    sentence: str


def strip(found: Line, mine: float | None, beside: bool = True) -> Strip:
    """As a sentence, numbers for a table, and places for a picture. `beside`: for one provider, whose own is `mine`."""
    definition = registry.get("measure", found.measure, found.version)

    def shown(value: float | None) -> str:
        return figures.target(value, definition.kind, definition.decimals) if value is not None else ""

    ends = [found.low, found.high, *([mine] if mine is not None else [])]
    first, width = min(ends), (max(ends) - min(ends)) or 1.0

    def place(value: float) -> float:
        return round(MARGIN + (100 - 2 * MARGIN) * (value - first) / width, 1)

    low, middle, high = shown(found.low), shown(found.middle), shown(found.high)
    half = f"between about {low} and {high}; the middle one is about {middle}" if low != high else f"at about {low}"
    said = [f"Half of {found.providers} providers lie {half}."]
    if mine is not None:
        said.append(f"Yours is {shown(mine)}, {PLACES[rules_feedback.place_of(mine, found)]} the middle half.")
    elif beside:
        said.append("Your return has none.")
    return Strip(
        _label(found, definition.label), " ".join(said), found.providers, low, middle, high, shown(found.total), shown(mine),
        (place(found.low), max(place(found.high) - place(found.low), 1.0)), place(found.middle),
        place(mine) if mine is not None else None,
    )  # fmt: skip


def _label(found: Line, label: str) -> str:
    return f"{label}, {breaks.said(date.fromisoformat(found.since))}" if found.since else label


def strips(lines: Iterable[Line], mine: Mapping[str, float] | None = None) -> tuple[Strip, ...]:
    """Beside a provider's own figures, or for whoever reads the city alone."""
    return tuple(strip(line, (mine or {}).get(line.key), beside=mine is not None) for line in lines)


def rows(found: Iterable[FieldUses]) -> tuple[Row, ...]:
    """Each with the sum of it: `Used in 2 decisions, 1 report; looked at on screen on 3 days.`"""
    together = [replace(one, uses=merged(one.uses)) for one in found]
    return tuple(
        Row(one, dimensions.label(one.name) if one.is_of_people else one.label, sentence(one)) for one in together
    )


def merged(uses: Iterable[Used]) -> tuple[Used, ...]:
    """What was looked at or taken out at one place on one day by the same, through whichever version or table, as one line."""
    lines: dict[object, Used] = {}
    for use in uses:
        same = (use.kind, use.place, use.words, use.who, use.on, use.link)
        key: object = same if use.kind in ("dashboard", "download") else id(use)
        lines[key] = replace(lines[key], times=lines[key].times + use.times) if key in lines else use
    return tuple(lines.values())


def sentence(one: FieldUses) -> str:
    many = Counter(use.kind for use in one.uses)
    if many["dashboard"]:
        many["dashboard"] = len({use.on for use in one.uses if use.kind == "dashboard"})
    if many["download"]:
        many["download"] = sum(use.times for use in one.uses if use.kind == "download")
    parts = [_many(many[kind], *NOUNS[kind]) for kind in KINDS if many[kind]]
    return f"{', '.join(parts)}." if parts else "Nobody has used it yet."


NOUNS = {
    "decision": ("decision", "decisions"), "publication": ("publication", "publications"),
    "report": ("report", "reports"), "download": ("file taken out", "files taken out"),
    "dashboard": ("day on screen", "days on screen"),
}  # fmt: skip


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def what(use: Used) -> str:
    """`Decision: accepted` or `Taken out as a file: board pack`."""
    kind = registry.get("codes", "data_use").label_of(use.kind)
    place = registry.get("codes", "data_use_place").label_of(use.place)
    return f"{kind}: {use.words}" if use.words else f"{kind}: {place.lower()}"
