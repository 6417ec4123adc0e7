"""How many forms never came: counted inside a provider's walls, read by the authority as counts, by each provider as a place."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.collection import completion, expecting, owed
from cairn.collection.actions import expecting as deeds
from cairn.collection.actions import filling, sending
from cairn.collection.completion import Completion, Level
from cairn.collection.models import CollectionService, FormsOwed, Sampling, SignUp
from cairn.collection.rules_completion import Place, Tally
from cairn.collection.rules_completion import total as summed
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.presentation.collected import completion as shown
from tests.cases.conftest import Ground, lay, open_episode
from tests.collection.filled_in import begin, fill
from tests.collection.programme import Programme, lay_programme, supported
from tests.collection.test_programme_afterwards import send
from tests.conftest import Party

pytestmark = pytest.mark.django_db
JUNE = datetime(2025, 6, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(JUNE):
        yield


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


@pytest.fixture
def held(ground: Ground, eastborough: Party) -> Programme:
    return lay_programme(ground, eastborough)


def read(held: Programme, by: Actor, level: Level = "authority") -> Completion:
    with scope.of(by):
        return completion.of(by, held.collection, held.year, level)


def tally(held: Programme, by: Actor, form: str = "") -> Tally:
    return summed(one.tally for one in read(held, by).cells if form in ("", one.place.form))


def test_an_authority_counts_what_never_came_and_what_was_left_out(held: Programme, eastborough: Party) -> None:
    reader = eastborough.contract_manager
    anwen, bashir = supported(held.ground), open_episode(held.ground, held.ground.bashir)
    assert tally(held, reader) == Tally(due=2, missing=2), "Anwen's yearly form, and Bashir's client record"
    row = begin(held, day=date(2025, 6, 10), episode_uid=str(anwen.uid))
    fill(held.by, row, SupportPlan="Yes", ReviewDate="2025-06-10")
    sending.send(by=held.by, form_uid=row.uid)
    assert tally(held, reader, "sp-long") == Tally(due=1, came=1, received=1)
    left = begin(held, "entry", date(2025, 4, 7), episode_uid=str(bashir.uid))
    filling.leave_out(by=held.by, form_uid=left.uid, reason="declined")
    assert tally(held, reader, "sp-client-record") == Tally(due=1, left_out=1)
    send(held)  # a form of somebody who is not on record
    assert tally(held, reader).beside == 1


def test_what_has_not_come_is_late_after_the_day_it_was_asked_for_and_stays_when_the_year_is_closed(
    held: Programme, eastborough: Party
) -> None:
    supported(held.ground)
    with clock.fixed(datetime(2026, 5, 2, 12, tzinfo=UTC)):
        assert tally(held, eastborough.contract_manager) == Tally(due=1, missing=1, late=1)
    with clock.fixed(datetime(2026, 10, 1, 12, tzinfo=UTC)):
        before = tally(held, eastborough.contract_manager)
        supported(held.ground, held.ground.bashir)
        assert tally(held, eastborough.contract_manager) == before


def test_who_is_outside_the_sample_is_counted_apart_from_the_day_that_it_is_decided(
    held: Programme, eastborough: Party
) -> None:
    supported(held.ground)
    assert tally(held, eastborough.contract_manager).due == 1
    CollectionService.objects.update(client_group="1")  # of older people
    Sampling.objects.create(year=held.year, organisation=eastborough.organisation, seed="7", older_percent=1,
                            other_percent=100, decided_date=date(2025, 6, 30))  # fmt: skip
    assert tally(held, eastborough.contract_manager) == Tally(outside=1)


def test_only_counts_leave_a_providers_walls_and_only_to_its_own_authority(
    held: Programme, eastborough: Party, westborough: Party
) -> None:
    supported(held.ground)
    read(held, eastborough.contract_manager)
    with scope.of(held.by):
        assert completion.spread(held.ground.party.data_lead, held.collection, held.year, "") == ([], None), (
            "too few are due"
        )
    kept = FormsOwed.objects.get()
    assert kept.counts["rows"] == [["B 42", "sp-long", "2025-04-01", 1, 0, 0, 0]]
    assert [one.provider_id for one in read(held, held.ground.party.data_lead, "provider").cells] == [
        held.by.organisation_id
    ]
    assert read(held, westborough.contract_manager).cells == ()
    for level in ("whole", "provider"):
        with scope.of(westborough.contract_manager), pytest.raises(NotFound):
            completion.of(westborough.contract_manager, held.collection, held.year, level)  # type: ignore[arg-type]
    with scope.of(westborough.contract_manager), pytest.raises(NotFound):
        completion.spread(westborough.contract_manager, held.collection, held.year, "")
    for state, may in (("requested", False), ("refused", False), ("left", True)):
        SignUp._base_manager.update(state=state)
        with scope.of(held.ground.party.data_lead), nullcontext() if may else pytest.raises(NotFound):
            completion.spread(held.ground.party.data_lead, held.collection, held.year, "")


def test_a_count_that_nothing_has_changed_is_not_made_again(held: Programme, eastborough: Party) -> None:
    supported(held.ground)
    assert owed.follow(held.by.organisation_id)
    assert not owed.follow(held.by.organisation_id)
    open_episode(held.ground, held.ground.bashir)
    assert owed.follow(held.by.organisation_id)


def expected(held: Programme, **numbers: int | None) -> Any:
    """Said of the quarters q1 to q4, of the long form."""
    (asked,) = [
        one for one in expecting.asked(held.ground.party.data_lead, held.sign_up, held.year) if one.form == "sp-long"
    ]
    firsts = dict(zip(("q1", "q2", "q3", "q4"), asked.quarters, strict=True))
    said = {asked.place(firsts[name]): number for name, number in numbers.items()}
    return deeds.say(by=held.ground.party.data_lead, sign_up_uid=held.sign_up.uid, year_uid=held.year.uid, numbers=said)


def test_a_provider_that_sends_files_says_what_it_expects_and_nobody_guesses(
    held: Programme, eastborough: Party
) -> None:
    CollectionService.objects.update(is_recorded=False)
    send(held, ServiceReference="B 42")
    reader = eastborough.contract_manager
    with clock.fixed(datetime(2025, 10, 2, 12, tzinfo=UTC)):
        found = tally(held, reader, "sp-long")
        assert (found.due, found.share, found.blind, found.unknown) == (0, None, 1, 2)
        expected(held, q1=4, q2=None, q3=9)
        found = tally(held, reader, "sp-long")
        assert (found.due, found.received, found.missing, found.unknown) == (4, 1, 3, 1), "the third quarter goes on"
        expected(held, q2=0)
        assert tally(held, reader, "sp-long").unknown == 0


def test_what_is_expected_is_a_number_of_a_place_there_is(held: Programme, eastborough: Party) -> None:
    CollectionService.objects.update(is_recorded=False)
    with pytest.raises(Refused) as refused:
        expected(held, q1=-1)
    assert [one.rule for one in refused.value.problems] == ["expected.number"]
    held.sign_up.state = "left"
    held.sign_up.save()
    nowhere = {Place("B 42", "sp-short", date(2025, 4, 1)): 1}
    with clock.fixed(datetime(2026, 10, 1, 12, tzinfo=UTC)), pytest.raises(Refused) as refused:
        deeds.say(by=held.ground.party.data_lead, sign_up_uid=held.sign_up.uid, year_uid=held.year.uid, numbers=nowhere)
    assert [one.rule for one in refused.value.problems] == ["expected.place", "expected.sign_up", "form.closed"]


def test_each_sees_its_own_place_among_those_of_whom_enough_is_due() -> None:
    assert shown.spread([0.5, 0.6, 0.7], 0.6, is_provider=True).picture is None
    found = shown.spread([0.5, 0.6, 0.6, 0.7], 0.6, is_provider=True)
    assert found.sentence == "You: 60%. Of 4 providers 1 of the 3 others sent more of what is due, and 1 the same."
    assert "You" not in shown.spread([0.5, 0.6, 0.6, 0.7], None, is_provider=False).sentence
    assert "fewer than 10" in shown.spread([0.5, 0.6, 0.6, 0.7], None, is_provider=True).sentence


def test_what_is_not_known_is_said_and_not_drawn() -> None:
    line = shown.line("Kingfisher", Tally(came=3, blind=3, unknown=2))
    assert (line.due, line.came, line.share, line.width, line.missing) == ("not known", "3", "", -1, "")
    assert shown.line("Now", Tally(going=1)).due == "not yet"
    assert shown.sentence(Tally(came=3, blind=3)).startswith("Nobody has said")
    assert shown.sentence(Tally(due=4, received=2, missing=1, late=1, left_out=1, came=2)) == (
        "Of 4 forms that are due 2 came (50%), 1 were left out with a reason, and 1 did not come; 1 of these are late."
    )
