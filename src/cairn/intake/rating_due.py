"""What a link that lasts asks when it is opened: the scales of which a reading is due by the service's schedule."""

from collections.abc import Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment
from cairn.cases.queries.base import visible_to
from cairn.kernel import clock

USUAL_MONTHS = 3
"""Between reviews of a scale that the service itself does not use."""


def due(by: Actor, episode: Any, scales: Sequence[str]) -> list[str]:
    """Of these scales, those that are due of an episode today, in their order. Whoever missed a first reading for a reason
    is asked all the same: by opening the page they offer it."""
    if episode.end_date is not None:
        return []
    months = dict(episode.service.scales.values_list("scale", "review_months"))
    rows = visible_to(by, Assessment).filter(episode=episode, scale__in=scales).order_by("assessed_date")
    latest = dict(rows.values_list("scale", "assessed_date"))
    service = episode.service
    owed = rules.readings_due(
        clock.today(), episode.start_date, [(one, months.get(one, USUAL_MONTHS)) for one in scales], latest,
        explained=False, is_one_off=service.is_one_off or service.is_short_stay,
    )  # fmt: skip
    named = {one.scale for one in owed}
    return [scale for scale in scales if scale in named]
