"""A change for a whole area in words: what it does, to how many, what that asks of recording, and what was replied."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cairn.contracts import inputs, wording
from cairn.contracts.rules_templates import TemplateLine
from cairn.contracts.template_changes import ReplyView
from cairn.contracts.template_effects import Effect
from cairn.definitions import registry
from cairn.frameworks import items
from cairn.web import formats


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the change as it was drafted; `told` says in sentences what is to be."""

    code: str
    doing: str
    label: str
    words: str
    told: tuple[str, ...]
    reason: str
    breaks: bool
    is_input: bool


def line(found: TemplateLine) -> Line:
    try:
        definition = registry.get("measure", found.measure)
    except registry.NotDefined:
        definition = None
    return Line(
        found.code, found.doing, wording.label(*found.key), definition.words if definition else "", tuple(_told(found)),
        found.reason, found.differently or found.newest, bool(definition and inputs.is_input(definition)),
    )  # fmt: skip


def _told(found: TemplateLine) -> Iterator[str]:
    if found.doing == "drop":
        yield "It is taken out of every contract that carries it."
        return
    if found.doing == "add":
        yield "It is added to every contract that does not carry it, without a target."
    if found.newest:
        yield "It goes to the newest version of its definition: figures from before and after are not compared."
    if found.differently:
        yield wording.BREAKS
    if found.frequency:
        yield f"It is told {items.FREQUENCIES[found.frequency].lower()}."
    if found.measure_class:
        yield f"Its class is {wording.value(found.measure, 'measure_class', found.measure_class)}."
    if found.level and (found.doing == "change" or found.level == "aggregate"):
        why = f": {found.level_reason}" if found.level_reason and found.level == "aggregate" else ""
        yield f"Of it, {wording.LEVELS[found.level]}{why}."


@dataclass(frozen=True, slots=True)
class Summary:
    """`sentences` say what the change comes to over all contracts."""

    contracts: int
    touched: int
    sentences: tuple[str, ...]
    paid: tuple[str, ...]


def summary(effects: Sequence[Effect]) -> Summary:
    touched = [one for one in effects if one.is_touched]
    paid = tuple(f"{one.reference}: {label}" for one in touched for label in one.paid)
    return Summary(len(effects), len(touched), tuple(_sentences(effects, touched)), paid)


def _sentences(effects: Sequence[Effect], touched: Sequence[Effect]) -> Iterator[str]:
    if len(effects) > 1:
        yield f"It touches {formats.number(len(touched))} of {formats.number(len(effects))} contracts."
    moves = Counter((one.items_after > one.items_before) - (one.items_after < one.items_before) for one in touched)
    many = [
        f"{word} of each client in {formats.number(moves[way])}"
        for way, word in ((1, "more"), (-1, "less"))
        if moves[way]
    ]
    if len(effects) > 1:
        yield f"It asks {' and '.join(many)} of them." if many else "It asks no more and no less of each client."
    counted = [one for one in touched if one.minutes_before is not None]
    if counted:
        before, after = sum(one.minutes_before or 0 for one in counted), sum(one.minutes_after or 0 for one in counted)
        where = (
            f"In the {formats.number(len(counted))} whose providers have counted what they record, typing"
            if len(effects) > 1
            else "Typing"
        )
        yield f"{where} {_goes(before, after)}."


def _goes(before: int, after: int) -> str:
    if before == after:
        return f"stays at about {formats.number(before)} minutes a quarter"
    return f"goes from about {formats.number(before)} to {formats.number(after)} minutes a quarter"


def replied(found: Iterable[ReplyView]) -> str:
    """`7 of 12 contracts have replied: 4 agree, 2 with conditions, 1 objects. 5 reckon 340 minutes a quarter together.`"""
    every = list(found)
    if not every:
        return ""
    minutes = [one.minutes for one in every if one.minutes is not None]
    cost = (
        f" For {formats.number(len(minutes))} of them it is said what it would cost: {formats.number(sum(minutes))} minutes a "
        "quarter together."
        if minutes
        else ""
    )
    return f"{counted(Counter(one.stance for one in every))}{cost}"


def counted(many: Mapping[str, int]) -> str:
    """`For 7 of 12 contracts there is a reply: 4 agree, 2 agree with conditions, 1 objects.`"""
    whole = sum(many.values())
    head = f"For {formats.number(whole - many.get('', 0))} of {formats.number(whole)} contracts there is a reply"
    said = [
        f"{formats.number(many[stance])} {words[many[stance] > 1]}"
        for stance, words in STANCES.items()
        if many.get(stance)
    ]
    return f"{head}{': ' + ', '.join(said) if said else ''}."


#: For one, and for several.
STANCES = {
    "agree": ("agrees", "agree"), "change": ("agrees with conditions", "agree with conditions"), "against": ("objects", "object"),
}  # fmt: skip
