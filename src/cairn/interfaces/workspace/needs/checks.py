"""Ask about the whole person, lightly: one page, one tap for each area of life."""

import uuid
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import needs_checks
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.models import Episode
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.needs import forms
from cairn.interfaces.workspace.needs.asking import AreaAsked, areas_asked
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.services import queries as services


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def needs_check(request: Request, client: str, episode: str) -> HttpResponse:
    """The areas as cards; what is not tapped stays not asked."""
    stands = cases.client_needs(request.actor, client)
    at = cases.get(request.actor, Episode, episode, "service", "client")
    if str(at.client.uid) != str(client):
        raise cases.NotFound("no such episode")
    own = services.needs_of(request.actor, str(at.service.uid))
    areas = areas_asked(own, stands.areas, str(episode))
    key = f"needs.check.{episode}"

    def make(**given: Any) -> forms.CheckForm:
        return forms.CheckForm(areas=areas, **given)

    day = at.end_date or clock.today()
    initial = {"answered_by": "together", "check_date": day, "uid": uuid.uuid4()}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def keep(said: dict[str, Any]) -> Done[Any]:
        return needs_checks.record(by=request.actor, checks=[_new(str(episode), said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        return needs_checks.wrong(request.actor, _new(str(episode), said))

    if attempt(request, sending, keep, also=also):
        say(request, sending, _words(areas, sending.form.cleaned_data))
        return to(request, "client_needs", client=client)
    today = next((one for one in stands.checks if one.check_date == day and one.episode_uid == str(episode)), None)
    fields = {one.name: one for one in sending.view.fields}
    return draw_form(
        request, sending, title="Ask about the whole person", back=address(request, "workspace:client_needs", client=client),
        template="needs/check", draft_url=drafts.address(request, key, client), submit="Save what was asked",
        intro=f"{stands.name}, {at.service.name}.", areas=areas, fields=fields, answers=forms.ANSWERS, today=today,
        rest=[fields["answered_by"], fields["check_date"], fields["uid"]],
    )  # fmt: skip


def _new(episode: str, said: dict[str, Any]) -> NewNeedsCheck:
    return NewNeedsCheck(
        episode_uid=episode, check_date=said["check_date"], answered_by=said["answered_by"],
        answers=said.get("answers", {}), uid=str(said["uid"]) if said.get("uid") else None,
    )  # fmt: skip


def _words(areas: list[AreaAsked], said: dict[str, Any]) -> str:
    """What was asked, and what of it is new, in one line."""
    asked = sum(said.get(area.field) not in ("", None, forms.NOT_ASKED) for area in areas)
    known = {need for area in areas for need in area.known}
    new = [need for need, answer in said["answers"].items() if answer == "present" and need not in known]
    needs = f"{len(new)} need{'' if len(new) == 1 else 's'} recorded" if new else "no new need"
    everything = len({one.area for one in registry.get("needs", "common").needs})
    return f"Asked about {asked} of {everything} areas; {needs}."
