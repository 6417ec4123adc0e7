"""What is asked at one visit: at which stage, by whom, which scale comes next; and the parts of a score, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cairn.cases.queries import EpisodeView
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace.pages import Request
from cairn.kernel import clock
from cairn.scales import queries as scales
from cairn.scales.scoring import Scored


@dataclass(frozen=True, slots=True)
class Next:
    """A scale of the service that is still to be asked at this visit."""

    scale: str
    label: str
    stage: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score, or one area that is reported by itself."""

    label: str
    value: float
    band: str = ""


def begun(view: EpisodeView, scale: Scale, asked: Mapping[str, str]) -> dict[str, Any]:
    """What the form says before anybody types: the stage by what is there, the rater whom the service usually asks."""
    stages = registry.get("codes", "assessment_stage").codes
    stage = asked.get("stage", "")
    usual = next((one.rater for one in view.service_scales if one.scale == scale.id), "client")
    return {
        "stage": stage if stage in stages else stage_of(view, scale.id),
        "rater": usual if usual in scale.raters else scale.raters[0],
        "assessed_date": clock.today(),
    }


def stage_of(view: EpisodeView, scale: str) -> str:
    """The first is a start, those after it reviews; once support has ended, the end and then a follow-up."""
    taken = {one.stage for each in view.scales if each.scale == scale for one in each.readings}
    if view.end_date is not None:
        return "follow_up" if "end" in taken or not taken else "end"
    return "review" if taken else "start"


def coming(view: EpisodeView, scale: str, stage: str) -> tuple[Next, ...]:
    """What else of the service's scales is owed at this visit, in the order in which they are asked."""
    if stage == "end":
        ended = {one.scale for one in view.scales for each in one.readings if each.stage == "end"}
        owed = {one.scale for one in view.scales} - ended
    else:
        owed = {due.scale for due in view.dues}
    if stage == "start":
        # who begins after all, where a reason was given for no first reading, is asked the others too
        owed |= {one.scale for one in view.service_scales} - {one.scale for one in view.scales if one.readings}
    return tuple(
        Next(one.scale, registry.get("scale", one.scale).short_label, "end" if stage == "end" else "")
        for one in view.service_scales
        if one.scale in owed and one.scale != scale
    )


def lacking_last(view: EpisodeView) -> list[Any]:
    """Scales with a first reading and no last one, each once."""
    ended = {one.scale for one in view.scales for each in one.readings if each.stage == "end"}
    lacking = {one.scale: one for one in view.scales if one.readings and one.scale not in ended}
    return list(lacking.values())


def parts(scale: Scale, scored: Scored) -> list[Part]:
    """The scores of its parts and areas, each with what it is called."""
    names = {one.id: one.label for one in scale.subscales}
    names |= {item.id: item.text or item.topic.capitalize() for item in scale.items}
    bands = {band.of: band.band for band in scored.bands}
    return [Part(names.get(id, id), value, bands.get(id, "")) for id, value in scored.subscales.items()]


def practice_url(request: Request, scale: Scale) -> str:
    """Where it can be practised, which leaves no data; "" for whoever has."""
    if scales.trained(request.actor, request.actor.uid, scale):
        return ""
    return reverse("workspace:scale_practice", kwargs={"organisation": request.actor.slug, "scale": scale.id})
