"""A service of somebody else's in the directory, somebody sent there, and a directory on its way in."""

import json
from datetime import date, timedelta
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.actions import signpostings
from cairn.cases.actions.signpostings import NewSignposting
from cairn.desk import received
from cairn.kernel import clock
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry

DAY = date(2025, 3, 3)


def sent_on(by: Actor, manager: Actor, things: dict[str, Any]) -> dict[str, Any]:
    entry = str(directory.add(by=by, entries=[NewEntry(name="Debt advice", needs=("debt",), checked_date=DAY)]).one.uid)
    new = NewSignposting(client_uid=things["client"], entry_uid=entry, made_date=DAY, ask_again_date=date(2025, 4, 1))
    line = signpostings.make(by=by, signpostings=[new]).one
    data = json.dumps([{"id": "1", "name": "Food bank", "status": "active"}, {"id": "2"}]).encode()
    until = clock.today() + timedelta(days=1)
    file = received.put(by=manager, kind="directory", name="services.json", data=data, kept_until=until)
    return {"entry": entry, "signposting": str(line.uid), "directory_file": str(file.uid)}
