"""What follows from the answers to a form while it is filled in. Pure.

Absence never blocks what is saved; what is there must be valid. What the answers before do not lead to is dropped, so that
nothing hidden under another answer is ever sent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cairn.collection.columns import FormColumn
from cairn.collection.questions import Task
from cairn.collection.rules import unconfirmed
from cairn.kernel.canonical import sha256
from cairn.kernel.problems import Problem
from cairn.questionnaire.conditions import evaluate

Answers = Mapping[str, str]
State = Literal["empty", "record", "part", "ask", "wrong", "done"]
"""Of a task: nothing is there; all that is there comes from the record; something is missing; a soft rule asks; something
is not valid; complete."""

ABSENCE = "needed"
"""The rule of an answer that is not there yet (`rules.column_rules`)."""


def settled(columns: Sequence[FormColumn], answers: Answers) -> dict[str, str]:
    """The answers that count: of columns that are asked, in the order of the form, blanks left away."""
    found = {name: text for name, text in ((column.name, answers.get(column.name, "")) for column in columns) if text}
    while unasked := [column.name for column in columns if column.name in found and not evaluate(column.asked, found)]:
        for name in unasked:
            del found[name]
    return found


def of_task(task: Task, answers: Answers) -> dict[str, str]:
    """The answers to a task's questions."""
    names = {column.name for column in task.columns}
    return {name: text for name, text in answers.items() if name in names}


def mark(answers: Answers) -> int:
    """What the answers of a page are known by: a page that was drawn from others is stale."""
    return int(sha256(dict(answers))[:12], 16)


def blocking(problems: Iterable[Problem], columns: Collection[str]) -> list[Problem]:
    """What keeps a page from being saved: what is there and not valid."""
    return [one for one in problems if one.severity == "error" and one.rule != ABSENCE and one.field in columns]


def kept(confirmed: Iterable[str], before: Answers, after: Answers) -> list[str]:
    """What was said to be right and still is: of answers that have not changed since."""
    return [said for said in confirmed if before.get(field := said.split(":", 1)[-1]) == after.get(field)]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one task is: `given` of `asked` questions that need an answer."""

    task: Task
    state: State
    asked: int
    given: int
    problems: tuple[Problem, ...] = ()


def progress(task: Task, answers: Answers, seen: Collection[str], problems: Iterable[Problem]) -> Progress:
    """`problems` are those of the whole form, without what was confirmed."""
    own = {column.name for column in task.columns}
    found = tuple(one for one in problems if one.field in own)
    asked = [column.name for column in task.columns if column.needed and evaluate(column.asked, answers)]
    given = sum(1 for name in asked if name in answers)
    return Progress(task, _state(task, answers, seen, found, given), len(asked), given, found)


def _state(task: Task, answers: Answers, seen: Collection[str], found: Sequence[Problem], given: int) -> State:
    if any(one.severity == "error" and one.rule != ABSENCE for one in found):
        return "wrong"
    if any(one.rule == ABSENCE for one in found):
        return "part" if given else "empty"
    if found:
        return "ask"
    if task.id in seen:
        return "done"
    return "record" if of_task(task, answers) else "empty"


def to_confirm(problems: Iterable[Problem], confirmed: Iterable[str]) -> list[Problem]:
    """Soft rules that still ask "is that right?"."""
    return [one for one in unconfirmed(problems, confirmed) if one.severity == "warning"]
