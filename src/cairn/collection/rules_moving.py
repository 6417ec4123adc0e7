"""What becomes of answers when a form's own day moves it to another version, or to a day on which an authority asks otherwise.

An answer stands where the question and the words of what was answered are the same. Every other is set aside, with its words,
and comes back by itself if the form moves to where it is asked again. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from cairn.collection.columns import DIVIDER, FormColumn
from cairn.collection.rules_filling import Answers, settled


class Aside(TypedDict):
    """An answer that the form cannot take any more: its column and text, and both in words."""

    column: str
    text: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The answers that stand after a move, and those that are set aside."""

    answers: dict[str, str]
    aside: list[Aside]


def moved(old: Iterable[FormColumn], new: Sequence[FormColumn], answers: Answers, aside: Iterable[Aside] = ()) -> Moved:
    """Carry answers from columns to columns. What was set aside before is tried again where nothing else stands."""
    before = {column.name: column for column in old}
    every = [*(told(before[name], text) for name, text in answers.items() if name in before), *aside]
    after = {column.name: column for column in new}
    stands: dict[str, str] = {}
    for one in every:
        column = after.get(one["column"])
        if column is not None and column.name not in stands and told(column, one["text"]) == one:
            stands[column.name] = one["text"]
    stands = settled(new, stands)
    return Moved(stands, [one for one in every if stands.get(one["column"]) != one["text"]])


def told(column: FormColumn, text: str) -> Aside:
    """An answer with its question and itself in words."""
    words: Mapping[str, str] = {choice.code: choice.label for choice in column.choices}
    codes = text.split(DIVIDER) if column.kind == "many" else [text]
    said = DIVIDER.join(words.get(code, "" if words else code) for code in codes)
    return {"column": column.name, "text": text, "question": column.label, "answer": said}
