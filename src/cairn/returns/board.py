"""What a board is shown of the accepted figures of a round: totals, contracts, colours; small numbers hidden as in the
shared figures, because a pack goes further than the desk that accepted them. Enter a scope first."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.insight import agreements
from cairn.insight.disclosure import Audience
from cairn.kernel import clock
from cairn.returns import colours, guarding, inbox, overlapping, totals
from cairn.returns.colours import Coloured
from cairn.returns.guarding import Hidden
from cairn.returns.inbox import Filter
from cairn.returns.models import FigureRating
from cairn.returns.rating import Rule
from cairn.returns.totals import Part, Total

MOST = 30
"""So many figures at once: a board reads no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One contract's figure. Hidden, it has neither value nor colour: the colour beside a target would tell too much."""

    part: Part
    is_hidden: bool
    coloured: Coloured | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One figure of the pack. `total` is None where figures are not added, or the sum is hidden."""

    of: Total
    total: float | None
    is_hidden: bool
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        return key(self.of)

    @property
    def colours(self) -> Mapping[str, int]:
        """How many contracts have which colour; "" for none."""
        return Counter(each.coloured.colour if each.coloured else "hidden" for each in self.entries)


@dataclass(frozen=True, slots=True)
class Pack:
    """`offered` are all figures that the round has, by key; `hidden` how many numbers are hidden; counts up to `threshold`
    are. `corrected`: returns of which another version was accepted before; `twice`: whether the quarters of the year carry some
    of these figures as well, which are hidden here."""

    offered: Mapping[str, Total]
    figures: tuple[Chosen, ...]
    accepted: int
    expected: int
    threshold: int
    hidden: int
    corrected: int = 0
    twice: bool = False


def key(total: Total) -> str:
    same = total.same
    return f"{same.measure_class}:{same.measure}:{same.version}{f':{same.since}' if same.since else ''}"


def pack(by: Actor, said: Filter, wanted: Collection[str] = ()) -> Pack:
    """The figures wanted, by their keys; else those that some contract has a target for, or the first few. Only wholes: a
    breakdown belongs in the cross-tab, which is protected as one table."""
    whole = _wholes(by, replace(said, area="", contract=""))
    every = _wholes(by, said) if said.area or said.contract else whole
    rules = colours.rules_of(by.organisation_id, {total.same.measure for total in every.values()}, _first_day(said))
    names = [name for name in every if name in wanted] or _usual(every, rules)
    given = _given(by, every)
    audience = _audience(by, whole)
    hidden = guarding.hidden(whole, audience, names[:MOST])
    carried = overlapping.in_quarters(by, said) if audience.threshold else ()
    overlapping.give_way(hidden, whole, carried)
    chosen = tuple(_chosen(every[name], rules, given, hidden, said) for name in names[:MOST])
    returns = {part.return_uid for total in every.values() for part in total.parts}
    return Pack(
        offered=every,
        figures=chosen,
        accepted=len(returns),
        expected=inbox.rows(by, said).count() if said.round else 0,
        threshold=audience.threshold,
        hidden=sum(one.is_hidden + sum(entry.is_hidden for entry in one.entries) for one in chosen),
        corrected=overlapping.corrected(by, returns),
        twice=any((part.contract_uid, one.of.same.measure) in carried for one in chosen for part in one.of.parts),
    )


def _first_day(said: Filter) -> date:
    """Of the round: a pack is coloured by the rules by which its returns are."""
    return date.fromisoformat(said.round.partition("..")[0]) if said.round else clock.today()


def _wholes(by: Actor, said: Filter) -> dict[str, Total]:
    return {key(total): total for total in totals.every(by, said) if not total.same.code}


def _usual(every: Mapping[str, Total], rules: Mapping[str, Mapping[str, Rule]]) -> list[str]:
    aimed = {measure for mine in rules.values() for measure, rule in mine.items() if rule.target is not None}
    return [name for name, total in every.items() if total.same.measure in aimed] or list(every)[:6]


def _given(by: Actor, every: Mapping[str, Total]) -> dict[tuple[str, str], tuple[str, str]]:
    """Colours given by hand, by return and measure."""
    uids = {part.return_uid for total in every.values() for part in total.parts}
    rows = FigureRating.objects.filter(commissioner_id=by.organisation_id, code="")
    found = rows.values_list("answer__uid", "measure", "colour", "reason")
    return {(str(uid), measure): (colour, why) for uid, measure, colour, why in found if str(uid) in uids}


def _audience(by: Actor, every: Mapping[str, Total]) -> Audience:
    """The strictest of the agreements that stand behind the figures, as for the shared figures."""
    contracts = {part.contract_uid for total in every.values() for part in total.parts}
    return agreements.audience(let for let in agreements.in_force(by) if let.contract in contracts)


def _chosen(
    total: Total,
    rules: Mapping[str, Mapping[str, Rule]],
    given: Mapping[tuple[str, str], tuple[str, str]],
    hidden: Hidden,
    said: Filter,
) -> Chosen:
    none, name = Rule(None, "none"), key(total)
    entries = []
    for part in total.parts:
        is_hidden = (name, part.return_uid) in hidden.entries
        rule = rules.get(part.contract_uid, {}).get(total.same.measure, none)
        colour = colours.one(part.value, part.n, rule, given.get((part.return_uid, total.same.measure)))
        target = None if rule.target is None else float(rule.target)
        entries.append(Entry(part, is_hidden, None if is_hidden else colour, target))
    gone = not total.why_not and _is_total_hidden(name, hidden, said, entries)
    return Chosen(total, None if gone else total.value, gone, tuple(entries))


def _is_total_hidden(name: str, hidden: Hidden, said: Filter, entries: Collection[Entry]) -> bool:
    """What is of one contract only is that contract's figure again."""
    if said.contract:
        return any(entry.is_hidden for entry in entries)
    return (name, said.area) in hidden.areas if said.area else name in hidden.whole
