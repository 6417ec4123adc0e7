"""Which numbers of a board pack are hidden. Pure.

It is decided once, for the whole round: a pack of an area or of one contract hides what the pack of the whole portfolio hides, so
that none can be subtracted from another. Totals of areas are margins of one table over the areas; the contracts of an area are a
table of their own under its total. Figures that come to another one (referrals, by what became of them) are one table
with it; shares of one whole are hidden together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cairn.definitions.mart import TABLES
from cairn.insight.disclosure import TOTAL, Audience, Table, protect_counts
from cairn.returns.totals import Part, Total

#: What comes to which whole, exactly: each referral received ends in one of three ways, or waits.
COME_TO: Mapping[str, tuple[str, ...]] = {
    "referrals_received": ("referrals_accepted", "referrals_unsuccessful", "referrals_withdrawn", "referrals_pending"),
}
#: Parts of one whole, or as good as: where one is hidden in a return, all are. Their whole stays.
TOGETHER: tuple[frozenset[str], ...] = (
    frozenset({"outcome_improved_share", "outcome_same_share", "outcome_worse_share"}),
    frozenset({"people_new", "people_repeat"}),
)
Cells = Mapping[tuple[str, str, str], int]
"""Counts by name of a figure, area and return."""


@dataclass(slots=True)
class Hidden:
    """Of contracts: (figure's key, return). Of totals: (figure's key, area), and the key of what is hidden over all areas."""

    entries: set[tuple[str, str]] = field(default_factory=set)
    areas: set[tuple[str, str]] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)


def hidden(every: Mapping[str, Total], audience: Audience, wanted: Collection[str] = ()) -> Hidden:
    """`every` has all whole figures of a round, over all areas, by key. `wanted`: those that will be shown, or all; the
    others are only worked out as far as these rest on them."""
    found = Hidden()
    for key, total in every.items():
        found.entries |= {(key, part.return_uid) for part in total.parts if is_small(total, part, audience)}
    families = [_Family(every, whole, parts) for whole, parts in COME_TO.items()]
    asked = set(wanted or every)
    for family in families:
        if family.keys & asked:
            _family(found, family, audience)
    for key, total in every.items():
        if key in asked and not total.why_not and not any(key in family.keys for family in families):
            for number in ("value", "n") if total.definition.kind == "sum" and _names_people(total) else ("value",):
                cells = {("", p.area, p.return_uid): int(getattr(p, number) or 0) for p in total.parts}
                _protect(found, {"": key}, cells, audience)
    _together(found, every)
    return found


def is_small(total: Total, part: Part, audience: Audience) -> bool:
    """Whether a figure tells of few by itself. Of a share those reached, and those not, must be many."""
    of, kind = int(part.denominator or 0), total.definition.kind
    counts = [int(part.n or 0)] if _names_people(total) else []
    if kind in ("count", "distinct", "sum"):
        counts.append(int(part.value or 0))
    if kind == "share":
        reached = (int(part.numerator or 0), round((part.value or 0) * of))
        counts += [of, *reached, *(of - each for each in reached)]
    return any(0 < count <= audience.threshold for count in counts)


def _names_people(total: Total) -> bool:
    """Whether its n is of records about somebody: of heads counted at a door the sessions may be few, not the heads."""
    return "person" in TABLES[total.definition.table]


def _protect(found: Hidden, keys: Mapping[str, str], cells: Cells, audience: Audience) -> None:
    """First the totals of the areas, then under each its contracts. What is hidden of an area is hidden of all its contracts,
    or they would add up to it; what only its contracts need hidden of an area is hidden over all areas too."""
    names, areas = [name for name in keys if name != TOTAL], sorted({area for _, area, _ in cells})
    above = _table(names, areas, _summed(cells), audience)
    for area in areas:
        mine = {(name, uid): count for (name, of, uid), count in cells.items() if of == area}
        returns = sorted({uid for _, uid in mine})
        below = _table(names, returns, mine, audience)
        for name, key in keys.items():
            gone, needed = (name, area) in above, (name, TOTAL) in below
            found.entries |= {(key, uid) for uid in returns if gone or (name, uid) in below}
            if gone or needed:
                found.areas.add((key, area))
            if needed and not gone:
                found.whole.add(key)
    found.whole |= {key for name, key in keys.items() if (name, TOTAL) in above}


def _summed(cells: Cells) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (name, area, _), count in cells.items():
        sums[name, area] += count
    return sums


def _table(
    names: Sequence[str], codes: Sequence[str], cells: Mapping[tuple[str, str], int], audience: Audience
) -> set[tuple[str, str]]:
    """What is hidden of figures by area or by return, totals included; one figure is a table of one dimension."""
    if len(names) == 1:
        alone = Table((("of", tuple(codes)),), {(code,): count for (_, code), count in cells.items()})
        return {(names[0], key[0]) for key, cell in protect_counts(alone, audience).cells.items() if cell.suppressed}
    both = Table((("figure", tuple(names)), ("of", tuple(codes))), dict(cells.items()))
    return {(key[0], key[1]) for key, cell in protect_counts(both, audience).cells.items() if cell.suppressed}


class _Family:
    """A whole and its parts, in the returns of a round: `by` has the figures of each return by measure, with their keys."""

    def __init__(self, every: Mapping[str, Total], whole: str, parts: Iterable[str]) -> None:
        self.whole, self.parts = whole, tuple(parts)
        mine = {key: total for key, total in every.items() if total.same.measure in (whole, *self.parts)}
        self.by: dict[str, dict[str, tuple[str, Part]]] = defaultdict(dict)
        for key, total in mine.items():
            for part in total.parts:
                self.by[part.return_uid][total.same.measure] = key, part
        complete = {uid for uid, said in self.by.items() if self._comes_to(said)}
        self.complete = sorted(complete)
        self.keys = frozenset(mine) if complete else frozenset()
        self.is_even = len(complete) == len(self.by) and len(mine) == 1 + len(self.parts)

    def _comes_to(self, said: Mapping[str, tuple[str, Part]]) -> bool:
        """Not so where a part is not agreed, or a number was put in by hand: then nothing can be subtracted."""
        if not {self.whole, *self.parts} <= said.keys():
            return False
        return sum(said[name][1].value or 0 for name in self.parts) == said[self.whole][1].value


def _family(found: Hidden, family: _Family, audience: Audience) -> None:
    """Where some returns do not carry them all, only totals of what is shown are shown: they then tell nothing new."""
    if not family.complete:
        return
    cells = {
        (name, part.area, uid): int(part.value or 0)
        for uid in family.complete
        for name, (_, part) in family.by[uid].items()
        if name != family.whole
    }
    mine = Hidden()
    _protect(mine, {name: name for name in family.parts} | {TOTAL: family.whole}, cells, audience)
    names = {(name, uid): key for uid, said in family.by.items() for name, (key, _) in said.items()}
    found.entries |= {(names[entry], entry[1]) for entry in mine.entries}
    if family.is_even:
        key_of = {name: key for (name, _), key in names.items()}
        found.areas |= {(key_of[name], area) for name, area in mine.areas}
        found.whole |= {key_of[name] for name in mine.whole}
        return
    for said in family.by.values():
        for key, part in said.values():
            if (key, part.return_uid) in found.entries:
                found.areas.add((key, part.area))
                found.whole.add(key)


def _together(found: Hidden, every: Mapping[str, Total]) -> None:
    """Nothing here is added over contracts, so that hiding more of a return gives nothing away of another."""
    for family in TOGETHER:
        mine = [key for key, total in every.items() if total.same.measure in family]
        gone = {uid for key, uid in found.entries if key in mine}
        parts = {(key, part.return_uid) for key in mine for part in every[key].parts}
        found.entries |= {entry for entry in parts if entry[1] in gone}
