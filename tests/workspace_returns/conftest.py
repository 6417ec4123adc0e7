"""Harbour Trust's data lead at a browser without JavaScript, over the quarter of `tests/returns`, and the outsiders."""

import pytest

from tests.conftest import Party
from tests.returns.conftest import Quarter, _today, agreement, anchor, partnered, quarter
from tests.workspace.conftest import Screen

__all__ = ["_today", "agreement", "anchor", "partnered", "quarter"]


@pytest.fixture
def lead(quarter: Quarter) -> Screen:
    return Screen(quarter.harbour, "data_lead")


@pytest.fixture
def partner(quarter: Quarter) -> Screen:
    return Screen(quarter.anchor, "data_lead")


@pytest.fixture
def outsider(quarter: Quarter, oakfield: Party) -> Screen:
    """Another provider's data lead."""
    return Screen(oakfield, "data_lead")
