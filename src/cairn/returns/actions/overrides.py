"""Put a number of one's own in place of a derived one, with its reason; or take it away again."""

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, rules
from cairn.returns.models import Figure, Return


def put(
    *, by: Actor, return_uid: str, measure: str, code: str = "", value: float, reason: str, version: int | None = None
) -> Done[Figure]:
    """As the lead, while the return is open. `version` is that of the override that stood on the page, 0 where none did; where
    another stands by now, it is a Conflict."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    refuse_if(rules.override_problems(value, reason, _kind(answer, measure)) + _figure_problems(answer, measure, code))
    with deed("returns.figure_overridden", by=by) as this:
        finding.hold(answer)
        row = Figure.objects.filter(answer=answer, measure=measure, code=code).first()
        if version is not None and version != (row.version if row else 0):
            raise Conflict([_CHANGED])
        if row is None:
            row = Figure(
                answer=answer, provider_id=answer.provider_id, commissioner_id=answer.commissioner_id,
                measure=measure, code=code, value=value, reason=reason.strip(),
            )  # fmt: skip
            parties.make(this, by, [row])
        else:
            parties.change(this, by, row, value=value, reason=reason.strip())
        this.about("return", answer.uid)
    return Done((row,), (), this.uid)


_CHANGED = Problem(
    "edit.conflict",
    "Somebody else has corrected this figure meanwhile.",
    "Look at their number, then save yours again.",
)


def _kind(answer: Return, measure: str) -> str:
    """As the return carries it. One that it does not is refused as no figure of it; until then it is one that counts."""
    found = next((view for view in finding.carried(answer) if view.measure == measure), None)
    return found.definition.kind if found else "count"


def _figure_problems(answer: Return, measure: str, code: str) -> list[Problem]:
    if rules.carries(((view.measure, view.by) for view in finding.carried(answer)), measure, code):
        return []
    return [Problem("override.figure", "The return carries no such figure.", "Choose a figure of the return.")]


def clear(*, by: Actor, return_uid: str, measure: str, code: str = "") -> Done[Figure]:
    """The derived number stands again."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    refuse_if(rules.move_problems(answer.state, "submitted", "provider"))
    with deed("returns.override_cleared", by=by) as this:
        finding.hold(answer)
        row = Figure.objects.filter(answer=answer, measure=measure, code=code).first()
        if row is None:
            raise contracts.NotFound(measure)
        this.delete(row)
        this.about("return", answer.uid)
    return Done((row,), (), this.uid)
