"""A pattern holds places with names; a scale of one's own is not published before each is its own."""

from dataclasses import replace

import pytest

from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales import building
from cairn.scales.actions import local as deeds
from tests.conftest import Party


def test_names_that_only_held_a_place_are_all_named_at_their_fields_with_all_else(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    plan = building.from_template(registry.get("scale", "ladder_5"))
    first, *rest = plan.areas
    named = [replace(first, label="Sleep"), *(replace(one, label=one.label.title()) for one in rest)]
    plan = replace(plan, label="Garden", areas=named, low_label="", high_label="Always")
    id = str(deeds.draft(by=by, plan=plan).one.scale)
    with pytest.raises(Refused) as refused:
        deeds.publish(by=by, id=id, number=1)
    places = [f"area_{place}_label" for place in range(1, len(named))]
    assert [one.field for one in refused.value.problems] == [*places, "low_label"]
    assert "Second Area" in refused.value.problems[0].message
    areas = [replace(one, label=f"Part {place}") for place, one in enumerate(named)]
    deeds.draft(by=by, id=id, number=1, plan=replace(plan, areas=areas, low_label="Never"))
    assert deeds.publish(by=by, id=id, number=1).one.state == "published"
