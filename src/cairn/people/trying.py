"""What would be wrong with answers, before anything is done with them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairn.kernel.problems import Problem
from cairn.people import rules


def problems_after(stored: Mapping[str, Any], changes: Mapping[str, Any], today: date) -> list[Problem]:
    """What would be wrong with somebody's answers after a change."""
    before = rules.Answers(**stored)
    return rules.problems_of(rules.settle(rules.overlay(before, changes), today), today)
