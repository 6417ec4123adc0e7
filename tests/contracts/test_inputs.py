"""Hours delivered are never paid for, nor held up as an outcome."""

import dataclasses
from decimal import Decimal

import pytest

from cairn.contracts import inputs
from cairn.contracts.own_building import built
from cairn.contracts.rules_own_measures import Plan
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.returns import paying
from cairn.returns.paying import Term

PLAIN: Measure = registry.get("measure", "contacts")


@pytest.mark.parametrize(
    "label",
    ["Hours of support", "Support hours delivered", "Minutes given to people", "Staff time", "Total hours",
     "Heads of staff", "Full-time equivalents", "FTE in post", "Contact hours", "Direct 1:1 hrs", "Support (hours)",
     "Contact time", "Time spent with people", "Staff-time", "Days worked", "Staff days", "ＨＯＵＲＳ", "Hou\u200brs"],
)  # fmt: skip
def test_staff_time_is_an_input_by_what_it_calls_itself(label: str) -> None:
    assert inputs.is_input(dataclasses.replace(PLAIN, label=label))


@pytest.mark.parametrize(
    "label",
    [
        "People seen within 48 hours",
        "Hours from referral to contact",
        "Contacts",
        "Heads",
        "People seen in the first 24 hours",
        "Out-of-hours calls",
        "Time to first contact",
    ],
)
def test_people_and_waiting_are_none(label: str) -> None:
    assert not inputs.is_input(dataclasses.replace(PLAIN, label=label))


def test_a_column_of_time_is_an_input_whatever_the_label_and_no_shipped_measure_is_one() -> None:
    assert inputs.is_input(dataclasses.replace(PLAIN, kind="sum", value="minutes_given", label="Support"))
    assert not [one.id for one in registry.all("measure") if inputs.is_input(one)]
    share = dataclasses.replace(PLAIN, kind="share", label="Hours of sun", numerator=PLAIN.where)
    assert not inputs.is_input(share)


def test_hours_are_not_paid_for_and_stand_only_as_a_providers_own_output() -> None:
    hours = dataclasses.replace(PLAIN, label="Hours of support delivered")
    assert [one.rule for one in paying.term_problems(Term("contacts", "", Decimal(5)), hours)] == ["measure.input"]
    assert paying.term_problems(Term("contacts", "", Decimal(5)), PLAIN) == []
    assert [one.rule for one in inputs.class_problems(hours, "standardised_output", 0)] == ["measure.input"]
    assert inputs.class_problems(hours, "provider_output") == []
    assert inputs.payment_problems(None, "figure") == []


def named(activity: str) -> Measure:
    """A provider's own count of activities of a type."""
    words = f"Counts times that somebody came to an activity, whose type of activity is “{activity} (Getting out)”."
    plan = Plan(label="Support", subject="attended", kind="rows", not_shown="What came of it.")
    return built(plan, "own-x", 1, words=words, source="us")


@pytest.mark.parametrize(
    "activity",
    ["One hour of support", "60-min session", "Session (60 min)", "1h", "60’", "Half-hour slot", "Weekly visit, 2hrs",
     "Hourly unit", "Unit of time", "ＨＯＵＲ", "Hou\u200br", "Staff-time"],
)  # fmt: skip
def test_pieces_of_time_are_hours_by_another_name(activity: str) -> None:
    assert inputs.is_input(named(activity))


@pytest.mark.parametrize(
    "activity", ["Lunch hour", "24h helpline", "Over 50’s club", "Visit at home", "Call within 2 hours"]
)
def test_what_only_speaks_of_time_is_none(activity: str) -> None:
    assert not inputs.is_input(named(activity))
