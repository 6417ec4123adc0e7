"""Which tools tell of which outcome: table 3 as data, our own judgement said as such, and an organisation's own scales."""

from dataclasses import replace

import pytest

from cairn.definitions import registry
from cairn.frameworks.mapping import OWN_SOURCE, feed, feeds
from cairn.frameworks.outcomes import PREVENTION_FIRST, framework, outcomes


def test_several_areas_of_a_star_feed_one_outcome_by_the_stored_rule() -> None:
    found = {one.ref: one for one in feeds(registry.get("scale", "star_homelessness"))}
    health = found["healthier_lifestyles"]
    assert (health.outcome, health.items) == (
        "prevention-first/healthier_lifestyles",
        ("physical_health", "mental_health"),
    )
    assert (health.rule_id, health.rule.least, health.sure) == ("prevention-first/1/areas_mean", 0.5, "seed")
    assert set(found) == {
        "maximised_income",
        "healthier_lifestyles",
        "increased_social_participation",
        "independent_housing",
    }


def test_a_whole_tool_tells_by_its_own_rule_and_says_whose_judgement_that_is() -> None:
    [one] = feeds(registry.get("scale", "swemwbs"))
    assert (one.ref, one.items, one.rule.of, one.sure) == ("healthier_lifestyles", (), "whole", "own")
    assert "judgement" in one.source


def test_every_citizen_outcome_has_a_direct_question_and_a_tool_of_symptoms_tells_of_none() -> None:
    for outcome in outcomes(PREVENTION_FIRST, "citizen"):
        [one] = feeds(registry.get("scale", f"outcome_{outcome.ref}"))
        assert (one.ref, one.sure) == (outcome.ref, "own")
    assert feeds(registry.get("scale", "phq9")) == ()


def test_an_own_scale_says_itself_what_its_areas_tell_of() -> None:
    star = registry.get("scale", "star_homelessness")
    said = {"motivation": f"{PREVENTION_FIRST}/carers_supported", "money": f"{PREVENTION_FIRST}/no_such"}
    own = replace(star, id="own-abc", items=tuple(replace(item, outcome=said.get(item.id)) for item in star.items))
    [one] = feeds(own)
    assert (one.ref, one.items, one.source) == ("carers_supported", ("motivation",), OWN_SOURCE)


def test_a_feed_is_found_again_by_its_rule_and_one_that_is_gone_is_not() -> None:
    star = registry.get("scale", "star_homelessness")
    for one in feeds(star):
        assert feed(star, one.outcome, one.rule_id) == one
    with pytest.raises(LookupError):
        feed(star, "prevention-first/carers_supported", "prevention-first/1/areas_mean")


def test_what_is_mapped_needs_a_rule_and_a_rule_of_areas_its_points() -> None:
    whole = framework(PREVENTION_FIRST)
    areas = whole.combine[0]
    for rules, said in (
        ((areas,), "whole"),
        ((areas, areas), "one rule"),
        ((replace(areas, least=None),), "`least`"),
    ):
        with pytest.raises(ValueError, match=said):
            replace(whole, combine=rules)
