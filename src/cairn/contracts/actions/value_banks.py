"""Load a value bank from its licensee's own sheet: all of it or nothing, and never a deletion."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import deed
from cairn.contracts import parties, proposals, value_banks
from cairn.contracts.models import ValueOutcome
from cairn.contracts.rules_value_banks import NewOutcome, outcome_problems
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


def load(*, by: Actor, outcomes: Sequence[NewOutcome], licensed: bool) -> Done[ValueOutcome]:
    """What has the code of one that is loaded changes it; an outcome of the same bank and edition that is missing from the sheet
    is withdrawn: proposals keep what they copied. Raises Refused with everything that is wrong."""
    if not any(by.may(permission) for permission in proposals.TALKS.values()):
        raise NotAllowed([_NOT_YOURS])
    refuse_if(([] if licensed else [_UNLICENSED]) + outcome_problems(outcomes))
    today = clock.today()
    there = {(row.bank, row.bank_version, row.code): row for row in value_banks.visible_to(by)}
    new: list[ValueOutcome] = []
    with deed("contracts.value_bank_loaded", by=by) as this:
        for one in outcomes:
            row = there.pop(one.key, None)
            if row is None:
                new.append(ValueOutcome(organisation_id=by.organisation_id, loaded_date=today, **_said(one)))
            elif changed := _changed(row, one):
                this.update(row, loaded_date=today, **changed)
        parties.once(this, new)
        editions = {one.key[:2] for one in outcomes}
        for key, row in there.items():
            if key[:2] in editions and row.withdrawn_date is None:
                this.update(row, withdrawn_date=today)
    return Done(tuple(new), (), this.uid)


def _said(one: NewOutcome) -> dict[str, Any]:
    found = asdict(one)
    del found["row"]
    return found


def _changed(row: ValueOutcome, one: NewOutcome) -> dict[str, Any]:
    said = {**_said(one), "withdrawn_date": None}
    return {name: value for name, value in said.items() if getattr(row, name) != value}


_NOT_YOURS = Problem("value_bank.who", "You cannot load a value bank.", "Ask whoever negotiates your contracts.")
_UNLICENSED = Problem(
    "value_bank.licence", "Nobody has said that your organisation may use this bank.",
    "Tick it once you have read the bank’s licence.", field="licensed",
)  # fmt: skip
