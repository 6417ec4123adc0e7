"""A form that was sent, in words: part by part, and need by need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cairn.collection.columns import DIVIDER, FormColumn, Local
from cairn.collection.questions import Task, tasks
from cairn.definitions.shapes.form import CollectionForm
from cairn.web.formats import date as long_date


@dataclass(frozen=True, slots=True)
class SentPart:
    """A section or domain of a form that was sent: (question, answer), and the same by need."""

    title: str
    fields: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def sent_parts(form: CollectionForm, added: Local, answers: Mapping[str, str]) -> list[SentPart]:
    """All that was answered, part by part."""
    return [_sent_part(task, answers) for task in tasks(form, added)]


def _sent_part(task: Task, answers: Mapping[str, str]) -> SentPart:
    given = [column for column in task.columns if column.name in answers]
    lines = {column.name: (column.short, read(column, answers[column.name])) for column in given}
    needs = groupby((column for column in given if column.role != "field"), key=lambda column: column.ref)
    return SentPart(
        task.title, tuple(lines[column.name] for column in given if column.role == "field"),
        tuple((title_of(own[0]), tuple(lines[one.name] for one in own)) for own in (list(one) for _, one in needs)),
    )  # fmt: skip


def title_of(column: FormColumn) -> str:
    """`1a Reduce overall debt`: a need's own words, without the question."""
    return column.label.removesuffix(f": {column.short}")


def words(column: FormColumn, text: str) -> str:
    """An answer as it is read."""
    labels = {choice.code: choice.label for choice in column.choices}
    if column.kind == "many":
        return ", ".join(labels.get(code, code) for code in text.split(DIVIDER) if code)
    return labels.get(text, text)


def read(column: FormColumn, text: str) -> str:
    """The same, with dates in words."""
    if column.kind == "date" and text:
        try:
            return long_date(date.fromisoformat(text))
        except ValueError:
            return text
    return words(column, text)
