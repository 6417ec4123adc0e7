"""A figure's colour: by the contract's rule, or by hand with a reason; and who reads it when."""

from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.contracts.actions import targets
from cairn.contracts.actions.targets import NewTarget, target_problems
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.presentation import rag
from cairn.returns import colours, queries
from cairn.returns.actions import ratings, reopening
from cairn.returns.colours import Coloured
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, refused_rules, submit


def seen(quarter: Quarter, by: Any = None) -> dict[str, Coloured]:
    by = by or quarter.commissioner
    with scope.of(by):
        return colours.of(by, queries.answer(by, quarter.uid))


def give(quarter: Quarter, measure: str = "needs_met", colour: str = "amber", **more: Any) -> Any:
    said = {"reason": "A hard quarter", **more}
    with scope.of(quarter.commissioner):
        return ratings.colour(
            by=quarter.commissioner, answer_uid=quarter.uid, measure=measure, colour=colour, **said
        ).one  # fmt: skip


def aim(quarter: Quarter, target: str | None, **more: Any) -> None:
    new = NewTarget(None if target is None else Decimal(target), **more)
    with scope.of(quarter.commissioner):
        targets.rate(
            by=quarter.commissioner,
            contract_uid=str(quarter.contract.uid),
            measure="needs_met",
            new=new,
            reason="Agreed",
        )


def test_the_rule_of_the_contract_colours_a_figure(quarter: Quarter) -> None:
    submit(quarter)
    found = seen(quarter)["needs_met"]
    assert (found.colour, found.by_rule.why_not) == ("", "No target")
    for target, colour in (("1", "green"), ("1.05", "amber"), ("2", "red")):
        aim(quarter, target)
        assert seen(quarter)["needs_met"].colour == colour
    aim(quarter, "2", least_n=2)
    assert seen(quarter)["needs_met"].by_rule.why_not == "Rests on fewer than 2"
    aim(quarter, None)
    assert seen(quarter)["needs_met"].colour == ""


def test_a_colour_by_hand_has_a_reason_and_gives_way_to_the_rule_again(quarter: Quarter) -> None:
    submit(quarter)
    aim(quarter, "1")
    with pytest.raises(Refused) as refused:
        give(quarter, colour="blue", reason=" ")
    assert refused_rules(refused) == ["rating.colour", "reason.missing"]
    row = give(quarter)
    mark = rag.mark(seen(quarter)["needs_met"])
    assert (mark.colour, mark.word, mark.reason) == ("amber", "Amber, given by hand", "A hard quarter")
    assert mark.how.startswith("By the rule: Green: target met.")
    give(quarter, colour="none", version=row.version)
    assert rag.mark(seen(quarter)["needs_met"]).word == "No colour, given by hand"
    with pytest.raises(Conflict):
        give(quarter, colour="red", version=0)
    with scope.of(quarter.commissioner):
        ratings.clear(by=quarter.commissioner, answer_uid=quarter.uid, measure="needs_met")
        with pytest.raises(NotFound):
            ratings.clear(by=quarter.commissioner, answer_uid=quarter.uid, measure="needs_met")
    assert seen(quarter)["needs_met"].colour == "green"


def test_the_provider_reads_colours_once_it_is_accepted_and_gives_none(quarter: Quarter) -> None:
    submit(quarter)
    give(quarter, "referrals_received", "green")
    assert seen(quarter, quarter.lead) == {}
    decide(quarter)
    assert seen(quarter, quarter.lead)["referrals_received"].colour == "green"
    with scope.of(quarter.lead), pytest.raises(NotAllowed):
        ratings.colour(by=quarter.lead, answer_uid=quarter.uid, measure="needs_met", colour="green", reason="We did")


def test_a_colour_goes_with_the_version_that_it_was_about(quarter: Quarter) -> None:
    with pytest.raises(Refused) as refused:
        give(quarter)
    assert refused_rules(refused) == ["rating.figure"]
    submit(quarter)
    give(quarter)
    decide(quarter, reason="Look again")
    assert not seen(quarter)["needs_met"].is_by_hand
    with pytest.raises(Refused) as refused:
        give(quarter)
    assert refused_rules(refused) == ["rating.state"]
    submit(quarter)
    decide(quarter)
    give(quarter)
    with scope.of(quarter.commissioner):
        reopening.reopen(by=quarter.commissioner, return_uid=quarter.uid, reason="Counted twice")
    assert not seen(quarter)["needs_met"].is_by_hand


def test_a_part_of_a_breakdown_has_a_colour_by_hand_only(quarter: Quarter) -> None:
    submit(quarter)
    found = seen(quarter)["referrals_received:gender=woman"]
    assert found.colour == "" and not rag.mark(found).is_shown
    give(quarter, "referrals_received", "red", code="gender=woman")
    assert rag.mark(seen(quarter)["referrals_received:gender=woman"]).is_shown


def test_what_is_wrong_with_a_rule_is_said_at_its_fields() -> None:
    wrong = NewTarget(Decimal(10**10), Decimal(101), True, -1)
    assert [one.field for one in target_problems(wrong)] == ["target", "amber_percent", "least_n"]
    none = NewTarget(Decimal("NaN"), Decimal("NaN"))
    assert [one.field for one in target_problems(none)] == ["target", "amber_percent"]
    assert target_problems(NewTarget(None, Decimal(0), False, 0)) == []


def test_a_rule_is_the_commissioners_and_of_an_agreed_measure(quarter: Quarter) -> None:
    uid, new = str(quarter.contract.uid), {"new": NewTarget(None), "reason": "Agreed"}
    with scope.of(quarter.lead), pytest.raises(NotAllowed):
        targets.rate(by=quarter.lead, contract_uid=uid, measure="needs_met", **new)
    with scope.of(quarter.commissioner), pytest.raises(NotFound):
        targets.rate(by=quarter.commissioner, contract_uid=uid, measure="steps_reached", **new)
    with scope.of(quarter.commissioner), pytest.raises(Conflict):
        targets.rate(
            by=quarter.commissioner,
            contract_uid=uid,
            measure="needs_met",
            **{**new, "new": NewTarget(Decimal(5))},
            version=9,
        )


def test_a_target_beside_a_breakdown_gives_way_to_that_of_the_whole(quarter: Quarter) -> None:
    by, uid = quarter.commissioner, str(quarter.contract.uid)
    said = {"measure": "referrals_received", "new": NewTarget(Decimal(12)), "reason": "Agreed"}
    with scope.of(by):
        targets.rate(by=by, contract_uid=uid, **said)
        rows = AgreedMeasure.objects.filter(contract=quarter.contract, measure="referrals_received").order_by("by")
        assert [(row.by, row.target) for row in rows] == [("", Decimal(12)), ("gender", None)]
    lead = quarter.harbour.system
    with scope.of(lead), pytest.raises(NotFound):
        targets.rate(by=lead, contract_uid=uid, **said)
