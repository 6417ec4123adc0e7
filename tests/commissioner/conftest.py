"""Eastborough's contract manager at a browser without JavaScript, over the quarter of `tests/returns`, and the outsiders."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from cairn.access import scope
from cairn.returns.actions import submissions
from tests.conftest import Party
from tests.returns.conftest import Quarter, _today, agreement, anchor, partnered, quarter
from tests.workspace.conftest import Screen

__all__ = ["_today", "agreement", "anchor", "partnered", "quarter"]


@dataclass
class Desk(Screen):
    """Every question names a page of `commissioner`."""

    def url(self, name: str, **about: Any) -> str:
        return reverse(f"commissioner:{name}", kwargs={"organisation": self.party.organisation.slug, **about})


@pytest.fixture
def desk(quarter: Quarter) -> Desk:
    return Desk(quarter.eastborough, "contract_manager")


@pytest.fixture
def outsider(quarter: Quarter, westborough: Party) -> Desk:
    """Another commissioner."""
    return Desk(westborough, "contract_manager")


def sent(quarter: Quarter, comment: str = "") -> str:
    """Submit the quarter's return; its uid."""
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid, comment=comment)
    return quarter.uid


def date_parts(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}
