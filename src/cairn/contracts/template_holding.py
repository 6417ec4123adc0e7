"""Whether replies to a template change are still taken, also while somebody else may just be deciding."""

from collections.abc import Sequence

from cairn.access import scope
from cairn.contracts import template_changes
from cairn.contracts.models import TemplateChange, TemplateReply
from cairn.kernel import clock
from cairn.kernel.problems import Problem, refuse_if


def open_problems(rows: Sequence[TemplateReply]) -> list[Problem]:
    """Whether replies are still taken."""
    found = {row.change_id: row.change for row in rows}
    return [problem for change in found.values() for problem in _open(change)]


def hold(rows: Sequence[TemplateReply]) -> None:
    """Nobody decides or withdraws the change while it is being replied to. Raises Refused where somebody just has."""
    for pk, owner in sorted({(row.change_id, row.change.organisation_id) for row in rows}):
        with scope.organisation(owner):
            refuse_if(_open(TemplateChange.objects.select_for_update().get(pk=pk)))


def _open(change: TemplateChange) -> list[Problem]:
    until = change.replies_until_date
    if change.state == "consulting" and until is not None and until >= clock.today():
        return []
    if change.state == "consulting":
        fix = "Write to the commissioner: the decision is not published yet."
        return [Problem("reply.closed", f"Replies were taken until {until:%-d %B %Y}.", fix)]
    said = template_changes.STATES[change.state].lower()
    return [Problem("reply.closed", f"No replies are taken any more: {said}.", "Read what was decided, and why.")]
