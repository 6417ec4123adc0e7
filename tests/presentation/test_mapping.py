"""Beside a figure of outcomes: which tools tell, by which areas and rule, and how sure that is; in a page and in a file."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.insight import mapped
from cairn.insight.mapped import Told
from cairn.insight.results import TOTAL, CrossCell, Crosstab
from cairn.kernel.periods import Period
from cairn.presentation import crosstab, mapping
from tests.conftest import Party

HEALTH, INCOME = "prevention-first/healthier_lifestyles", "prevention-first/maximised_income"
STAR = Told(HEALTH, "star_homelessness", 1, "prevention-first/1/areas_mean")


def table(measure: str, dimension: str, code: str) -> Crosstab:
    cell = CrossCell(9, 0.5, 4, 9, 0.2, 0.8)
    return Crosstab(
        measure=measure, version=1, label="", period=Period.parse("2025-Q2"), rows_dim=dimension, columns_dim="gender",
        rows=(code,), columns=("woman",), cells={(code, "woman"): cell}, hidden=0, threshold=4, sentence="",
        basis="submitted", as_of=datetime(2025, 7, 1, tzinfo=UTC),
    )  # fmt: skip


def lines(by: Actor, found: Crosstab) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(crosstab.as_csv(by, found))))


def test_each_outcome_has_its_tools_with_their_areas_and_then_the_rules_stand() -> None:
    swemwbs = Told(HEALTH, "swemwbs", 1, "prevention-first/1/whole_tool")
    found = {fact["key"]: fact["value"] for fact in mapping.facts([swemwbs, STAR])}

    assert list(found) == ["Healthier lifestyles", *mapping.RULES.values(), "Why not in points"]
    assert found["Healthier lifestyles"] == (
        "Homelessness Star, 1 to 10: physical health, feelings and mental health (from the commissioner's framework "
        "paper); SWEMWBS: the whole score (our own judgement)"
    )
    assert "half a point" in found["How areas become one word"]


def test_where_nothing_told_nothing_is_said_and_what_is_gone_is_left_out() -> None:
    gone = [Told(HEALTH, "no_such", 1, STAR.rule), Told(HEALTH, "swemwbs", 1, STAR.rule)]
    assert mapping.facts([]) == mapping.facts(gone) == []


def test_all_that_the_package_maps_can_be_said_and_kept() -> None:
    every = mapped.every()
    assert len(mapped.lines(every)) == len(every) > 30
    assert mapped.thawed(mapped.frozen(every)) == every
    assert STAR in every


@pytest.mark.django_db
def test_a_file_of_a_cross_tab_says_it_in_every_line_and_one_of_other_measures_has_no_such_column(
    eastborough: Party,
) -> None:
    by = eastborough.contract_manager
    [line] = lines(by, table("outcome_improved_share", "outcome", INCOME))
    assert "Maximised income: " in line["mapping"] and "Homelessness Star, 1 to 10: money" in line["mapping"]
    assert "How areas become one word" in line["mapping"] and "Healthier" not in line["mapping"]
    [whole] = lines(by, table("outcome_improved_share", "age_band", "25-34"))
    assert "Healthier lifestyles: " in whole["mapping"]
    assert "mapping" not in lines(by, table("needs_met", "age_band", "25-34"))[0]
    assert crosstab.mapped(registry.get("measure", "needs_met")) == []


@pytest.mark.django_db
def test_what_holds_for_the_whole_table_stands_once_in_its_file_and_no_name_is_run_as_a_formula(
    eastborough: Party,
) -> None:
    cell = CrossCell(9, 9, None, None, None, None)
    two = replace(
        table("referrals_received", "ethnicity_group", "asian"),
        cells={("asian", "woman"): cell, ("asian", TOTAL): cell},
    )
    named = replace(registry.get("measure", "referrals_received"), label="=1+1")
    text = crosstab.as_csv(
        eastborough.contract_manager, two, named, series="Measured anew.", absent="Not in it: Harbour."
    )
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(line["series"], line["not_in_it"]) for line in found] == [
        ("Measured anew.", "Not in it: Harbour."),
        ("", ""),
    ]
    assert [line["name"] for line in found] == ["'=1+1", "'=1+1"]
