"""What the shipped definitions promise to those who count with them."""

import re
from pathlib import Path

import pytest

from cairn.definitions import mart, registry
from cairn.definitions.shapes.codes import ASKED
from cairn.definitions.shapes.measure import Measure
from cairn.questionnaire.conditions import MISSING, evaluate

ASKED_OF_PEOPLE = [
    "gender", "same_as_birth", "condition", "activity_restriction", "ethnicity_group", "ethnicity",
    "employment", "accommodation", "immigration", "gp_registration", "postcode_state",
]  # fmt: skip
README = (registry.PACKAGE.root / "measures/README.md").read_text("utf-8")


def measure(id: str) -> Measure:
    return registry.get("measure", id)


@pytest.mark.parametrize("id", ASKED_OF_PEOPLE)
def test_every_list_asked_of_a_person_has_the_four_ways_of_no_answer(id: str) -> None:
    found = registry.get("codes", id)
    assert set(ASKED) <= {entry.code for entry in found.entries if entry.missing}
    assert found.label_of("refused") == "Prefer not to say"


def test_codes_flagged_missing_are_the_codes_that_count_as_no_answer() -> None:
    for found in registry.all("codes"):
        assert {entry.code for entry in found.entries if entry.missing} == MISSING.intersection(found.codes)


def test_a_postcode_may_also_be_not_collected() -> None:
    assert registry.get("codes", "postcode_state").entry("not_collected").missing


def test_codes_fit_the_columns_that_hold_them() -> None:
    """Twenty characters, or forty where a column was made for it."""
    wide = {"accommodation", "commissioning_area", "narrative_head"}
    long = [code for found in registry.all("codes") for code in found.codes if len(code) > 20 and found.id not in wide]
    assert long == []


def test_gender_and_same_as_birth_are_two_lists() -> None:
    own = [entry.code for entry in registry.get("codes", "gender").entries if not entry.missing]
    assert own == ["man", "woman", "self_described"]
    assert registry.get("codes", "same_as_birth").codes[:2] == ("yes", "no")


def test_ethnicity_is_nineteen_census_groups_in_five() -> None:
    groups = [entry for entry in registry.get("codes", "ethnicity").entries if not entry.missing]
    assert sorted(entry.order or 0 for entry in groups) == list(range(1, 20))
    counts = {group: sum(entry.group == group for entry in groups) for group in ("asian", "black", "mixed", "white")}
    assert counts == {"asian": 5, "black": 3, "mixed": 4, "white": 5}


def test_age_bands_meet_without_gap_or_overlap() -> None:
    bands = [entry for entry in registry.get("codes", "age_band").entries if not entry.missing]
    assert [(band.low, band.high) for band in bands] == [(0, 15), (16, 24), (25, 34), (35, 49), (50, 64), (65, None)]


def test_the_seven_reasons_for_an_unsuccessful_referral_are_the_seeds_own() -> None:
    reasons = registry.get("codes", "unsuccessful_reason").entries
    assert [entry.label for entry in reasons if not entry.missing] == [
        "Did not meet eligibility criteria",
        "Did not attend appointments/did not call back or contact",
        "Refused support offered",
        "Unable to manage risk",
        "Needs too high",
        "No capacity",
        "Exceptions to above",
    ]


def test_the_four_ends_of_a_referral_add_up_to_those_received() -> None:
    """Each referral received holds for exactly one of the parts, whatever its state."""
    received = measure("referrals_received")
    assert received.sum_of == tuple(f"referrals_{end}" for end in ("accepted", "unsuccessful", "withdrawn", "pending"))
    parts = [measure(id) for id in received.sum_of]
    assert {part.period_date for part in parts} == {"received_date"}
    for state in registry.get("codes", "referral_state").codes:
        for direction in registry.get("codes", "referral_direction").codes:
            row = {"state": state, "direction": direction}
            counted = [part.id for part in (received, *parts) if part.where and evaluate(part.where, row)]
            assert len(counted) == (2 if direction == "in" else 0)


def test_people_supported_counts_whoever_was_open_on_any_day() -> None:
    found = measure("people_supported")
    assert (found.kind, found.distinct, found.period_rule) == ("distinct", "person", "open_during")
    assert (found.period_date, found.period_end) == ("start_date", "end_date")


@pytest.mark.parametrize("found", registry.all("measure"), ids=lambda found: found.id)
def test_no_measure_is_added_up_over_contracts_nor_distinct_people_over_time(found: Measure) -> None:
    assert "contract" in found.not_additive_over
    if found.kind == "distinct":
        assert {"quarter", "service", "provider"} & set(found.may_group_by) <= set(found.not_additive_over)


def test_needs_are_each_counted_on_the_day_they_were_presented_or_judged() -> None:
    dates = [measure(id).period_date for id in ("needs_presented", "needs_part_met", "needs_met")]
    assert dates == ["presented_date", "part_met_date", "met_date"]


def test_confirming_a_step_twice_inflates_nothing() -> None:
    where = measure("steps_reached").where
    assert where is not None
    assert [evaluate(where, {"is_first": first}) for first in (True, False)] == [True, False]


def test_change_in_wellbeing_names_those_without_a_first_reading() -> None:
    found = measure("swemwbs_change")
    row = {"scale": "swemwbs", "first_score": None, "second_score": 21.54, "baseline_missing_reason": "crisis"}
    left_out = [part for part in found.left_out if evaluate(part.where, row)]
    assert [(part.id, part.by) for part in left_out] == [("no_baseline", "baseline_missing_reason")]
    assert found.latest_per == "episode"


def test_heads_are_never_added_to_contacts() -> None:
    assert measure("group_heads").never_added_to == ("contacts",)
    assert measure("contacts").never_added_to == ("group_heads",)


def test_the_readme_of_measures_lists_every_column_of_the_mart() -> None:
    for table, columns in mart.TABLES.items():
        own = set(columns) - set(mart.PERSONAL)
        [line] = [line for line in README.splitlines() if line.startswith(f"| `{table}` |")]
        assert own <= set(re.findall(r"`(\w+)`", line))
    for column in mart.PERSONAL:
        assert f"`{column}`" in README


def test_dimensions_are_read_from_columns() -> None:
    assert [mart.column_of(name, "met_date") for name in ("quarter", "contract", "ward")] == [
        "met_date",
        "contracts",
        "ward",
    ]


def test_the_dictionary_of_needs_has_every_area_used() -> None:
    dictionary = registry.get("needs")
    assert {need.area for need in dictionary.needs} == {area.id for area in dictionary.areas}


def test_getting_out_and_about_climbs_from_the_door_to_a_bus_alone() -> None:
    assert [rung.label for rung in registry.get("ladder", "getting_out_and_about").rungs] == [
        "Met at the door",
        "Into a taxi",
        "On a bus together",
        "On a bus alone",
    ]


def test_every_kind_can_be_listed() -> None:
    assert all(registry.all(kind) for kind in ("framework", "scale", "retention", "rule"))


def test_no_definition_file_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in Path(registry.PACKAGE.root).rglob("*.yaml")}
    assert [path.name for path, length in lengths.items() if length > 400] == []


def test_nothing_that_is_shipped_calls_a_change_by_the_word_for_what_was_caused() -> None:
    found = [path for path in registry.PACKAGE.root.rglob("*.yaml") if "impact" in path.read_text("utf-8").lower()]
    assert found == []
