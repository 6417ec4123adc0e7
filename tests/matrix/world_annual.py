"""Two annual rounds of the contract in each pair of organisations: one sent and accepted, one open."""

from datetime import date
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import measures
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import AgreedMeasure
from cairn.returns.actions import handling, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.individual import page as pages
from cairn.returns.models import Return

FIRST = NewRound(
    "Year before", date(2024, 10, 2), date(2024, 12, 31), date(2025, 1, 1), date(2030, 12, 31), kind="annual"
)
SECOND = NewRound("Year", date(2025, 1, 2), date(2025, 7, 9), date(2025, 7, 9), date(2030, 12, 31), kind="annual")


def yearly(lead: Actor, by: Actor, things: dict[str, Any]) -> None:
    """Adds `annual` (open, with somebody who stands alone) and `annual_accepted` to what the world holds."""
    with scope.of(by):
        measures.agree(by=by, contract_uid=things["contract"], measures=[NewMeasure("needs_met")])
        AgreedMeasure.objects.filter(contract__uid=things["contract"], measure="needs_met").update(frequency="annual")
        made = rounds.add(by=by, contract_uid=things["contract"], rounds=[FIRST, SECOND]).items
        first, second = (str(Return.objects.get(round=row).uid) for row in made)
    with scope.of(lead):
        if pages.page(lead, first).alone:
            handling.suggest(by=lead, return_uid=first, reason="Few people")
        submissions.submit(by=lead, return_uid=first)
    with scope.of(by):
        review.accept(by=by, return_uid=first)
    things |= {"annual": second, "annual_accepted": first, "table": "person"}
