"""What an organisation's own words and tables make of a scale, and whether it may then be asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cairn.definitions.shapes.scale import Choice, Item, Scale
from cairn.kernel.problems import Problem

ENGLISH = "english"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words an organisation wrote: `items` by id ("text", "low_label", "high_label", "choices" by answer), `choices` by
    answer of the whole scale. Answers stand as text: JSON has no other keys."""

    language: str = ENGLISH
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A permission, as far as the gate asks about it: it ends on the day before `until`."""

    since: date
    until: date | None
    uses_printed_form: bool

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def lacks_text(scale: Scale) -> bool:
    """Whether the file has numbers and topics where the words should be: the words are then the organisation's to enter."""
    return any(item.text is None for item in scale.scored)


def unworded(scale: Scale, wording: Wording | None) -> tuple[Item, ...]:
    """Scored items without words: not in the file, nor in what was entered (a translation must have every one)."""
    given = wording.items if wording else {}
    translated = wording is not None and wording.language != ENGLISH
    return tuple(
        item
        for item in scale.scored
        if (translated or item.text is None) and not str(given.get(item.id, {}).get("text") or "").strip()
    )


def is_whole(scale: Scale, wording: Wording) -> bool:
    """Whether the scale can be asked in these words alone: every item, and in another language every answer too."""
    if unworded(scale, wording):
        return False
    if wording.language == ENGLISH:
        return True
    return not any(_untold(choice, item, wording) for item in scale.scored for choice in scale.answers(item))


def _untold(choice: Choice, item: Item, wording: Wording) -> bool:
    """An answer that has a name in English, and none in the translation."""
    return choice.label is not None and _said(wording, item, choice.value) is None


def _said(wording: Wording, item: Item, value: int) -> str | None:
    own = wording.items.get(item.id, {}).get("choices") or {}
    return own.get(str(value)) or wording.choices.get(str(value)) or None


def worded(scale: Scale, wording: Wording) -> Scale:
    """The scale with the organisation's words in it. English words fill gaps only: what the file says stands unchanged; a
    whole translation stands instead of the English."""
    instead = wording.language != ENGLISH
    items = tuple(_item(scale, item, wording, instead) for item in scale.items)
    choices = {choice.value: choice for choice in scale.choices}
    told = {int(value): label for value, label in wording.choices.items() if label}
    for value, label in told.items():
        old = choices.get(value)
        if instead or old is None or old.label is None:
            choices[value] = replace(old, label=label) if old else Choice(value=value, label=label)
    return replace(scale, items=items, choices=tuple(choices[value] for value in sorted(choices)))


def _item(scale: Scale, item: Item, wording: Wording, instead: bool) -> Item:
    said = wording.items.get(item.id, {})
    changes: dict[str, Any] = {
        name: said[name]
        for name in ("text", "low_label", "high_label")
        if said.get(name) and (instead or getattr(item, name) is None)
    }
    own = {int(value): label for value, label in (said.get("choices") or {}).items() if label}
    answers = scale.answers(item)
    told = tuple(
        replace(choice, label=own[choice.value])
        if choice.value in own and (instead or choice.label is None)
        else choice
        for choice in answers
    )
    if told != answers:
        changes["choices"] = told
    return replace(item, **changes) if changes else item


def valued(scale: Scale, values: Mapping[str, Sequence[float]], source: str) -> Scale:
    """The scale with a table of values that its file lacks. Raises ValueError when it does not fit."""
    assert scale.tariff is not None
    table = tuple((item.id, tuple(values[item.id])) for item in scale.scored if item.id in values)
    return replace(scale, tariff=replace(scale.tariff, values=table, lacking=None, source=source, sure="own"))


def gate(scale: Scale, held: Sequence[Held], words: Wording | None, on_date: date) -> Problem | None:
    """Why a scale may not be asked on a date, and how to mend it; None when it may. `words` is what was entered for the
    language that it is asked in, or for English."""
    if scale.template:
        message = f"{scale.label} is a pattern, not a scale that can be asked."
        return Problem("scale.template", message, "Make a scale of your own from it, under Scales.", field="scale")
    if scale.status == "withdrawn":
        message = f"This version of {scale.short_label} was withdrawn."
        return Problem("scale.withdrawn", message, "Choose its newest version, or another scale.", field="scale")
    if not scale.licence.locked:
        return None
    today = [one for one in held if one.on(on_date)]
    if not today:
        return _no_permission(scale, ended=bool(held))
    if any(one.uses_printed_form for one in today):
        return None
    return _no_words(scale, unworded(scale, words))


def _no_permission(scale: Scale, ended: bool) -> Problem:
    if ended:
        message = f"The permission to use {scale.short_label} does not hold on this date."
        fix = f"Ask {scale.licence.holder} to renew it, and record the new permission; or correct the date."
    else:
        message = f"{scale.short_label} is locked: no permission to use it has been recorded."
        fix = f"Get permission from {scale.licence.holder}, then record it under Scales."
    return Problem("scale.locked", message, fix, field="scale")


def _no_words(scale: Scale, missing: Sequence[Item]) -> Problem | None:
    if not missing:
        return None
    named = ", ".join(f"{item.number} {item.topic}" for item in missing)
    message = f"{scale.short_label} has a permission, but no wording for {len(missing)} of its items: {named}."
    words = "enter your licensed wording, or say with the permission that you use the printed form."
    fix = f"Under Scales, {scale.short_label}: {words}"
    return Problem("scale.unworded", message, fix, field="scale")
