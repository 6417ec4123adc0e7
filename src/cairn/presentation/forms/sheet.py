"""What stands on a blank form, whichever program draws it: parts, blocks of questions, room for the answers, routing in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from cairn.collection.columns import FormColumn, Kind
from cairn.collection.routing import asked_words
from cairn.exchange.forms.offered import Offered

Room = Literal["ticks", "code", "date", "number", "line"]
GROUPS = {"client": "To do with the person", "service": "To do with the service", "external": "Outside both"}
WHEN = {
    "entry": "Fill this in when a person comes to the service.",
    "departure": "Fill this in when a person leaves the service, whether that was planned or not.",
    "review": "Fill this in once a year, when the support plan is reviewed.",
}
IN_WORDS = {"outcome": "If support was needed:", "ongoing": "If support was needed:", "reason": "If it was not achieved:",
            "reasons": "If it was not achieved:"}  # fmt: skip
PRIVACY = (
    "Never write a name on this form. The person has a code of your own, the same in every form about them. Keep the paper where "
    "you keep other records of people, and destroy it when its answers are in Cairn."
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `when` says in words where it is asked; blank for always. `told` is what is said beside it, line by line."""

    words: str
    room: Room
    choices: tuple[str, ...] = ()
    when: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that belong together: one field, or a need with what follows from it. `guidance` is short."""

    title: str
    guidance: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or a domain."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """One group of reasons: (code, words)."""

    title: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole of a blank form."""

    title: str
    version: str
    programme: str
    intro: tuple[str, ...]
    parts: tuple[Part, ...]
    reasons: tuple[Reasons, ...]


def of(offered: Offered, programme: str) -> Sheet:
    """`programme` is the collection's name."""
    form = offered.form
    titles = [(section.id, section.title) for section in form.sections]
    titles += [(domain.id, domain.label) for domain in form.domains]
    parts = (Part(title, tuple(_blocks(offered.columns, id))) for id, title in titles)
    return Sheet(
        title=form.label, version=f"Version {form.version}", programme=programme,
        intro=(WHEN[form.when], "Tick one box for each question, unless it says otherwise. Pass over what is not asked.",
               PRIVACY),
        parts=tuple(part for part in parts if part.blocks), reasons=tuple(_reasons(offered.columns)),
    )  # fmt: skip


def _blocks(columns: Iterable[FormColumn], section: str) -> Iterator[Block]:
    here = [column for column in columns if column.section == section]
    for ref, together in groupby(here, key=lambda column: column.ref):
        of_block = list(together)
        if ref:
            yield _need(of_block)
        else:
            labels = {column.name: column for column in columns}
            yield from (_field(column, labels) for column in of_block)


def _need(columns: list[FormColumn]) -> Block:
    first = columns[0]
    title = first.label.removesuffix(f": {first.short}")
    title += " (asked by some authorities)" if first.is_local else ""
    return Block(title, _guidance(first), tuple(_said_once(map(_of_need, columns))))


def _said_once(questions: Iterable[Question]) -> Iterator[Question]:
    """When a question is asked is not said anew of the next one that is asked then, too."""
    before = ""
    for question in questions:
        yield question if question.when != before else replace(question, when="")
        before = question.when


def _of_need(column: FormColumn) -> Question:
    if column.role in ("reason", "reasons"):
        several = column.role == "reasons"
        told = "Codes from the list at the end." if several else "A code from the list at the end."
        return Question(column.short, "code", when=IN_WORDS[column.role], told=(told,))
    return Question(column.short, "ticks", _labels(column), IN_WORDS.get(column.role, ""))


def _field(column: FormColumn, known: dict[str, FormColumn]) -> Block:
    when = asked_words(column, lambda name: f"“{known[name].label.rstrip('?')}”" if name in known else name)
    told = tuple(filter(None, (*_guidance(column), " ".join(filter(None, _notes(column))))))
    return Block("", (), (Question(column.label, _ROOMS[column.kind], _labels(column), when, told),))


def _notes(column: FormColumn) -> Iterator[str]:
    """What is said of writing the answer, as far as it is true of paper: there nothing is divided by semicolons."""
    if column.kind != "date":
        said = _DIVIDED.sub("", column.hint).strip(" .")
        yield f"{said}." if said else ""
    yield "Tick all that apply." if column.kind == "many" else ""
    yield "" if column.needed else "May be left blank."


_DIVIDED = re.compile(r"(?:, d|D|d)ivided?(?: several)? by semicolons")
_ROOMS: dict[Kind, Room] = {"one": "ticks", "many": "ticks", "date": "date", "number": "number", "text": "line"}


def _labels(column: FormColumn) -> tuple[str, ...]:
    return tuple(choice.label for choice in column.choices)


def _guidance(column: FormColumn) -> tuple[str, ...]:
    """Short: what it means, and an example of each side."""
    if column.guidance is None:
        return ()
    said = [column.guidance.says]
    said += [f"Counts: {column.guidance.counts}"] if column.guidance.counts else []
    said += [f"Does not count: {column.guidance.counts_not}"] if column.guidance.counts_not else []
    return tuple(said)


def _reasons(columns: Iterable[FormColumn]) -> Iterator[Reasons]:
    """The list of reasons, once, in its groups."""
    found = next((column for column in columns if column.role == "reason"), None)
    choices = found.choices if found else ()
    for group, together in groupby(choices, key=lambda choice: choice.group):
        yield Reasons(GROUPS.get(group, ""), tuple((choice.code, choice.label) for choice in together))
