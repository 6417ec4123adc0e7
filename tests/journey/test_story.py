"""The whole life of one record, told once with JavaScript and once without. It reads as the manual does."""

from collections.abc import Callable

import pytest

from tests.conftest import Party
from tests.journey.chapters import manager, worker
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without"])
def test_the_whole_life_of_one_record(
    harbour: Party,
    eastborough: Party,
    calendar: Callable[[int, int, int], None],
    open_reader: Callable[..., Reader],
    javascript: bool,
) -> None:
    reader = open_reader(javascript=javascript)

    calendar(2025, 4, 1)
    reader.sign_in("service_manager@harbour.example")
    manager.sets_up_the_service(reader)
    manager.names_the_small_steps(reader)
    manager.names_what_they_do(reader)
    manager.records_the_permission(reader)

    calendar(2025, 4, 7)
    reader.sign_in("support_worker@harbour.example")
    worker.takes_a_referral(reader)
    worker.closes_another_as_unsuccessful(reader)
    worker.accepts_it(reader)
    worker.records_needs(reader)
    worker.records_a_first_reading(reader)
    worker.records_a_visit(reader)
