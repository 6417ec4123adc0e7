"""Choosing the scales of a service: the whole choice at once, in order, taken back by one undo; refused with every reason."""

import pytest

from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.definitions import registry
from cairn.frameworks import coverage
from cairn.kernel.problems import Refused
from cairn.services import queries
from cairn.services.actions import scales
from cairn.services.actions.scales import ScaleChoice
from tests.conftest import Party
from tests.services.conftest import Befriending


def ids(by: Party, uid: object) -> list[tuple[str, int]]:
    return [(one.scale, one.review_months) for one in queries.scales_of(by.service_manager, uid)]


def test_the_whole_choice_stands_in_its_order_and_one_undo_takes_it_back(
    in_harbour: Party, befriending: Befriending
) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    scales.choose(by=by, service_uid=uid, scales=[ScaleChoice("lifesat"), ScaleChoice("ons4", 6, 12)])
    assert ids(in_harbour, uid) == [("lifesat", 3), ("ons4", 6)]
    done = scales.choose(by=by, service_uid=uid, scales=[ScaleChoice("ons4", 6, 12), ScaleChoice("phq9", 1)])
    assert ids(in_harbour, uid) == [("ons4", 6), ("phq9", 1)]
    undo(by=by, event_uid=done.event_uid)
    assert ids(in_harbour, uid) == [("lifesat", 3), ("ons4", 6)]


def test_everything_wrong_with_a_choice_is_said_at_once(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    wrong = [
        ScaleChoice("mood"),
        ScaleChoice("ladder_10"),
        ScaleChoice("lifesat", 25, -1),
        ScaleChoice("lifesat", rater="worker"),
    ]
    with pytest.raises(Refused) as refused:
        scales.choose(by=by, service_uid=uid, scales=wrong)
    assert [problem.field for problem in refused.value.problems] == [
        "scales", "scales", "review-lifesat", "follow_up-lifesat", "rater-lifesat", "scales",
    ]  # fmt: skip
    assert ids(in_harbour, uid) == []


def test_a_second_editor_sees_the_first(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    was = queries.get(by, uid).version
    scales.choose(by=by, service_uid=uid, scales=[ScaleChoice("lifesat")], version=was)
    with pytest.raises(Conflict):
        scales.choose(by=by, service_uid=uid, scales=[ScaleChoice("ons4")], version=was)


def test_a_star_covers_the_core_outcomes_and_the_gaps_of_the_rest_are_named() -> None:
    alone = coverage.of(["swemwbs", "lifesat"])
    assert alone.covered == 1
    assert [gap.ref for gap in alone.gaps] == [
        "maximised_income", "increased_social_participation", "independent_housing", "carers_supported",
    ]  # fmt: skip
    with_star = coverage.of([registry.get("scale", "star_empowerment"), "swemwbs", "lifesat"])
    assert [gap.ref for gap in with_star.gaps] == ["carers_supported"]
    money = next(one for one in with_star.outcomes if one.ref == "maximised_income")
    assert [(each.scale, each.areas) for each in money.covered_by] == [("star_empowerment", 2)]


def test_what_fills_a_gap_names_validated_ones_first_and_the_direct_question_last() -> None:
    found = coverage.fillers("carers_supported", registry.all("scale"))
    assert found[0].scale in ("star_carers", "carers_wellbeing_check")
    assert (found[-1].scale, found[-1].direct) == ("outcome_carers_supported", True)
