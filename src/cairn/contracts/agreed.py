"""The agreed measures of a contract as the one who agrees them reads and changes them."""

from dataclasses import dataclass

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


def _line(row: AgreedMeasure) -> AgreedLine:
    view = queries.measure_view(row)
    return AgreedLine(str(row.uid), row.version, view, view.area_outcome)
