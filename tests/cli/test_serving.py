"""What the worker does for the database between its turns."""

from collections.abc import Iterator

import pytest
from django.db import connection

from cairn.cases.models import Assessment, Attendance, Need
from cairn.interfaces.cli.django import learn_sizes
from tests.towns import taken_back


@pytest.fixture
def _django_db_helper(small_town: object) -> Iterator[None]:
    with taken_back():
        yield


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns by itself")
@pytest.mark.parametrize("model", [Assessment, Attendance, Need])
def test_rows_of_a_few_episodes_are_found_by_their_index(model: type[Assessment]) -> None:
    """Not by reading every row of the organisation, which is what SQLite does as long as it knows no sizes."""
    learn_sizes()
    some = list(model._base_manager.values_list("organisation_id", "episode_id")[:3])
    rows = model._base_manager.filter(organisation_id=some[0][0], episode_id__in=[episode for _, episode in some])
    assert "episode_id=?" in rows.explain()
