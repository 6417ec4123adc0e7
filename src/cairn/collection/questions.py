"""A form as a questionnaire: pages in order, each shown where the answers so far lead to it.

Pure: no Django. A question's id is its column, where everything else about it is (`columns.columns_of`); what makes an
answer valid are the form's rules (`rules.rules_of`), not the questions' own. A page's id is `section:1` or, of a need,
`1a`, `1a:outcome`, `1a:why`: routing holds from page to page, so it needs no script.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from cairn.collection.columns import FormColumn, Kind, Local, columns_of
from cairn.definitions.shapes.form import CollectionForm
from cairn.questionnaire.forms import Option, Page, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list: a section or a domain, and its pages. `columns` are all that it may ask."""

    id: str
    title: str
    pages: tuple[Page, ...]
    columns: tuple[FormColumn, ...]


def questionnaire(form: CollectionForm, local: Local = ()) -> Questionnaire:
    """The pages of a form, sections first and then domains, a local need under its domain."""
    return Questionnaire(form.id, form.label, tuple(page for task in tasks(form, local) for page in task.pages))


def tasks(form: CollectionForm, local: Local = ()) -> tuple[Task, ...]:
    """The task list: each section and each domain in order, without those that ask nothing."""
    columns = columns_of(form, local)
    titles = [(section.id, section.title) for section in form.sections]
    titles += [(domain.id, domain.label) for domain in form.domains]
    made = (_task(id, title, [column for column in columns if column.section == id]) for id, title in titles)
    return tuple(task for task in made if task.columns)


def _task(id: str, title: str, columns: list[FormColumn]) -> Task:
    fields = [column for column in columns if column.role == "field"]
    needs = [column for column in columns if column.role != "field"]
    pages = (*_field_pages(id, title, fields), *_need_pages(needs))
    return Task(id, title, pages, tuple(columns))


def _field_pages(id: str, title: str, columns: Iterable[FormColumn]) -> Iterator[Page]:
    """Fields that are asked on the same condition, one after the other, share a page."""
    for number, (asked, together) in enumerate(groupby(columns, key=lambda column: column.asked), start=1):
        yield Page(f"{id}:{number}", title, tuple(map(_question, together)), asked)


def _need_pages(columns: Iterable[FormColumn]) -> Iterator[Page]:
    for (ref, step), together in groupby(columns, key=lambda column: (column.ref, _STEPS[column.role])):
        of_page = list(together)
        title = of_page[0].label.removesuffix(f": {of_page[0].short}")
        yield Page(f"{ref}{step}", title, tuple(map(_question, of_page)), of_page[0].asked)


_STEPS = {"need": "", "outcome": ":outcome", "ongoing": ":outcome", "reason": ":why", "reasons": ":why", "field": ""}


def _question(column: FormColumn) -> Question:
    options = tuple(Option(answer.code, answer.label) for answer in column.choices)
    kind = _KINDS[column.kind]
    return Question(
        column.name, column.short, kind, column.hint, options, column.low, column.high, needed=column.needed
    )


_KINDS: dict[Kind, Literal["choice", "number", "date", "text"]] = {
    "one": "choice", "many": "choice", "number": "number", "date": "date", "text": "text",
}  # fmt: skip
