"""Fill in an instrument; see at once the score, and the change since the first."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import assessments
from cairn.cases.queries import disagreements
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.casework import forms
from cairn.interfaces.workspace.casework.places import client_url, episode_of, of
from cairn.interfaces.workspace.clients.views import measured
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import queries as people
from cairn.scales import queries as scales


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def assess(request: Request, client: str, episode: str, scale: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)
    found = next((one for one in registry.all("scale") if one.id == scale), None)
    if found is None:
        raise Http404
    if locked := scales.is_locked(request.actor, found, clock.today()):
        return _locked(request, record, view, found, locked)
    key = f"assess.{scale}.{episode}"

    def make(**given: Any) -> forms.AssessForm:
        return forms.AssessForm(scale=found, **given)

    stage = "review" if any(one.scale == scale and one.readings for one in view.scales) else "start"
    stage = "end" if request.GET.get("stage") == "end" else stage
    initial = {"stage": stage, "rater": "client", "assessed_date": clock.today(), "uid": uuid.uuid4()}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def keep(said: dict[str, Any]) -> Done[Any]:
        names = ("answers", "stage", "rater", "assessed_date")
        uid = str(said["uid"]) if said["uid"] else None
        new = assessments.NewAssessment(
            episode_uid=view.uid, scale=scale, uid=uid, **{name: said[name] for name in names}
        )
        return assessments.record(by=request.actor, assessments=[new])

    if attempt(request, sending, keep):
        say(request, sending, f"{found.short_label} is recorded.")
        return to(request, "reading", client=client, episode=episode, scale=scale)
    fields = {one.name: one for one in sending.view.fields}
    return draw_form(
        request, sending, title=found.short_label, back=client_url(request, client), template="casework/assess",
        draft_url=drafts.address(request, key, client), intro=of(record, view), scale=found, fields=fields,
        items=[(item, fields[item.id]) for item in found.items], rest=[fields[n] for n in forms.ASSESS_REST],
        values=range(found.low, found.high + 1), is_invented=_is_invented(request, found),
        no_baseline_url=_no_baseline_url(request, client, episode),
    )  # fmt: skip


def _locked(
    request: Request, record: cases.ClientRecord, view: cases.EpisodeView, scale: Scale, problem: Problem
) -> HttpResponse:
    """What permission is needed, and who can record it."""
    may = request.actor.may(P.MANAGE_SERVICES)
    kwargs = {"organisation": request.actor.slug, "scale": scale.id}
    href = reverse("workspace:scale_permission", kwargs=kwargs) if may else ""
    return draw(
        request, "casework/locked", scale=scale, problem=problem, href=href, intro=of(record, view),
        back=client_url(request, record.client_uid),
    )  # fmt: skip


def _no_baseline_url(request: Request, client: object, episode: object) -> str:
    kwargs = {"organisation": request.actor.slug, "client": client, "episode": episode}
    return reverse("workspace:no_baseline", kwargs=kwargs)


def _is_invented(request: Request, scale: Scale) -> bool:
    shown = next(one for one in scales.scales(request.actor, clock.today()) if one.id == scale.id)
    return bool(shown.permission and shown.permission.is_invented)


@page(P.READ_CLIENTS)
def reading(request: Request, client: str, episode: str, scale: str) -> HttpResponse:
    """The latest reading: score, what it is called, and the change since the first, drawn and said."""
    record, view = episode_of(request, client, episode)
    shown = next((one for one in view.scales if one.scale == scale and one.readings), None)
    if shown is None:
        raise Http404
    return draw(
        request, "casework/reading", record=record, episode=view, scale=registry.get("scale", scale),
        measured=measured(shown), latest=shown.readings[-1], back=client_url(request, client),
        seen=disagreements.standing(request.actor, people.get(request.actor, client)).get(shown.readings[-1].uid),
    )  # fmt: skip
