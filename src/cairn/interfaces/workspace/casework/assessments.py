"""Fill in an instrument; see at once the score, the change since the first, and what somebody must look at today."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import assessing
from cairn.cases import queries as cases
from cairn.cases.actions import assessments
from cairn.cases.queries import disagreements
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.casework import assess_forms, visits
from cairn.interfaces.workspace.casework.places import client_url, episode_of, of
from cairn.interfaces.workspace.clients.views import measured
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import queries as people
from cairn.scales import queries as scales
from cairn.scales.scoring import score
from cairn.scales.scoring.comparable import is_cut, set_aside, unnamed


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def assess(request: Request, client: str, episode: str, scale: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)
    found, locked = _asked(request, scale)
    if locked:
        return _locked(request, record, view, found, locked)
    key = f"assess.{scale}.{episode}"

    def make(**given: Any) -> assess_forms.AssessForm:
        return assess_forms.AssessForm(scale=found, **given)

    initial = {**visits.begun(view, found, request.GET), "uid": uuid.uuid4(), "scale_version": found.version}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def keep(said: dict[str, Any]) -> Done[Any]:
        names = ("answers", "stage", "rater", "assessed_date", "scale_version")
        uid = str(said["uid"]) if said["uid"] else None
        new = assessments.NewAssessment(
            episode_uid=view.uid, scale=scale, uid=uid, **{name: said[name] for name in names}
        )
        return assessments.record(by=request.actor, assessments=[new])

    if attempt(request, sending, keep):
        say(request, sending, f"{found.short_label} is recorded.")
        return to(request, "reading", client=client, episode=episode, scale=scale)
    fields = {one.name: one for one in sending.view.fields}
    items = [(assess_forms.asking(found, item), fields[item.id]) for item in found.items]
    return draw_form(
        request, sending, title=found.short_label, back=client_url(request, client), template="casework/assess",
        draft_url=drafts.address(request, key, client), intro=of(record, view), scale=found,
        items=[pair for pair in items if not pair[0].item.extra], extras=[pair for pair in items if pair[0].item.extra],
        rest=[fields[name] for name in assess_forms.ASSESS_REST if name in fields],
        is_invented=_is_invented(request, found), no_baseline_url=_no_baseline_url(request, client, episode, view),
        practice_url=visits.practice_url(request, found),
    )  # fmt: skip


def _asked(request: Request, id: str) -> tuple[Scale, Problem | None]:
    """The scale in the organisation's own words, and why it may not be asked today."""
    try:
        found = scales.asked(request.actor, id, clock.today())
    except registry.NotDefined:
        raise Http404 from None
    return found.scale, found.locked


def _locked(
    request: Request, record: cases.ClientRecord, view: cases.EpisodeView, scale: Scale, problem: Problem
) -> HttpResponse:
    """What permission or wording is needed, who can bring it, and where."""
    may = request.actor.may(P.MANAGE_SERVICES)
    kwargs = {"organisation": request.actor.slug, "scale": scale.id}
    is_unworded = problem.rule == "scale.unworded"
    name = "workspace:scale_wording" if is_unworded else "workspace:scale_permission"
    href = reverse(name, kwargs=kwargs) if may and scale.licence.locked else ""
    return draw(
        request, "casework/locked", scale=scale, problem=problem, href=href, is_unworded=is_unworded, intro=of(record, view),
        back=client_url(request, record.client_uid),
    )  # fmt: skip


def _no_baseline_url(request: Request, client: object, episode: object, view: cases.EpisodeView) -> str:
    """Where a missing first reading is explained; "" where there is one."""
    if view.scales:
        return ""
    kwargs = {"organisation": request.actor.slug, "client": client, "episode": episode}
    return reverse("workspace:no_baseline", kwargs=kwargs)


def _is_invented(request: Request, scale: Scale) -> bool:
    if not scale.licence.locked:
        return False
    shown = next((one for one in scales.scales(request.actor, clock.today()) if one.id == scale.id), None)
    return bool(shown and shown.permission and shown.permission.is_invented)


@page(P.READ_CLIENTS)
def reading(request: Request, client: str, episode: str, scale: str) -> HttpResponse:
    """The latest reading: score, what it is called, the change since the first, drawn and said; what is to be done."""
    record, view = episode_of(request, client, episode)
    groups = [one for one in view.scales if one.scale == scale and one.readings]
    if not groups:
        raise Http404
    shown = max(groups, key=lambda one: (one.readings[-1].assessed_date, one.version))
    latest = shown.readings[-1]
    kept = registry.get("scale", scale, shown.version)
    kept = unnamed(kept) if any(is_cut(kept, set_aside(one.answers)) for one in shown.readings) else kept
    scored = score(kept, latest.answers)
    return draw(
        request, "casework/reading", record=record, episode=view, scale=kept, scored=scored,
        parts=visits.parts(kept, scored), flags=scored.flags, is_told=assessing.is_told(latest),
        coming=visits.coming(view, scale, latest.stage),
        measured=measured(request.actor, [shown])[0], latest=latest,
        profile_names=[item.text or item.topic for item in kept.items if item.id in kept.profile],
        back=client_url(request, client), may_record=request.actor.may(P.RECORD),
        seen=disagreements.standing(request.actor, people.get(request.actor, client)).get(latest.uid),
    )  # fmt: skip
