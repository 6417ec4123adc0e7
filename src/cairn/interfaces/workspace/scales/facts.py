"""A scale in plain words: how its score is made, what is sure of it and what is not."""

from dataclasses import dataclass

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Scale
from cairn.scales.queries import State
from cairn.scales.scoring import limits
from cairn.web.formats import number

#: what is said of a fact, and whether somebody should look it up before they rely on it
SURE: dict[Sure, tuple[str, bool]] = {
    "verified": ("Seen in the source", False),
    "seed": ("From a commissioning paper, not from its owner", True),
    "memory": ("Not sure: from memory, look it up", True),
    "own": ("Our own choice", False),
    "computed": ("Worked out by us", False),
}
RATERS = {"client": "the person themself", "worker": "a worker", "both": "both of them together"}
STATES: dict[State, tuple[str, str]] = {
    "own": ("Your own", "green"),
    "free": ("Free to use", "green"),
    "permitted": ("Permission recorded", "green"),
    "ending": ("Permission ends soon", "orange"),
    "unworded": ("Wording is missing", "orange"),
    "ended": ("Permission ended", "red"),
    "locked": ("Needs permission", "grey"),
    "template": ("Pattern", "grey"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with where it comes from; `sure` is None where nothing is claimed."""

    name: str
    words: str
    source: str = ""
    sure: Sure | None = None


def plain(value: float) -> str:
    """A number without noughts that say nothing."""
    return number(int(value) if float(value).is_integer() else value)


def rule_words(scale: Scale) -> str:
    """How answers become the score."""
    count = len(scale.scored)
    made = {
        "sum": f"Add up the answers to the {count} items.",
        "mean": f"The mean of the answers to the {count} items.",
        "single": "The answer itself is the score.",
        "each": "Each item stands by itself: there is no total.",
        "tariff": "Each answer has a value in a table; the score is the sum of the values.",
    }[scale.rule]
    return " ".join(filter(None, (made, *_turns(scale))))


def _turns(scale: Scale) -> tuple[str, ...]:
    reversed_ = [str(item.number) for item in scale.scored if item.reverse]
    pointed = any(choice.points is not None for item in scale.scored for choice in scale.answers(item))
    turned = f"Items {', '.join(reversed_)} count from the other end." if len(reversed_) > 1 else ""
    turned = turned or (f"Item {reversed_[0]} counts from the other end." if reversed_ else "")
    return (
        turned,
        "Some answers count for other points than their own number." if pointed else "",
        f"Multiply by {plain(scale.factor)}." if scale.factor != 1 else "",
        f"Times {plain(scale.times)} makes the score that is compared." if scale.times else "",
        "Then look the total up in the table below: the metric score, and it alone, is named and compared."
        if scale.convert
        else "",
        "With too many blanks the sum of what was rated is shown, and no score." if scale.sum_shown else "",
    )


def range_words(scale: Scale) -> str:
    """The range of the score that is compared, or of each answer where there is none."""
    if scale.tariff and scale.tariff.lacking:
        return f"Not known before the table of values is loaded; each answer {_answers(scale)}"
    low, high = limits(scale)
    which = "each item" if scale.headline is None else "metric score" if scale.headline == "metric" else "score"
    return f"{plain(low)} to {plain(high)} ({which}); each answer {_answers(scale)}"


def _answers(scale: Scale) -> str:
    bounds = {scale.bounds(item) for item in scale.scored}
    return " or ".join(f"{low} to {high}" for low, high in sorted(bounds))


def better_words(scale: Scale) -> str:
    other = [str(item.number) for item in scale.scored if item.better and item.better != scale.better]
    also = f" (item {', '.join(other)} the other way round)" if other else ""
    return ("Higher is better" if scale.better == "higher" else "Lower is better") + also


def part_words(scale: Scale, of: str) -> str:
    """What a set of bands is of, by name."""
    named = {part.id: part.label for part in scale.subscales} | {item.id: item.topic for item in scale.items}
    return named.get(of, of)


def raters_words(scale: Scale) -> str:
    named = [RATERS[rater] for rater in scale.raters]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def about_words(scale: Scale, most: int = 6) -> str:
    """What its items are about."""
    topics = [item.topic for item in scale.scored]
    if len(topics) == 1:
        return topics[0]
    rest = f" and {len(topics) - most} more" if len(topics) > most else ""
    return ", ".join(topics[:most]) + rest


def facts(scale: Scale) -> list[Fact]:
    """What a practitioner or a statistician asks about, each with its source and how sure it is."""
    found = [Fact("Blank answers", scale.missing.words, scale.missing.source, scale.missing.sure)]
    if change := scale.change:
        found.append(Fact("Change that counts", change.words, change.source, change.sure))
    else:
        found.append(Fact("Change that counts", "No published rule in hand: any difference is shown as one."))
    if known := scale.reliability:
        words = f"Standard deviation {plain(known.sd)}, reliability {plain(known.reliability)}, in {known.group}."
        found.append(Fact("Reliable change", words, known.source, known.sure))
    else:
        found.append(Fact("Reliable change", "Not in hand: it needs a standard deviation and a reliability."))
    if cut := scale.cutoff:
        side = "and below" if scale.better == "higher" else "and above"
        found.append(Fact("Cut-off", f"{plain(cut.at)} {side}: {cut.words}", cut.source, cut.sure))
    if table := scale.tariff:
        words = f"A table is missing. {table.lacking}" if table.lacking else "In hand."
        found.append(Fact("Table of values", words, table.source, table.sure))
    found.append(Fact("Who says all this", scale.source, "", scale.sure))
    return found
