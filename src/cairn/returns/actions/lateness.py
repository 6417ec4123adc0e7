"""Say until when a late return is taken. Where nobody says, sixty days after the closing date."""

from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.kernel.problems import Done, refuse_if
from cairn.returns import finding, rules
from cairn.returns.models import Round
from cairn.returns.rules_windows import late_problems


def allow(*, by: Actor, return_uid: str, late_until_date: date, version: int | None = None) -> Done[Round]:
    """As the commissioner, while the return is not sent; `version` is the round's."""
    by.require(Permission.MANAGE_CONTRACTS)
    answer = finding.asked_for(by, return_uid)
    refuse_if(
        [
            *rules.move_problems(answer.state, "submitted", "provider"),
            *late_problems(answer.round.closes_date, late_until_date),
        ]
    )
    row = answer.round
    if version is not None:
        row.version = version
    with deed("returns.late_allowed", by=by) as this:
        finding.hold(answer)
        parties.change(this, by, row, late_until_date=late_until_date)
        this.about("return", answer.uid)
    return Done((row,), (), this.uid)
