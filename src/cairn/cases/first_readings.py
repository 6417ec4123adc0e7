"""First readings that are recorded at the same moment: each was alone when it was looked at, and only one may be written."""

from collections.abc import Sequence
from typing import Any

from cairn.cases import loading
from cairn.cases.models import Assessment
from cairn.kernel.problems import Problem, refuse_if
from cairn.people.models import Client


def refuse_a_second(made: Sequence[Assessment]) -> None:
    """Called within the deed, before its rows are written: whoever recorded a first reading meanwhile is seen now, and
    nobody else records one of these people until this deed is done. Raises Refused."""
    starts = [one for one in made if one.stage == "start"]
    for part in loading.chunks(sorted({one.client_id for one in starts})):
        list(Client.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk").values_list("pk"))
    there: set[tuple[Any, ...]] = set()
    for part in loading.chunks({one.episode_id for one in starts}):
        rows = Assessment.objects.filter(episode_id__in=part, stage="start")
        there.update(rows.values_list("episode_id", "scale", "rater"))
    message = "Somebody recorded a first reading of this scale in this episode meanwhile."
    fix = "Look at it; then choose review or end, or take the first one back, if it was wrong."
    refuse_if(
        Problem("assessment.second_start", message, fix, field="stage")
        for one in starts
        if (one.episode_id, one.scale, one.rater) in there
    )
