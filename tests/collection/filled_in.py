"""Forms begun and filled in as somebody would, for tests that need one."""

from datetime import date
from typing import Any

from cairn.collection import filled
from cairn.collection.actions import filling
from cairn.collection.actions.filling import NewOpenForm
from cairn.collection.models import OpenForm
from cairn.collection.rules_filling import mark, of_task
from tests.collection.programme import Programme, answers_of

REVIEW = date(2025, 6, 2)


def begin(programme: Programme, when: Any = "review", day: date = REVIEW, **more: Any) -> OpenForm:
    new = NewOpenForm(when=when, date=day, **programme.place(**more))
    return filling.start(by=programme.by, forms=[new]).one


def page(by: Any, row: OpenForm, task: str, **changed: str) -> OpenForm:
    """Keep a page as somebody fills it in whole, but for what is `changed`."""
    now = filled.filled(by, row.uid)
    columns = now.task(task).columns
    typed = {
        **answers_of(row.form, columns),
        **{one.name: now.answers[one.name] for one in columns if one.name in now.answers},
    }
    typed |= {name: text for name, text in changed.items() if name in typed}
    was = mark(of_task(now.task(task), now.row.answers))
    return filling.save_page(by=by, form_uid=row.uid, task=task, answers=typed, was=was).one


def fill(by: Any, row: OpenForm, **changed: str) -> None:
    for task in filled.filled(by, row.uid).asked:
        page(by, row, task.id, **{"StartDate": "2024-04-01", **changed})
