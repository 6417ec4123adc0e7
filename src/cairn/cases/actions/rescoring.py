"""Score readings again by the table of values that stands: a table that was loaded later counts for what was answered before.

Answers never change. Only scales whose file lacks their table are scored again: every other score is by its version's rule.
"""

from collections.abc import Iterator, Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases.models import Assessment
from cairn.cases.queries.tables import lacks_table, otherwise
from cairn.cases.writers import at_most_twice
from cairn.definitions import registry
from cairn.kernel.problems import Done, Problem, refuse_if


def score_again(*, by: Actor, scales: Sequence[str]) -> Done[Assessment]:
    """Give every reading of these scales the score of the table that the organisation has loaded, or take the score away where
    it has none any more. What has it already is not written again. Raises Refused and Conflict."""
    by.require(Permission.MANAGE_SERVICES)
    refuse_if(_problems(scales))
    return at_most_twice(lambda: _score_again(by, scales))


def _score_again(by: Actor, scales: Sequence[str]) -> Done[Assessment]:
    found = [pair for id in dict.fromkeys(scales) for pair in otherwise(by, id)]
    with deed("cases.assessments_scored_again", by=by) as this:
        rows = tuple(this.update(row, **changes) for row, changes in found)
    return Done(rows, (), this.uid if rows else "")


def _problems(scales: Sequence[str]) -> Iterator[Problem]:
    for row, id in enumerate(scales):
        try:
            lacks = lacks_table(registry.get("scale", id))
        except registry.NotDefined:
            lacks = False
        if not lacks:
            fix = "Choose a scale whose table of values your organisation loads."
            yield Problem(
                "assessment.rescoring", "No table makes the score of this scale.", fix, field="scales", row=row
            )
