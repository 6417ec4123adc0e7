"""Confirm steps and outcomes for past attendance, after they were tied to a type of activity."""

from collections.abc import Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases.linking import Ground, LaterItem
from cairn.cases.models import OutcomeRecord, StepRecord
from cairn.cases.writers import at_most_twice, step_problems, write_outcomes, write_steps
from cairn.kernel.problems import Done, refuse_if

__all__ = ["LaterItem", "confirm"]


def confirm(*, by: Actor, activity_type_uid: str, items: Sequence[LaterItem]) -> Done[StepRecord | OutcomeRecord]:
    """Write each as reached on the day of its activity, marked as added later: one deed, which one undo takes back.

    What was recorded in the episode already, or is set aside on that day, stays as it is, with a warning; so confirming
    twice adds nothing.
    """
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _confirm(by, activity_type_uid, items))


def _confirm(by: Actor, activity_type_uid: str, items: Sequence[LaterItem]) -> Done[StepRecord | OutcomeRecord]:
    ground = Ground.of(by, activity_type_uid, items)
    refuse_if([problem for row, item in enumerate(items) for problem in ground.problems(item, row)])
    fresh, warnings = ground.fresh(items)
    steps = [draft for draft in map(ground.step, fresh) if draft is not None]
    outcomes = [draft for draft in map(ground.outcome, fresh) if draft is not None]
    refuse_if(step_problems(steps, ground.history))
    places = {row: ground.activities.of(item.activity_uid) for row, item in fresh}
    with deed("cases.linked_later", by=by) as this:
        made: list[Any] = write_steps(this, steps, ground.history, places)
        made += write_outcomes(this, outcomes, ground.outcomes, places)
    return Done(tuple(made), tuple(warnings), this.uid if made else "")
