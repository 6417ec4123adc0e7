"""A small city of every provider, built once for the module that reads it."""

from collections.abc import Iterator
from typing import Any

import pytest

from cairn.access import scope
from tests.towns import town

PEOPLE, SEED = 120, 7


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with town(django_db_blocker, PEOPLE, SEED):
        yield


@pytest.fixture
def everybody(city: None) -> Iterator[None]:
    """All organisations in scope: the tests count over the whole city."""
    with scope.every("the tests look over the whole city"):
        yield
