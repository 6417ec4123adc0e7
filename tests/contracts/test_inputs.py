"""Hours delivered are never paid for, nor held up as an outcome."""

import dataclasses
from decimal import Decimal

import pytest

from cairn.contracts import inputs
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.returns import paying
from cairn.returns.paying import Term

PLAIN: Measure = registry.get("measure", "contacts")


@pytest.mark.parametrize(
    "label",
    ["Hours of support", "Support hours delivered", "Minutes given to people", "Staff time", "Total hours",
     "Heads of staff", "Full-time equivalents", "FTE in post", "Contact hours", "Direct 1:1 hrs", "Support (hours)",
     "Contact time", "Time spent with people"],
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
