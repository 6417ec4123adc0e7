"""import readings: filled-in scales from a spreadsheet, by the steps of the screen."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.exchange.models import Import
    from cairn.exchange.readings.checking import Checked


def bring_in(by: "Actor", data: bytes, arguments: argparse.Namespace, yaml: Callable[[Path], Any]) -> dict[str, Any]:
    """Receive, look over; and unless told otherwise, or a row is wrong, record."""
    from cairn.exchange import queries
    from cairn.exchange.actions import imports, readings
    from cairn.exchange.readings import columns

    told = columns.from_json(yaml(arguments.mapping)) if arguments.mapping else columns.ReadingMap()
    everyone = {
        "scale": arguments.scale,
        "rater": arguments.rater,
        "stage": arguments.stage,
        "service": arguments.service,
    }
    told.everyone |= {key: value for key, value in everyone.items() if value}
    row = readings.receive(by=by, name=arguments.file.name, data=data, mapping=told)
    try:
        checked = readings.check(by=by, row=row)
        recorded = False
        if not arguments.dry_run and checked.rows and (arguments.good_rows or not checked.wrong):
            readings.agree(by=by, row=queries.get(by, row.uid))
            recorded = True
        return {
            "received": checked.received, "accepted": len(checked.rows), "rejected": len(checked.wrong),
            "import": str(row.uid) if recorded else "", "errors": _told(by, row, checked),
        }  # fmt: skip
    finally:
        if queries.get(by, row.uid).state in imports.BEFORE:
            imports.drop(by=by, row=row)


def _told(by: "Actor", row: "Import", checked: "Checked") -> list[dict[str, Any]]:
    from cairn.exchange import queries
    from cairn.exchange.clients.mapping import chosen_sheet, headings
    from cairn.exchange.readings import columns

    told = columns.from_json(row.mapping)
    sheet = chosen_sheet(queries.book(by, row), told.sheet)
    names = headings(sheet, told.heading_row)
    return [
        {
            "rule": one.rule, "severity": one.severity, "sheet": sheet.name, "row": one.row,
            "column": names.get(one.place, one.column), "cell": one.cell, "field": one.field, "message": one.message,
            "fix": one.fix,
        }
        for one in checked.findings
    ]  # fmt: skip
