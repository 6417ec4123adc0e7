"""Harbour Trust with one service, and spreadsheets made on the spot."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.exchange import jobs, queries, tables
from cairn.exchange.actions import imports
from cairn.exchange.clients.mapping import chosen_sheet, headings
from cairn.exchange.models import Import
from cairn.kernel import clock
from tests.cases.conftest import Ground, lay
from tests.conftest import Party

HEADINGS = ["First name", "Surname", "D.O.B.", "Sex", "Ethnicity", "Post Code", "Mobile", "Start date"]
GOOD = ["Zoë", "Green", "31/03/1980", "F", "White British", "b29 6qj", "0121 496 0000", "07/04/2025"]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ground(harbour: Party) -> Iterator[Ground]:
    with scope.of(harbour.system):
        yield lay(harbour)


def book(*rows: Any, columns: Any = HEADINGS) -> bytes:
    return tables.xlsx(columns, rows, "People")


def received(ground: Ground, data: bytes, name: str = "people.xlsx") -> Import:
    return imports.receive(by=ground.manager, name=name, data=data)


def mapped(ground: Ground, row: Import, **everyone: str) -> Import:
    """Confirm what is proposed, words included; `everyone` is what holds of all rows."""
    from cairn.exchange.clients import choosing

    by = ground.manager
    mapping = queries.mapping(row)
    mapping.everyone |= everyone
    sheet = chosen_sheet(queries.book(by, row), mapping.sheet)
    for key, words in choosing.words(by, sheet, mapping).items():
        mapping.values[key] = {word.word: word.code for word in words if word.code}
    imports.remap(by=by, row=row, mapping=mapping, names=list(headings(sheet, mapping.heading_row).values()))
    return queries.get(by, row.uid)


def checked(ground: Ground, data: bytes, **everyone: str) -> Import:
    row = mapped(ground, received(ground, data), **everyone)
    imports.check(by=ground.manager, row=row)
    return queries.get(ground.manager, row.uid)


def brought(ground: Ground, row: Import, alike: str = "leave") -> Import:
    by = ground.manager
    imports.agree(by=by, row=row, alike=alike)
    return jobs.run(by, queries.get(by, row.uid), lambda done, total: None)
