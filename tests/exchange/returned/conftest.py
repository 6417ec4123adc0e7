"""The quarter and the annual round of the returns' tests, and files of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.exchange.returned import filled, form, writing
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.shape import FIGURES, Form
from cairn.returns.actions import review
from cairn.returns.models import Submission, SubmissionRow
from tests.returns.annual import agreed, annual
from tests.returns.conftest import Quarter, _today, agreement, anchor, partnered, quarter
from tests.returns.test_individual import alike

__all__ = ["_today", "agreed", "agreement", "alike", "anchor", "annual", "partnered", "quarter"]
WAYS: tuple[writing.Way, ...] = ("workbook", "package", "json")
Change = Callable[[Form, Filling], Filling]


def file(by: Actor, uid: str, way: writing.Way = "workbook", change: Change | None = None) -> bytes:
    """A file of a return, filled from the records, and changed."""
    with scope.of(by):
        of = form.of(by, uid)
        filling = filled.of(by, of)
    return writing.write(way, of, change(of, filling) if change else filling)


def with_figure(measure: str, code: str, **cells: Any) -> Change:
    """Other cells in the row of a figure."""

    def change(of: Form, filling: Filling) -> Filling:
        names = [column.name for column in of.sheets[FIGURES]]
        rows = [
            tuple(cells.get(name, value) for name, value in zip(names, row, strict=True))
            if (row[0], f"{row[3]}={row[4]}" if row[3] else "") == (measure, code)
            else row
            for row in filling.sheets[FIGURES]
        ]
        return replace(filling, sheets={**filling.sheets, FIGURES: rows})

    return change


def rejected(quarter: Quarter, uid: str = "") -> None:
    with scope.of(quarter.commissioner):
        review.reject(by=quarter.commissioner, return_uid=uid or quarter.uid, reason="Please look at it again.")


def sent_rows(submission: Submission) -> list[SubmissionRow]:
    with scope.every("the test looks at all rows"):
        return list(SubmissionRow.objects.filter(submission=submission).order_by("pk"))


@pytest.fixture
def yearly(quarter: Quarter, annual: Any) -> str:
    """An annual return of people who are all alike, under an agreement that names what is asked."""
    agreed(quarter)
    alike(quarter)
    return str(annual.uid)
