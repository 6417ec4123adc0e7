"""Where a form on its way belongs by its own day: which version, what its authority asks then, and which answers come along."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from cairn.collection import judging, local, rules_moving
from cairn.collection.columns import columns_of
from cairn.collection.filled import Filled
from cairn.collection.questions import tasks


def at(now: Filled, answers: Mapping[str, str], seen: list[str], day: date) -> dict[str, Any]:
    """The fields of the row that hold these answers on this day."""
    told: dict[str, Any] = {"answers": dict(answers), "seen": seen, "due_date": day}
    form = judging.in_force(now, day)
    if form is None or form.id != now.form.id:
        return told
    there = copy(now.row)
    there.due_date, there.form_version = day, form.version
    own = local.asked_for(there)
    columns = columns_of(form, own)
    if columns == now.columns:
        return told
    found = rules_moving.moved(now.columns, columns, answers, now.row.set_aside)
    ids = {task.id for task in tasks(form, own)}
    return {
        "answers": found.answers, "set_aside": found.aside, "form_version": form.version, "due_date": day,
        "seen": [id for id in seen if id in ids],
    }  # fmt: skip
