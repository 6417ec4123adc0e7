"""An authority's own reasons why something was not achieved: added under one of the three groups, and ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.access.takingback import all_back
from cairn.collection import library, programmes, windows
from cairn.collection import rules_programme as rules
from cairn.collection.columns import DIVIDER
from cairn.collection.models import CollectedForm, Collection, LocalReason, OpenForm
from cairn.contracts import parties
from cairn.kernel.problems import Done, Problem, refuse_if

PREFIX = "LR"


def add(
    *, by: Actor, collection_uid: object, label: str, group: str, forms: Sequence[str], start_date: date
) -> Done[LocalReason]:
    """From this day on every form of these kinds that names the authority offers it too. Its code is nobody else's in the
    collection, and never given twice."""
    by.require(Permission.MANAGE_CONTRACTS)
    collection = programmes.seat(by, collection_uid).collection
    refuse_if(problems(by, collection, label, group, forms))
    with deed("collection.reason_set", by=by) as this:
        new = LocalReason(
            collection=collection, organisation_id=by.organisation_id, code=_next_code(collection), label=label.strip(),
            group=group, forms=sorted(set(forms)), start_date=start_date,
        )  # fmt: skip
        (row,) = parties.once(this, [new])
    return Done((row,), (), this.uid)


def _next_code(collection: Collection) -> str:
    codes = LocalReason._base_manager.filter(collection=collection).values_list("code", flat=True)
    return f"{PREFIX}{max((int(code.removeprefix(PREFIX)) for code in codes), default=0) + 1}"


def problems(by: Actor, collection: Collection, label: str, group: str, forms: Sequence[str]) -> list[Problem]:
    """What is wrong with a new reason, all at once."""
    found = windows.ended_problems(collection) + rules.reason_problems(
        label, group, forms, library.of_programme(collection.programme)
    )
    mine = LocalReason.objects.filter(collection=collection, organisation_id=by.organisation_id, end_date=None)
    if any(label.strip().casefold() == one.label.casefold() for one in mine):
        fix = "Open the one that is there, or word this one otherwise."
        found.append(Problem("reason.twice", "You have added this reason already.", fix, field="label"))
    return found


def end(
    *, by: Actor, reason_uid: object, end_date: date | None, version: int | None = None
) -> Done[LocalReason]:  # fmt: skip
    """The last day of forms on which it may be given; None, and it goes on. Its words never change: its figures would not be
    one thing any more."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.own_reason(by, reason_uid)
    refuse_if(end_problems(row, end_date))
    with deed("collection.reason_set", by=by) as this:
        row.version = version if version is not None else row.version
        this.update(row, end_date=end_date)
    return Done((row,), (), this.uid)


def end_problems(row: LocalReason, end_date: date | None) -> list[Problem]:
    """What is wrong with an end: forms that were sent go on having been right."""
    if end_date is None:
        return []
    if end_date < row.start_date:
        fix = "Choose a day on which it could be given."
        return [Problem("reason.end", "It would end before it began.", fix, field="end_date")]
    later = CollectedForm.objects.filter(commissioner_id=row.organisation_id, form_date__gt=end_date, state="sent")
    if is_given(row, later):
        fix = "Choose the day of the last form that gives it, or a later one."
        return [Problem("reason.given", "A form of a later day gives this reason.", fix, field="end_date")]
    return []


def is_given(row: LocalReason, forms: Any = None) -> bool:
    """Whether any form that was sent gives a reason, or one that is on its way."""
    sent = CollectedForm._base_manager.filter(collection=row.collection_id) if forms is None else forms
    if _gives(sent.filter(collection=row.collection_id), row.code):
        return True
    return forms is None and _gives(OpenForm._base_manager.filter(sign_up__collection=row.collection_id), row.code)


def _gives(rows: Any, code: str) -> bool:
    """The text narrows it down; the answers decide."""
    told = rows.annotate(told=Cast("answers", TextField())).filter(told__contains=code)
    every = told.values_list("answers", flat=True).iterator(500)
    return any(code in text.split(DIVIDER) for answers in every for text in answers.values())


def give_back(this: Deed, changes: list[Mapping[str, Any]]) -> int:
    """The undo of adding one: as long as nobody has given it."""
    for change in changes:
        row = LocalReason._base_manager.filter(uid=change["uid"]).first()
        if change["before"] is None and row is not None:
            refuse_if(
                [Problem("reason.used", "Somebody has given this reason already.", USED)] if is_given(row) else []
            )
    all_back(this, changes)
    return 0


USED = "End it instead: forms that gave it keep it."
