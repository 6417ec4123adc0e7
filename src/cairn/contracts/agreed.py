"""The agreed measures of a contract as the one who agrees them reads and changes them."""

from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts import queries
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.views import MeasureView


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """An agreed measure with its own uid and version, and the outcome of the commissioner's list that it tells of."""

    uid: str
    version: int
    view: MeasureView
    outcome: str


def lines(by: Actor, contract_uid: str) -> tuple[AgreedLine, ...]:
    """In their order. One query beside the contract's. Raises NotFound."""
    contract = queries.one(queries.visible_to(by), contract_uid)
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("area_outcome")
    return tuple(_line(row) for row in rows.order_by("position", "pk"))


def line(by: Actor, contract_uid: str, uid: str) -> AgreedLine:
    """Raises NotFound."""
    found = next((one for one in lines(by, contract_uid) if one.uid == str(uid)), None)
    if found is None:
        raise queries.NotFound(uid)
    return found


def tags(contract: Any) -> dict[tuple[str, str], str]:
    """Of a contract (its row or view), by measure and what it is broken down by: the outcome of the commissioner's own list
    that it tells of, where it has one. One query."""
    rows = AgreedMeasure.objects.filter(contract__uid=contract.uid, area_outcome__isnull=False)
    return {(row.measure, row.by): _outcome(row) for row in rows.select_related("area_outcome")}


def _line(row: AgreedMeasure) -> AgreedLine:
    return AgreedLine(str(row.uid), row.version, queries.measure_view(row), _outcome(row))


def _outcome(row: AgreedMeasure) -> str:
    return f"{row.area_outcome.code} {row.area_outcome.label}" if row.area_outcome else ""
