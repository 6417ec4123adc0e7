"""Scales are asked in the order that the manager wrote, without JavaScript."""

import pytest
from django.http import QueryDict

from cairn.interfaces.workspace.services.scales import _ordered
from cairn.kernel.problems import Problem

WAS = ["ons4", "phq9", "lifesat"]


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({}, ["ons4", "phq9", "lifesat"]),
        ({"lifesat": "1"}, ["lifesat", "ons4", "phq9"]),
        ({"ons4": "3"}, ["phq9", "lifesat", "ons4"]),
        ({"ons4": "2", "phq9": "1"}, ["phq9", "ons4", "lifesat"]),
        ({"lifesat": "2"}, ["ons4", "lifesat", "phq9"]),
        ({"ons4": "0"}, ["ons4", "phq9", "lifesat"]),
        ({"phq9": "1", "lifesat": "2"}, ["phq9", "lifesat", "ons4"]),
    ],
)
def test_what_is_given_a_place_has_it_and_the_others_keep_their_order_around_it(
    places: dict[str, str], order: list[str]
) -> None:
    said = QueryDict(mutable=True)
    said.update({f"place-{id}": place for id, place in places.items()})
    wrong: list[Problem] = []
    assert _ordered(said, list(WAS), WAS, wrong) == order and wrong == []
    assert _ordered(said, ["new", *WAS], WAS, wrong)[-1] == "new"


def test_several_that_are_new_stand_where_they_were_put() -> None:
    said = QueryDict(mutable=True)
    said.update({"place-gad7": "1", "place-wsas": "2"})
    assert _ordered(said, ["wsas", "gad7", *WAS], WAS, []) == ["gad7", "wsas", *WAS]


@pytest.mark.parametrize("typed", ["first", "-1", "1.5", "1000"])
def test_what_is_no_place_is_said_at_its_field(typed: str) -> None:
    said, wrong = QueryDict(mutable=True), list[Problem]()
    said["place-phq9"] = typed
    assert _ordered(said, list(WAS), WAS, wrong) == WAS
    assert [one.field for one in wrong] == ["place-phq9"]
