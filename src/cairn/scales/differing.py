"""What one version of a scale asks otherwise than another, in sentences. Pure."""

from collections.abc import Iterator

from cairn.definitions.shapes.scale import Item, Scale

_SAID = (
    ("label", "The name"), ("short_label", "The short name"), ("recall", "The time that people think of"),
    ("note", "What it asks about"),
)  # fmt: skip
_DONE = (
    ("better", "Which way is better"), ("rule", "How the total is made"), ("missing", "What a blank means"),
    ("bands", "The names of scores"), ("change", "From when on one speaks of a change"), ("raters", "Who may rate"),
    ("licence", "Whose it is"), ("subscales", "The part scores"), ("convert", "The table of scores"), ("flags", "The flags"),
    ("guidance", "The guidance for staff"),
)  # fmt: skip


def differences(before: Scale, after: Scale) -> list[str]:
    """Every difference that somebody who answers or reads it would notice."""
    found = [
        f"{words} was “{getattr(before, name) or 'nothing'}”, and is “{getattr(after, name) or 'nothing'}”."
        for name, words in _SAID
        if getattr(before, name) != getattr(after, name)
    ]
    if (before.low, before.high) != (after.low, after.high):
        found.append(f"Answers went from {before.low} to {before.high}, and go from {after.low} to {after.high}.")
    if before.choices != after.choices:
        found.append("What the answers are called has changed.")
    found += _items(before, after)
    return found + [f"{words} has changed." for name, words in _DONE if getattr(before, name) != getattr(after, name)]


def _items(before: Scale, after: Scale) -> Iterator[str]:
    was, now = {item.id: item for item in before.items}, {item.id: item for item in after.items}
    yield from (f"“{was[id].topic}” is no longer asked." for id in was if id not in now)
    yield from (f"“{now[id].topic}” is new." for id in now if id not in was)
    for id in was:
        if id in now:
            yield from _item(was[id], now[id])
    both = [id for id in was if id in now]
    if both != [id for id in now if id in was]:
        yield "The areas are asked in another order."


def _item(was: Item, now: Item) -> Iterator[str]:
    if was.topic != now.topic:
        yield f"“{was.topic}” is called “{now.topic}”."
    if was.text != now.text and not (was.text == was.topic and now.text == now.topic):
        yield f"“{now.topic}” is asked in other words."
    answers = ("low", "high", "low_label", "high_label", "choices")
    if any(getattr(was, name) != getattr(now, name) for name in answers):
        yield f"The answers to “{now.topic}” have changed."
    if (was.better, was.reverse) != (now.better, now.reverse):
        yield f"Which way is better in “{now.topic}” has changed."
    if was.outcome != now.outcome:
        yield f"“{now.topic}” tells of another outcome."
