"""An authority's own indicators: added in the programme's own question format, given a target, ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.collection import library, programmes, windows
from cairn.collection import rules_programme as rules
from cairn.collection.models import CollectedForm, Collection, LocalIndicator
from cairn.collection.rules_programme import Indicator
from cairn.contracts import parties
from cairn.definitions.shapes.form import Guidance, NeedQuestion, Part
from cairn.kernel.problems import Done, Problem, refuse_if

_NEED: TypeAdapter[NeedQuestion] = TypeAdapter(NeedQuestion)
NAME = "Local"
"""What the columns of a local need begin with: `Local_L1`, `ActualOutcome_L1`."""


def add(
    *, by: Actor, collection_uid: object, indicator: Indicator, forms: Sequence[str], start_date: date,
    target_percent: int | None = None,
) -> Done[LocalIndicator]:  # fmt: skip
    """From this day on every form of these kinds that names the authority asks it too. Its number is never given twice."""
    by.require(Permission.MANAGE_CONTRACTS)
    seat = programmes.seat(by, collection_uid)
    refuse_if(problems(seat.collection, indicator, forms, target_percent))
    with deed("collection.indicator_set", by=by) as this:
        ref = next_ref(by, seat.collection)
        new = LocalIndicator(
            collection=seat.collection, organisation_id=by.organisation_id, ref=ref, definition=as_json(indicator, ref),
            forms=sorted(set(forms)), target_percent=target_percent, start_date=start_date,
        )  # fmt: skip
        (row,) = parties.once(this, [new])
    return Done((row,), (), this.uid)


def next_ref(by: Actor, collection: Collection) -> str:
    """The number after the last: also of one whose adding was taken back, where forms that were sent have answered it."""
    mine = LocalIndicator.objects.filter(collection=collection, organisation_id=by.organisation_id)
    number = max((int(ref[1:]) for ref in mine.values_list("ref", flat=True)), default=0) + 1
    sent = CollectedForm.objects.filter(collection=collection, commissioner_id=by.organisation_id)
    while sent.filter(answers__has_key=f"{NAME}_L{number}").exists():
        number += 1
    return f"L{number}"


def problems(collection: Collection, indicator: Indicator, forms: Sequence[str], target: int | None) -> list[Problem]:
    """What is wrong with an indicator, all at once."""
    found = rules.indicator_problems(indicator, forms, target, library.of_programme(collection.programme))
    return [*windows.ended_problems(collection), *found]


def change(
    *, by: Actor, indicator_uid: object, target_percent: int | None, end_date: date | None, version: int | None = None
) -> Done[LocalIndicator]:
    """Another target, or an end. What it asks is never changed: its figures would not be one thing any more."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = programmes.own_indicator(by, indicator_uid)
    refuse_if(change_problems(row, target_percent, end_date))
    with deed("collection.indicator_set", by=by) as this:
        row.version = version if version is not None else row.version
        this.update(row, target_percent=target_percent, end_date=end_date)
    return Done((row,), (), this.uid)


def change_problems(row: LocalIndicator, target: int | None, end_date: date | None) -> list[Problem]:
    """What is wrong with a change."""
    found = []
    if target is not None and not 1 <= target <= 100:
        fix = "Write a whole number from 1 to 100, or leave it blank."
        found.append(Problem("indicator.target", "That is no target in per cent.", fix, field="target_percent"))
    if end_date and end_date < row.start_date:
        fix = "Choose a day on which it was asked."
        found.append(Problem("indicator.end", "It would end before it began.", fix, field="end_date"))
    return found


def as_json(new: Indicator, ref: str) -> dict[str, Any]:
    """The indicator as a definition file has a need."""
    part = Part(label=new.outcome.strip(), may_not_apply=new.may_not_apply, sure="own", source=SOURCE)
    guidance = Guidance(
        says=new.says.strip(), counts=new.counts.strip() or None, counts_not=new.counts_not.strip() or None
    )
    need = NeedQuestion(
        ref=ref, name=NAME, number=ref, domain=new.domain, label=new.label.strip(), parts=(part,), guidance=guidance,
        sure="own", source=SOURCE,
    )  # fmt: skip
    told: dict[str, Any] = _NEED.dump_python(need, mode="json", exclude_defaults=True)
    return told


SOURCE = "The authority's own indicator"
