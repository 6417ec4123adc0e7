"""Note that a member of staff has practised a scale to the end. What they answered is not given here, and nowhere kept."""

from collections.abc import Sequence
from dataclasses import replace

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.scales.actions.finding import known
from cairn.scales.models import ScaleTraining
from cairn.scales.queries import is_locked
from cairn.scales.writers import at_most_twice, put


def practised(*, by: Actor, scales: Sequence[str]) -> Done[ScaleTraining]:
    """The actor practised the newest version of these scales today. Again is only a newer date. A scale that may not be asked
    may not be practised either. Raises Refused."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _practised(by, scales))


def _practised(by: Actor, scales: Sequence[str]) -> Done[ScaleTraining]:
    found, problems = known(by, scales)
    for row, id in enumerate(scales):
        if id in found and (locked := is_locked(by, found[id], clock.today())):
            problems.append(replace(locked, row=row))
    if by.kind != "user":
        problems.append(Problem("practice.user", "Only a member of staff practises.", "Sign in first."))
    refuse_if(problems)
    with deed("scales.practised", by=by) as this:
        rows = tuple(_put(this, by, found[id]) for id in scales)
    return Done(rows, (), this.uid)


def _put(this: Deed, by: Actor, scale: Scale) -> ScaleTraining:
    key = {"user_uid": by.uid, "scale": scale.id, "scale_version": scale.version}
    found: ScaleTraining = put(this, by, ScaleTraining, key, {"done_date": clock.today()}, None)
    return found
