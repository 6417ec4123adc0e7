"""A contract may do without one of the usual instruments, with a reason; its services see what is expected and missing."""

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.contracts import instruments
from cairn.contracts.actions import instruments as actions
from cairn.contracts.models import Contract
from cairn.definitions import registry
from cairn.kernel.problems import Problem, Refused
from tests.conftest import Party


@pytest.mark.parametrize(
    ("slot", "scale", "fills"),
    [
        ("ladder", "star_empowerment", True), ("ladder", "ons4", False), ("ladder", "lifesat", False),
        ("wellbeing", "swemwbs", True), ("wellbeing", "wemwbs", True), ("wellbeing", "phq9", False),
        ("life_satisfaction", "lifesat", True), ("life_satisfaction", "ons4", True), ("life_satisfaction", "swemwbs", False),
    ],
)  # fmt: skip
def test_which_scale_fills_which_place(slot: str, scale: str, fills: bool) -> None:
    assert instruments.covers(slot, registry.get("scale", scale)) is fills


def test_a_reason_is_needed_and_the_place_must_be_one() -> None:
    wrong: list[Problem] = instruments.drop_problems({"ladder": " ", "bathroom": "x" * 301})
    assert [(one.field, one.rule) for one in wrong] == [
        ("ladder", "instrument.reason"), ("bathroom", "instrument.slot"), ("bathroom", wrong[2].rule),
    ]  # fmt: skip


def test_what_is_left_out_is_told_to_both_sides_and_one_undo_brings_it_back(
    harbour: Party, eastborough: Party, contract: Contract
) -> None:
    buyer, provider = eastborough.contract_manager, harbour.service_manager
    swemwbs = registry.get("scale", "swemwbs")
    with scope.of(buyer):
        dropped = {"ladder": "Nobody here is asked about nine areas."}
        done = actions.agree(by=buyer, contract_uid=str(contract.uid), dropped=dropped)
        assert [one.slot for one in instruments.instruments_of(contract) if one.reason] == ["ladder"]
    with scope.of(provider):
        (told,) = instruments.expected(provider, [contract], [swemwbs])
        assert (told.asked, told.missing) == (("SWEMWBS",), ("Life satisfaction, 0 to 10",))
        assert [left.slot for left in told.dropped] == ["ladder"]
    with scope.of(buyer):
        undo(by=buyer, event_uid=done.event_uid)
        assert not any(one.reason for one in instruments.instruments_of(contract))
        with pytest.raises(Refused):
            actions.agree(by=buyer, contract_uid=str(contract.uid), dropped={"ladder": ""})


def test_a_reason_may_be_put_in_better_words(eastborough: Party, contract: Contract) -> None:
    buyer, uid = eastborough.contract_manager, str(contract.uid)
    with scope.of(buyer):
        for reason in (
            "Not asked.",
            "Nobody here is asked about nine areas.",
            "Nobody here is asked about nine areas. ",
        ):
            actions.agree(by=buyer, contract_uid=uid, dropped={"ladder": reason})
        (left,) = [one.reason for one in instruments.instruments_of(contract) if one.reason]
        assert left == "Nobody here is asked about nine areas."
        actions.agree(by=buyer, contract_uid=uid, dropped={})
        assert not any(one.reason for one in instruments.instruments_of(contract))
