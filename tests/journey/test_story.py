"""The whole life of one record, told once with JavaScript and once without. It reads as the manual does."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conftest import Party
from tests.journey import neighbours, traces
from tests.journey.chapters import commissioner, data_lead, manager, worker
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser
MANAGER, WORKER, LEAD = (f"{role}@harbour.example" for role in ("service_manager", "support_worker", "data_lead"))
COMMISSIONER = "contract_manager@eastborough.example"


@dataclass(frozen=True)
class Story:
    """One reader, who sits down as one person after another, and the calendar on the wall."""

    reader: Reader
    harbour: Party
    turn: Callable[[int, int, int], None]
    javascript: bool

    def on(self, month: int, day: int, email: str) -> Reader:
        self.turn(2025, month, day)
        self.reader.sign_in(email)
        return self.reader


WITHOUT = pytest.param(False, id="without", marks=pytest.mark.long)  # tests/workspace have no scripts either


@pytest.mark.parametrize("javascript", [pytest.param(True, id="with_javascript"), WITHOUT])
def test_the_whole_life_of_one_record(
    harbour: Party,
    eastborough: Party,
    calendar: Callable[[int, int, int], None],
    open_reader: Callable[..., Reader],
    javascript: bool,
) -> None:
    story = Story(open_reader(javascript=javascript), harbour, calendar, javascript)
    spring_is_prepared(story)
    somebody_is_supported(story)
    digest = the_quarter_is_told(story)
    somebody_is_erased(story, digest)


def spring_is_prepared(story: Story) -> None:
    """Points 1 and 6: what the service does; what the contract asks for and what may leave."""
    reader = story.on(4, 1, MANAGER)
    manager.sets_up_the_service(reader)
    manager.names_the_small_steps(reader)
    manager.names_what_they_do(reader)
    manager.records_the_permission(reader)
    reader = story.on(4, 2, COMMISSIONER)
    commissioner.finds_nothing_to_compare(reader)
    commissioner.sets_up_a_contract(reader)
    commissioner.agrees_the_measures(reader)
    commissioner.drafts_an_agreement_and_signs(reader)
    commissioner.adds_a_round(reader)
    data_lead.signs(story.on(4, 3, LEAD))
    manager.says_who_pays(story.on(4, 4, MANAGER))


def somebody_is_supported(story: Story) -> None:
    """Points 2 to 5."""
    reader = story.on(4, 7, WORKER)
    worker.takes_a_referral(reader)
    worker.closes_another_as_unsuccessful(reader)
    worker.accepts_it(reader)
    worker.records_needs(reader)
    worker.records_a_first_reading(reader)
    worker.records_a_visit(reader)
    story.turn(2025, 4, 9)
    neighbours.arrive(story.harbour)
    worker.records_a_session(story.on(5, 12, WORKER), neighbours.COMPANIONS)
    worker.reviews(story.on(6, 20, WORKER))
    if story.javascript:
        worker.leaves_a_note_half_written(reader)
    neighbours.come_to_review(story.harbour)


def the_quarter_is_told(story: Story) -> str:
    """Points 6 and 7. The hash of what was accepted."""
    lead = story.on(7, 10, LEAD)
    data_lead.finds_the_return_filled(lead)
    data_lead.opens_a_definition_and_the_rows(lead)
    data_lead.overrides_one_with_a_reason(lead)
    data_lead.sees_exactly_what_leaves(lead)
    data_lead.submits(lead)
    commissioner.rejects_with_a_reason(story.on(7, 11, COMMISSIONER))
    data_lead.resubmits(story.on(7, 14, LEAD))
    reader = story.on(7, 15, COMMISSIONER)
    digest = commissioner.accepts(reader)
    commissioner.compares_who_is_served(reader)
    return digest


def somebody_is_erased(story: Story, digest: str) -> None:
    """Point 8."""
    places = " ".join(traces.of("Zephyrine", "Bellamira"))
    assert "Zephyrine" in places and "Bellamira" in places, "she was there before"
    manager.erases(story.on(9, 1, MANAGER), worker.NAME)
    commissioner.still_verifies(story.on(9, 2, COMMISSIONER), digest)
    assert traces.of("Zephyrine", "Quillfeather", "Bellamira", worker.PHONE) == []
