"""An anchor organisation gives grants of at most £10,000 out of its contract, to groups, and writes down what they tell."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.contracts import changes, grants
from cairn.contracts.actions import contracts
from cairn.contracts.actions import grants as actions
from cairn.contracts.actions.contracts import Terms
from cairn.contracts.grants import GrantView, NewGrant, Told
from cairn.contracts.models import Contract
from cairn.contracts.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.conftest import Party
from tests.contracts.conftest import YEAR, a_contract

DAY = date(2025, 6, 2)
FOUND = {"group_name": "Tea Friends", "title": "Tea", "description": "Hall hire.", "pounds": 900, "awarded_date": DAY}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def pot(harbour: Party, eastborough: Party) -> Contract:
    """Harbour Trust is an anchor with £12,000 to give."""
    return a_contract(eastborough.contract_manager, value_pounds=12_000, has_small_grants=True, lot="Lot 3")


def give(by: Party, pot: Contract, **of: Any) -> Any:
    new = NewGrant(**{**FOUND, "is_group": True, **of})
    with scope.of(by.data_lead):
        return actions.record(by=by.data_lead, contract_uid=str(pot.uid), new=[new]).one


def rules(by: Party, pot: Contract, **of: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as error:
        give(by, pot, **of)
    return [(one.rule, one.field) for one in error.value.problems]


def seen(by: Any) -> tuple[GrantView, ...]:
    with scope.of(by):
        return grants.listing(by)


def test_both_sides_read_a_grant_and_what_of_the_pot_is_left(pot: Contract, harbour: Party, eastborough: Party) -> None:
    give(harbour, pot)
    give(harbour, pot, pounds=100)
    for by in (harbour.data_lead, eastborough.contract_manager):
        assert [(one.reference, one.pounds) for one in seen(by)] == [("G002", 100), ("G001", 900)]
        with scope.of(by):
            ((_, left),) = grants.pots(by)
        assert (left.given, left.grants, left.left) == (1000, 2, 11_000)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ({"pounds": 10_001}, [("grant.large", "pounds")]),
        ({"pounds": 0}, [("grant.nothing", "pounds")]),
        ({"is_group": False}, [("grant.person", "is_group")]),
        ({"group_name": "Mrs A Kaur"}, [("grant.person", "group_name")]),
        ({"group_id": "1234567"}, [("grant.register", "group_id")]),
        ({"ward": "Nechells"}, [("grant.ward", "ward")]),
        ({"awarded_date": date(2025, 8, 1)}, [("grant.future", "awarded_date")]),
        ({"awarded_date": date(2024, 8, 1)}, [("grant.outside", "awarded_date")]),
        ({"start_date": date(2025, 7, 1), "end_date": DAY}, [("dates.order", "end_date")]),
        ({"title": "", "description": " "}, [("title.missing", "title"), ("description.missing", "description")]),
    ],
)
def test_what_is_wrong_with_a_grant(pot: Contract, harbour: Party, of: Any, said: Any) -> None:
    assert rules(harbour, pot, **of) == said and not seen(harbour.data_lead)


@pytest.mark.parametrize("pounds", [1, 10_000])
def test_ten_thousand_is_still_small(pot: Contract, harbour: Party, pounds: int) -> None:
    assert give(harbour, pot, pounds=pounds, group_id="GB-CHC-1234567", ward="E05011118").pounds == pounds


def test_the_pot_is_not_given_twice_also_in_one_list(pot: Contract, harbour: Party) -> None:
    new = [NewGrant(**{**FOUND, "is_group": True, "pounds": 7000}) for _ in range(2)]
    with scope.of(harbour.data_lead), pytest.raises(Refused) as error:
        actions.record(by=harbour.data_lead, contract_uid=str(pot.uid), new=new)
    assert [(one.rule, one.row) for one in error.value.problems] == [("grant.pot", 1)]
    give(harbour, pot, pounds=7000)
    assert rules(harbour, pot, pounds=5001) == [("grant.pot", "pounds")]


def test_a_form_sent_twice_records_one(pot: Contract, harbour: Party) -> None:
    uid = "6f0d9a52-2d2c-4a2a-9a52-0d9a522d2c4a"
    assert give(harbour, pot, uid=uid).pk == give(harbour, pot, uid=uid).pk
    assert len(seen(harbour.data_lead)) == 1


def test_what_the_group_told_is_written_down_by_the_anchor(pot: Contract, harbour: Party, eastborough: Party) -> None:
    uid = str(give(harbour, pot).uid)
    with scope.of(harbour.data_lead):
        actions.tell(by=harbour.data_lead, grant_uid=uid, said=Told(date(2025, 7, 1), 23, "They rang."))
    (one,) = seen(eastborough.contract_manager)
    assert (one.told_people, one.told_words, one.told_date) == (23, "They rang.", date(2025, 7, 1))


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (Told(date(2025, 7, 1)), "told.empty"),
        (Told(date(2025, 5, 1), 3), "told.early"),
        (Told(date(2025, 8, 1), 3), "told.future"),
        (Told(date(2025, 7, 1), -1), "told.people"),
        (Told(date(2025, 7, 1), None, "x" * 5001), "text.long"),
    ],
)
def test_what_is_wrong_with_what_was_told(said: Told, rule: str) -> None:
    assert [one.rule for one in grants.told_problems(said, DAY, date(2025, 7, 10))] == [rule]


def test_withdrawn_it_counts_no_more_and_can_be_put_back_while_the_pot_holds_it(pot: Contract, harbour: Party) -> None:
    row, by = give(harbour, pot, pounds=9000), harbour.data_lead
    with scope.of(by):
        actions.withdraw(by=by, grant_uid=str(row.uid), version=row.version)
        assert grants.standing_of(pot).given == 0
        for do in (actions.withdraw, lambda **of: actions.tell(**of, said=Told(date(2025, 7, 1), 1))):
            with pytest.raises(Refused, match="withdrawn"):
                do(by=by, grant_uid=str(row.uid))
        actions.restore(by=by, grant_uid=str(row.uid))
        actions.withdraw(by=by, grant_uid=str(row.uid))
    give(harbour, pot, pounds=5000)
    with scope.of(by), pytest.raises(Refused, match="pot"):
        actions.restore(by=by, grant_uid=str(row.uid))


def test_nobody_else_records_or_reads(
    pot: Contract, harbour: Party, eastborough: Party, oakfield: Party, westborough: Party
) -> None:
    uid, buyer = str(give(harbour, pot).uid), eastborough.contract_manager
    for by in (oakfield.data_lead, westborough.contract_manager, harbour.support_worker):
        assert not seen(by)
    with pytest.raises(NotFound):
        give(oakfield, pot)
    with scope.of(buyer), pytest.raises(NotAllowed):
        actions.withdraw(by=buyer, grant_uid=uid)
    with pytest.raises(NotFound):
        give(harbour, a_contract(buyer, reference="E-9"))


def test_a_contract_keeps_room_for_what_was_given_and_its_history_is_told(
    pot: Contract, harbour: Party, eastborough: Party
) -> None:
    give(harbour, pot, pounds=9000)
    by = eastborough.contract_manager

    def change(**of: Any) -> Any:
        now = {"value_pounds": 12_000, "lot": "Lot 3", "has_small_grants": True, "title": "Getting out"}
        with scope.of(by):
            terms = Terms(start_date=YEAR[0], end_date=YEAR[1], **{**now, **of})
            return contracts.change(by=by, contract_uid=str(pot.uid), new=terms)

    with pytest.raises(Refused) as error:
        change(value_pounds=8999, has_small_grants=False)
    assert [one.field for one in error.value.problems] == ["has_small_grants", "value_pounds"]
    change(value_pounds=15_000, lot="")
    with scope.of(by):
        told = [(one.label, one.was, one.became) for one in changes.of(by, str(pot.uid))]
    assert told == [("Value", "£12,000", "£15,000"), ("Lot", "Lot 3", "nothing")]
    with scope.of(harbour.data_lead):
        assert not changes.of(harbour.data_lead, str(pot.uid))


def test_changed_terms_are_taken_back_with_their_history_while_what_was_given_fits(
    pot: Contract, harbour: Party, eastborough: Party
) -> None:
    by, months = eastborough.contract_manager, {"start_date": YEAR[0], "end_date": YEAR[1]}
    with scope.of(by):
        new = Terms(value_pounds=15_000, has_small_grants=True, title="Getting out", **months)
        done = contracts.change(by=by, contract_uid=str(pot.uid), new=new)
    with scope.of(harbour.data_lead), pytest.raises(Refused):
        undo(by=harbour.data_lead, event_uid=done.event_uid)
    first, _ = give(harbour, pot, pounds=9000), give(harbour, pot, pounds=5000)
    with scope.of(by), pytest.raises(Refused, match="pot"):
        undo(by=by, event_uid=done.event_uid)
    with scope.of(harbour.data_lead):
        actions.withdraw(by=harbour.data_lead, grant_uid=str(first.uid))
    with scope.of(by):
        undo(by=by, event_uid=done.event_uid)
        assert Contract.objects.get(pk=pot.pk).value_pounds == 12_000
        told = [(one.label, one.was, one.became) for one in changes.of(by, str(pot.uid)) if one.label == "Value"]
    assert told == [("Value", "£15,000", "£12,000"), ("Value", "£12,000", "£15,000")]


def test_a_grant_taken_back_counts_no_more_and_its_number_is_not_given_again(pot: Contract, harbour: Party) -> None:
    by = harbour.data_lead
    with scope.of(by):
        new = [NewGrant(**{**FOUND, "is_group": True})]
        done = actions.record(by=by, contract_uid=str(pot.uid), new=new)
        undo(by=by, event_uid=done.event_uid)
        assert grants.standing_of(pot).given == 0
    assert give(harbour, pot).reference == "G002"


def test_a_grant_comes_back_only_if_the_pot_still_holds_it(pot: Contract, harbour: Party) -> None:
    by, first = harbour.data_lead, give(harbour, pot, pounds=9000)
    with scope.of(by):
        gone = actions.withdraw(by=by, grant_uid=str(first.uid))
    second = give(harbour, pot, pounds=9000)
    with scope.of(by):
        with pytest.raises(Refused, match="pot"):
            undo(by=by, event_uid=gone.event_uid)
        actions.withdraw(by=by, grant_uid=str(second.uid))
        undo(by=by, event_uid=gone.event_uid)
        assert grants.standing_of(pot).given == 9000


def test_a_grant_told_of_since_is_not_taken_back(pot: Contract, harbour: Party) -> None:
    by = harbour.data_lead
    with scope.of(by):
        done = actions.record(by=by, contract_uid=str(pot.uid), new=[NewGrant(**{**FOUND, "is_group": True})])
        actions.tell(by=by, grant_uid=str(done.one.uid), said=Told(DAY, 12))
        with pytest.raises(Refused, match="changed since"):
            undo(by=by, event_uid=done.event_uid)
