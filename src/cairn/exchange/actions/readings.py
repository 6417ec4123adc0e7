"""A list of readings from the file to the record: received, looked over, recorded in one deed, taken back by its undo."""

from django.db import transaction

from cairn.access.actions import undo
from cairn.access.actors import Actor
from cairn.cases.actions import assessments
from cairn.desk import received
from cairn.exchange import queries, sheets
from cairn.exchange.actions.imports import kept_until, may
from cairn.exchange.clients.mapping import chosen_sheet
from cairn.exchange.models import Import, ImportedClient
from cairn.exchange.readings import checking, columns
from cairn.exchange.readings.checking import Checked
from cairn.exchange.readings.columns import ReadingMap
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused

KIND = "readings"


def receive(*, by: Actor, name: str, data: bytes, mapping: ReadingMap | None = None) -> Import:
    """Take in a file. Raises Refused when it is no list that can be read, or lacks a column."""
    may(by)
    told = mapping or ReadingMap()
    sheet = chosen_sheet(sheets.read(data), told.sheet)
    if problems := columns.lacking(columns.places(sheet, told), told):
        raise Refused(problems)
    upload = received.put(by=by, kind=KIND, name=name, data=data, kept_until=kept_until(clock.today()))
    made: Import = Import.objects.create(
        organisation_id=by.organisation_id, user_uid=by.uid, kind=KIND, upload=upload, mapping=told.as_json(),
        asked_at=clock.now(),
    )  # fmt: skip
    return made


def check(*, by: Actor, row: Import) -> Checked:
    """Look every row over; nothing is written."""
    may(by)
    told = columns.from_json(row.mapping)
    return checking.check(by, chosen_sheet(queries.book(by, row), told.sheet), told)


def agree(*, by: Actor, row: Import) -> Checked:
    """Record the good rows, all in one deed. Raises Refused when there is none, or the file is not waiting for this."""
    may(by)
    with transaction.atomic():
        _still(row, "mapping", "done")
        checked = check(by=by, row=row)
        if not checked.rows:
            fix = "Mend the rows, and choose the file again."
            raise Refused([Problem("import.none", "There is no row to bring in.", fix)])
        done = assessments.record(by=by, assessments=[one.new for one in checked.rows])
        uids = dict.fromkeys(one.client_uid for one in checked.rows)
        ImportedClient.objects.bulk_create(
            [ImportedClient(organisation_id=by.organisation_id, of=row, client_uid=uid, how="like") for uid in uids],
            batch_size=500,
        )
        totals = {
            "rows": checked.received,
            "readings": len(checked.rows),
            "wrong": len(checked.wrong),
            "people": len(uids),
        }
        told = {"totals": totals, "events": [done.event_uid], "ended_at": clock.now()}
        Import.objects.filter(pk=row.pk).update(**told)
    return checked


def _still(row: Import, was: str, becomes: str) -> None:
    """Somebody may have agreed, dropped or taken back this file meanwhile."""
    if not Import.objects.filter(pk=row.pk, kind=KIND, state=was).update(state=becomes):
        fix = "Open the list of files brought in, to see how this one stands."
        raise Refused([Problem("import.moved_on", "This file is not waiting for that any more.", fix)])


def take_back(*, by: Actor, row: Import) -> None:
    """Remove every reading that it brought in, unless one has been changed since. Raises Refused."""
    may(by)
    with transaction.atomic():
        _still(row, "done", "taken_back")
        undo.undo(by=by, event_uid=row.events[0])
