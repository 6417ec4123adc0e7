"""The small trails of a page of the caseload, in three queries for all rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import queries as cases
from cairn.cases.models import StepRecord
from cairn.presentation.trail import Trail, trail
from cairn.services.models import Rung


@dataclass(frozen=True, slots=True)
class _Rung:
    label: str
    state: str
    first_date: date | None


def trails_of(by: Actor, rows: Iterable[cases.CaseRow]) -> dict[str, Trail]:
    """For each episode that has taken a step, the trail of the ladder it stepped on last."""
    uids = [row.episode_uid for row in rows]
    records = cases.visible_to(by, StepRecord).filter(episode__uid__in=uids).order_by("step_date", "pk")
    columns = ("episode__uid", "rung_id", "rung__ladder_id", "rung__ladder__name", "state", "step_date")
    first: dict[tuple[str, int], date] = {}
    state: dict[tuple[str, int], str] = {}
    ladder: dict[str, tuple[int, str]] = {}
    for episode, rung, ladder_id, name, said, day in records.values_list(*columns):
        first.setdefault((str(episode), rung), day)
        state[str(episode), rung] = said
        ladder[str(episode)] = (ladder_id, name)
    rungs = defaultdict(list)
    own = Rung.objects.filter(organisation_id=by.organisation_id, ladder_id__in={pk for pk, _ in ladder.values()})
    for pk, ladder_id, words in own.order_by("position").values_list("pk", "ladder_id", "label"):
        rungs[ladder_id].append((pk, words))
    return {
        episode: trail(
            name,
            [_Rung(words, state.get((episode, pk), ""), first.get((episode, pk))) for pk, words in rungs[ladder_id]],
        )
        for episode, (ladder_id, name) in ladder.items()
    }
