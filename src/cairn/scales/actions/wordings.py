"""Enter the wording that an organisation was licensed to use, where a scale's file has numbers and topics only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Item, Scale
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.scales import queries, rules
from cairn.scales.actions.finding import known
from cairn.scales.models import ScaleWording
from cairn.scales.rules import ENGLISH, Wording
from cairn.scales.writers import at_most_twice, put

LONGEST = {"text": 1_000, "low_label": 120, "high_label": 120, "label": 300, "source": 200}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWording:
    """Words of one scale in one language: `items` by id ("text", "low_label", "high_label", "choices" by answer), `choices`
    by answer. `source`: who supplied a translation, and which. `version` is that of the record when the form was drawn."""

    scale: str
    items: Mapping[str, Mapping[str, Any]]
    choices: Mapping[str, str] = field(default_factory=dict)
    language: str = ENGLISH
    source: str = ""
    version: int | None = None


def write(*, by: Actor, wordings: Sequence[NewWording]) -> Done[ScaleWording]:
    """Write or change wordings of the newest version of each scale; all that is given stands instead of what stood.

    What a file says is never changed: words fill gaps in English, and make a translation where its source is named. What is
    still missing is a warning: until it is entered, the scale is not asked in these words. Raises Refused and Conflict.
    """
    by.require(Permission.MANAGE_SERVICES)
    return at_most_twice(lambda: _write(by, wordings))


def _write(by: Actor, wordings: Sequence[NewWording]) -> Done[ScaleWording]:
    tidied = [_tidied(new) for new in wordings]
    found, problems = known(by, [new.scale for new in tidied])
    for row, new in enumerate(tidied):
        if scale := found.get(new.scale):
            problems += [replace(problem, row=row) for problem in _wrong(by, scale, new)]
    refuse_if(problems)
    with deed("scales.wording_written", by=by) as this:
        rows = tuple(_put(this, by, found[new.scale], new) for new in tidied)
    return Done(rows, tuple(problems), this.uid)


def _put(this: Deed, by: Actor, scale: Scale, new: NewWording) -> ScaleWording:
    values = {"items": dict(new.items), "choices": dict(new.choices), "source": new.source}
    key = {"scale": scale.id, "scale_version": scale.version, "language": new.language}
    found: ScaleWording = put(this, by, ScaleWording, key, values, new.version)
    return found


def _tidied(new: NewWording) -> NewWording:
    """Without blanks at the ends, and without what was left blank."""
    items = {id: said for id, given in new.items.items() if (said := _said(given))}
    return replace(new, items=items, choices=_texts(new.choices), source=new.source.strip())


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = _texts({name: text for name, text in given.items() if name != "choices"})
    own = _texts(given.get("choices") or {})
    return {**said, "choices": own} if own else said


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): text.strip() for name, text in given.items() if isinstance(text, str) and text.strip()}


def _wrong(by: Actor, scale: Scale, new: NewWording) -> Iterator[Problem]:
    yield from _language(scale, new)
    if scale.licence.locked and not queries.permissions(by, scale.id):
        fix = f"Get it from {scale.licence.holder}, and record it first."
        yield Problem(
            "wording.permission", f"No permission to use {scale.short_label} is recorded.", fix, field="scale"
        )
    yield from _strangers(scale, new)
    for field_, longest, text in _every_text(new):
        if len(text) > longest:
            fix = f"Use at most {longest} characters."
            yield Problem("wording.long", f"This has {len(text):,} characters.", fix, field=field_)
    entered = Wording(new.language, new.items, new.choices)
    if not rules.is_whole(scale, entered):
        yield _unfinished(scale, entered)


def _language(scale: Scale, new: NewWording) -> Iterator[Problem]:
    codes = registry.get("codes", "language")
    if new.language not in codes.codes or codes.entry(new.language).missing:
        yield Problem("wording.language", "This language is not listed.", "Choose one of the list.", field="language")
    elif new.language != ENGLISH and not new.source:
        message = "Who supplied this translation is missing."
        fix = "Use only a translation that the licence holder supplied or approved, and write who supplied it and which it is."
        yield Problem("wording.source", message, fix, field="source")
    elif new.language == ENGLISH and not rules.lacks_text(scale):
        message = f"The English wording of {scale.short_label} comes with it, and stays unchanged."
        yield Problem("wording.shipped", message, "Nothing needs to be entered.", field="language")


def _strangers(scale: Scale, new: NewWording) -> Iterator[Problem]:
    items = {item.id: item for item in scale.items}
    for id in new.items.keys() - items.keys():
        yield Problem(
            "wording.item", f"{scale.short_label} has no item `{id}`.", f"It has {', '.join(items)}.", field=id
        )
    offered = {str(choice.value) for item in scale.items for choice in scale.answers(item)}
    answers = set(new.choices) - offered
    for id, item in items.items():
        own = {str(choice.value) for choice in scale.answers(item)}
        answers |= set(new.items.get(id, {}).get("choices") or {}) - own
    for answer in sorted(answers):
        fix = f"Answers run from {scale.low} to {scale.high}."
        yield Problem("wording.answer", f"{scale.short_label} has no answer `{answer}`.", fix, field="choices")
    if new.language == ENGLISH:
        yield from (_unchanged(items[id]) for id in new.items if id in items and _overwrites(items[id], new.items[id]))


def _overwrites(item: Item, said: Mapping[str, Any]) -> bool:
    return item.text is not None and bool(said.get("text")) and said["text"] != item.text


def _unchanged(item: Item) -> Problem:
    message = f"The wording of item {item.number} comes with the scale, and stays unchanged."
    return Problem("wording.unchanged", message, "Leave it as it is.", field=item.id)


def _every_text(new: NewWording) -> Iterator[tuple[str, int, str]]:
    yield "source", LONGEST["source"], new.source
    for value, label in new.choices.items():
        yield f"answer_{value}", LONGEST["label"], label
    for id, said in new.items.items():
        for name in ("text", "low_label", "high_label"):
            yield id if name == "text" else f"{id}_{name}", LONGEST[name], said.get(name, "")
        for value, label in (said.get("choices") or {}).items():
            yield f"{id}_{value}", LONGEST["label"], label


def _unfinished(scale: Scale, entered: Wording) -> Problem:
    missing = rules.unworded(scale, entered)
    count = len(missing)
    named = ", ".join(f"{item.number} {item.topic}" for item in missing) or "some answers"
    message = f"{count} of {len(scale.scored)} items have no wording yet: {named}." if count else f"Not yet: {named}."
    return Problem("wording.unfinished", message, "Until all are entered, it is not asked in these words.", "warning")
