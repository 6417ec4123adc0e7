"""The terms of a measure as they are read out."""

import dataclasses
from typing import Any

import pytest

from cairn.contracts import rules_burden, wording
from cairn.definitions import registry

pytestmark = pytest.mark.django_db  # a measure that the package has not is looked for among organisations' own
STOOD = {
    "measure_version": 1, "measure_class": "standardised_output", "target": "0.5", "frequency": "quarterly",
    "level": "individual", "level_reason": "", "area_outcome_uid": "", "amber_percent": "10", "border_is_better": True,
    "least_n": 0,
}  # fmt: skip


def told(measure: str, **changes: Any) -> tuple[str, ...]:
    return wording.sentences(measure, STOOD, {**STOOD, **changes}, {"x": "1 Out more"})


def test_each_term_that_differs_is_a_sentence() -> None:
    share = "outcomes_reached_share"
    assert told(share, target="0.75") == ("Its target changes from 50% to 75%.",)
    assert told(share, target=None) == ("It has no target any more; it was 50%.",)
    assert told(share, amber_percent="5", border_is_better=False, least_n=5) == (
        "Its width of amber changes from 10% to 5%.", "Its colour on a border changes from the better to the worse.",
        "Its least n for a colour changes from 0 to 5.",
    )  # fmt: skip
    assert told(share, level="aggregate", level_reason="Heads only") == (
        "Its level changes from rows may leave to only the figure leaves.", "It gets a reason for the level: Heads only.",
    )  # fmt: skip
    assert told(share, area_outcome_uid="x") == ("It gets an outcome of the commissioner’s list: 1 Out more.",)
    assert told(share, area_outcome_uid="y") == ("It gets an outcome of the commissioner’s list: another.",)
    assert told(share) == ()


def test_a_measure_that_nobody_knows_any_more_is_still_told() -> None:
    assert wording.label("own-gone") == "own-gone"
    assert wording.label("needs_met", "own_thing") == "Needs met, by own thing"
    assert wording.target("own-gone", "2000") == "2,000"


def test_an_instrument_of_somebody_elses_own_is_counted_as_one_item() -> None:
    own = dataclasses.replace(registry.get("measure", "swemwbs_mean"), scale="own-gone")
    found = rules_burden.burden([own], [], {"assessment:own-gone": 20})
    assert [(item.label, item.count) for item in found.items if item.is_instrument] == [
        ("An instrument of the provider’s own", 1)
    ]
    assert found.minutes == round(20 * (3 + 1) * 4 / 60)


def test_heads_alone_need_nobody_on_record() -> None:
    found = rules_burden.burden([registry.get("measure", "group_heads")], [], {"headcount": 30, "referral": 40})
    assert (found.minutes, found.items) == (8, ())
