"""The two frameworks, and how the common needs map onto them."""

import pytest

from cairn.definitions import registry
from cairn.frameworks.outcomes import (
    PREVENTION_FIRST,
    SUPPORTING_PEOPLE,
    by_group,
    framework,
    items_of_outcome,
    needs_of_outcome,
    outcome,
    outcome_of_need,
    outcomes,
)


def test_supporting_people_has_three_four_four_five_and_one_long_term_needs() -> None:
    """Seed 003: 3 + 4 + 4 + 5 + 1 = 17."""
    long_term = outcomes(SUPPORTING_PEOPLE, term="long")
    per_domain = [len([o for o in long_term if o.group == group.id]) for group in framework(SUPPORTING_PEOPLE).groups]
    assert per_domain == [3, 4, 4, 5, 1]


def test_settled_accommodation_is_on_the_short_form_alone() -> None:
    assert {o.ref for o in outcomes(SUPPORTING_PEOPLE)} - {o.ref for o in outcomes(SUPPORTING_PEOPLE, term="long")} == {
        "4b-short"
    }


def test_prevention_first_has_six_citizen_outcomes_in_four_areas_and_three_classes() -> None:
    assert [o.label for o in outcomes(PREVENTION_FIRST, group="citizen")] == [
        "Increased social participation",
        "Healthier lifestyles",
        "Maximised income",
        "Housing which supports independence",
        "Carers feeling more supported",
        "Better experience of the social care and health system",
    ]
    assert [group.id for group, _ in by_group(PREVENTION_FIRST)] == [
        "citizen",
        "communities",
        "behaviour_and_culture",
        "finance",
    ]
    assert len(framework(PREVENTION_FIRST).measure_classes) == 3


def test_table_3_maps_star_items_to_citizen_outcomes() -> None:
    housing = items_of_outcome(PREVENTION_FIRST, "independent_housing")
    assert [(mapping.tool, mapping.item, mapping.area) for mapping in housing if mapping.sure == "seed"] == [
        ("star_homelessness", "tenancy", "Managing tenancy & accommodation"),
        ("star_empowerment", "accommodation", "Accommodation"),
        ("star_young_person", "accommodation", "Accommodation"),
        ("carers_wellbeing_check", "home", "Home"),
    ]
    seeded = [each for each in framework(PREVENTION_FIRST).mappings if each.sure == "seed"]
    assert "better_care_experience" not in {each.outcome for each in seeded}


def test_a_need_finds_its_outcome_and_the_outcome_its_needs() -> None:
    debt = registry.get("needs").need("debt")
    found = outcome_of_need(debt, SUPPORTING_PEOPLE)
    assert found is not None
    assert found.ref == "1b"
    assert debt in needs_of_outcome(SUPPORTING_PEOPLE, "1b")
    assert debt in needs_of_outcome(PREVENTION_FIRST, "maximised_income")


def test_no_match_is_said_as_none() -> None:
    smoking = registry.get("needs").need("smoking")
    assert outcome_of_need(smoking, SUPPORTING_PEOPLE) is None
    assert outcome_of_need(smoking, "another-framework") is None


def test_every_supporting_people_need_and_citizen_outcome_has_a_need_of_the_dictionary() -> None:
    assert [o.ref for o in outcomes(SUPPORTING_PEOPLE) if not needs_of_outcome(SUPPORTING_PEOPLE, o.ref)] == []
    citizen = outcomes(PREVENTION_FIRST, group="citizen")
    assert [o.ref for o in citizen if not needs_of_outcome(PREVENTION_FIRST, o.ref)] == []


def test_an_unknown_framework_or_outcome_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="prevention-first"):
        framework("nowhere")
    with pytest.raises(LookupError):
        outcome(SUPPORTING_PEOPLE, "9z")
