"""Write down what somebody said of the service, told to staff and not by a link."""

from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import asking
from cairn.cases.models import Feedback
from cairn.cases.queries.base import get
from cairn.kernel.problems import Done, refuse_if


def write(
    *, by: Actor, feedback_uid: object, accessible: int | None = None, comment: str = "", version: int | None = None
) -> Done[Feedback]:
    """What a person who was asked said to staff, on their behalf. `version` is the row's that the writer saw. Raises
    Refused, Conflict and NotFound."""
    by.require(Permission.RECORD)
    row: Any = get(by, Feedback, feedback_uid)
    refuse_if(asking.problems_of(accessible, comment, row.scale_version))
    if version is not None:
        row.version = version
    with deed("cases.feedback_written", by=by) as this:
        asking.answered(this, row, accessible, comment)
    return Done((row,), (), this.uid)
