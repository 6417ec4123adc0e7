"""A collection, or a year of it, is ended by whoever runs it: what is there stays and is read, nothing new is taken."""

from collections.abc import Mapping
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.access.takingback import all_back
from cairn.collection import programmes
from cairn.collection.models import Collection, CollectionYear
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_short

Ending = Collection | CollectionYear


def end(*, by: Actor, collection_uid: object, reason: str, year_uid: object = None) -> Done[Ending]:
    """From now on no form, no change and no request is taken; forms and figures stay. The reason stands on every lock. Raises
    NotFound for who does not run the collection."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _row(by, collection_uid, year_uid)
    refuse_if(end_problems(row, reason))
    with deed("collection.ended", by=by) as this:
        this.update(row, ended_at=clock.now(), ended_reason=reason.strip())
    return Done((row,), (), this.uid)


def _row(by: Actor, collection_uid: object, year_uid: object) -> Ending:
    row = programmes.run_by(by, collection_uid)
    return programmes.year_of(row, year_uid) if year_uid else row


def end_problems(row: Ending, reason: str) -> list[Problem]:
    """What stands in the way of an end."""
    found = []
    if row.ended_at is not None:
        found.append(Problem("ending.done", "It has ended already.", "Open the collection again to see since when."))
    if not reason.strip():
        fix = "Say why: providers read it wherever something is not taken any more."
        found.append(Problem("ending.reason", "No reason is given.", fix, field="reason"))
    return found + too_short(reason, "reason")


def reopen(*, by: Actor, collection_uid: object, year_uid: object = None) -> Done[Ending]:
    """It goes on as if it had not ended, as far as its dates allow."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _row(by, collection_uid, year_uid)
    refuse_if(reopen_problems(row))
    with deed("collection.ended", by=by) as this:
        this.update(row, ended_at=None, ended_reason="")
    return Done((row,), (), this.uid)


def reopen_problems(row: Ending) -> list[Problem]:
    """What depends on the end: another collection of the programme that was opened since."""
    if row.ended_at is None:
        return [Problem("ending.none", "It has not ended.", "Open the collection again.")]
    if isinstance(row, Collection) and (later := _later(row)):
        fix = f"End {later.name} first, or go on with it."
        return [Problem("ending.followed", f"Another collection of the programme was opened since: {later.name}.", fix)]
    return []


def _later(row: Collection) -> Collection | None:
    rows = Collection._base_manager.filter(organisation_id=row.organisation_id, programme=row.programme, ended_at=None)
    found: Collection | None = rows.filter(serial__gt=row.serial).order_by("serial").first()
    return found


def give_back(this: Deed, changes: list[Mapping[str, Any]]) -> int:
    """The undo of an end, as long as nothing depends on it."""
    for change in changes:
        if change["after"] and change["after"].get("ended_at") and "programme" in change["after"]:
            row = Collection._base_manager.filter(uid=change["uid"]).first()
            refuse_if(reopen_problems(row) if row is not None else [])
    all_back(this, changes)
    return 0
