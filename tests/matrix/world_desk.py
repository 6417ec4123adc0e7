"""What the cleaning desk and the nudges add to the world: a row asked about, and a worker asked to mend something."""

from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.kernel import clock
from cairn.returns import desk, finding
from cairn.returns.actions import cleaning
from cairn.returns.models import Nudge


def cleaned(by: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """As the commissioner, in its scope."""
    uid = things["submitted"]
    row = desk.rows_of(desk.sent_of(by, uid)[1])[0]
    made = cleaning.enter(by=by, return_uid=uid, row=row.reference, table=row.table, words="Looks odd.").one
    cleaning.ask(by=by, return_uid=uid, keys=[f"{made.digest}:{made.rule}"], words="Is it right?")
    return {"cleaning_deed": "ask"}


def nudged(by: Actor, worker: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """As the lead: nothing is missing here, so the row is written as it would stand after it was mended."""
    with scope.of(by):
        answer = finding.led(by, things["answer"])
        row = Nudge.objects.create(
            organisation_id=by.organisation_id, answer=answer, task=things["lack"], to_uid=worker.uid,
            made_by_uid=by.uid, made_at=clock.now(),
        )  # fmt: skip
    return {"nudge": str(row.uid)}
