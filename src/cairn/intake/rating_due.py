"""What a link that lasts asks when it is opened: the scales of which a reading is due by the service's schedule."""

from collections.abc import Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment
from cairn.cases.queries.base import visible_to
from cairn.kernel import clock


def due(by: Actor, episode: Any, scales: Sequence[str]) -> list[str]:
    """Of these scales, those that are due of an episode today, in their order."""
    if episode.end_date is not None:
        return []
    rows = visible_to(by, Assessment).filter(episode=episode, scale__in=scales)
    dates: dict[str, list[Any]] = {scale: [] for scale in scales}
    for scale, day in rows.values_list("scale", "assessed_date"):
        dates[scale].append(day)
    one_off = episode.service.is_one_off
    return [
        scale
        for scale in scales
        if rules.reading_due(clock.today(), episode.start_date, dates[scale], is_one_off=one_off, explained=False)
    ]
