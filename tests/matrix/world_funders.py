"""What a provider's own funders add to the world: a form, a cell of it, and the form filled once."""

from cairn.access.actors import Actor
from cairn.exchange.actions import funders
from cairn.exchange.actions.funders import NewCell
from cairn.kernel.periods import Period
from tests.exchange.test_funder_workbook import funders_form


def funded(by: Actor) -> dict[str, str]:
    """As the data lead, in its scope."""
    row = funders.add(by=by, name="Monitoring", funder="The Oak Trust", file_name="form.xlsx", data=funders_form()).one
    uid = str(row.uid)
    cell = funders.put(by=by, funder_uid=uid, cells=[NewCell("Monitoring", "B3", measure="needs_met")]).one
    fill = funders.fill(by=by, funder_uid=uid, period=Period.parse("2025-Q1")).one
    return {"funder": uid, "funder_cell": str(cell.uid), "funder_fill": str(fill.uid)}
