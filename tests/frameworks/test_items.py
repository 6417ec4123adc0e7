"""Table 2 of Prevention First: every row is there, and everything that it names exists."""

import pytest

from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.frameworks import items
from cairn.frameworks.items import Carried

ROWS = {
    "core_demographics": ("individual", "annual", 5),
    "optional_demographics": ("preferably_individual", "annual", 7),
    "standardised_output": ("preferably_individual", "quarterly", 6),
    "provider_output": ("preferably_individual", "quarterly", 1),
    "service_reach": ("preferably_individual", "quarterly", 8),
    "primary_outcomes": ("individual", "annual", 4),
    "accessibility": ("individual", "annual", 1),
    "behaviour_and_culture": ("provider", "annual", 4),
}


def test_every_row_of_the_table_is_there_with_its_level_and_frequency() -> None:
    assert {row.id: (row.level, row.frequency, len(row.items)) for row in items.table()} == ROWS
    assert all(row.relevant_to for row in items.table())


@pytest.mark.parametrize("item", [item for row in items.table() for item in row.items], ids=lambda item: item.id)
def test_what_fills_an_item_exists(item: items.Item) -> None:
    for id in items.measures_of(item):
        assert set(item.by) <= set(registry.get("measure", id).may_group_by)
    assert set(item.fields) <= set(SHAREABLE)
    assert set(item.heads) <= set(registry.get("codes", "narrative_head").codes)
    assert all(registry.get("scale", scale) for scale in item.scales)
    assert items.measures_of(item) or item.fields or item.heads


def test_a_contract_covers_what_it_carries_and_names_the_gaps() -> None:
    has = Carried(
        measures=frozenset({("referrals_received", "referral_kind"), ("people_into_work", "")}),
        fields=frozenset({"gender", "sector"}),
        heads=frozenset({"training"}),
    )

    rows = {row.group.id: row for row in items.carried(has)}

    covered = {one.item.id for row in rows.values() for one in row.items if one.is_covered}
    assert covered == {"gender", "postcode", "topic_employment", "people_referred", "route_kind", "training"}
    gap = rows["service_reach"].gaps[0]
    assert (gap.item.id, gap.way, gap.fillers) == ("people_accessing", "measures", ("people_supported",))
    assert [rows[id].gaps[0].way for id in ("core_demographics", "behaviour_and_culture")] == ["fields", "heads"]
    assert {id for id, row in rows.items() if not row.is_asked_of_all} == items.WHERE_RELEVANT


def test_every_topic_has_a_standardised_output() -> None:
    assert all(items.on_topic(topic) for topic in registry.get("codes", "output_topic").codes)


@pytest.mark.parametrize(
    ("measure", "often"),
    [
        ("swemwbs_mean", "quarterly"), ("swemwbs_change", "annual"), ("outcome_improved_share", "annual"),
        ("accessibility_mean", "annual"), ("people_supported", "quarterly"), ("needs_met", "quarterly"),
    ],
)  # fmt: skip
def test_the_usual_frequency_is_the_tables(measure: str, often: str) -> None:
    assert items.usual_frequency(registry.get("measure", measure)) == often
