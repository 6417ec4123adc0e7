"""Carers' assessments: offered, declined, done; and when to look again."""

import uuid
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import carers as actions
from cairn.cases.actions.carers import NewCarersAssessment
from cairn.cases.models import CarersAssessment
from cairn.interfaces.workspace.drafts import address as draft_address
from cairn.interfaces.workspace.pages import Request, page
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.situation import forms
from cairn.interfaces.workspace.situation.places import called, episode_of, home, life_url, own, taken_out
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import around
from cairn.people.models import Client

FIELDS = ("kind", "state", "assessment_date", "review_date", "words")


def near(request: Request, person: Client) -> list[tuple[str, str]]:
    """Whom the person looks after, first; then everybody else around them."""
    circle = around.around(request.actor, person).now
    ordered = sorted(circle, key=lambda one: not one.is_cared_for)
    return [(one.uid, f"{one.name} ({one.relation.label.lower()})") for one in ordered]


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def carers_new(request: Request, client: str, episode: str) -> HttpResponse:
    at = episode_of(request, client, episode)
    circle = near(request, at.client)

    def make(**given: Any) -> forms.CarersForm:
        return forms.CarersForm(near=circle, **given)

    key = f"carers.new.{episode}"
    initial = {"assessment_date": clock.today(), "uid": uuid.uuid4()}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def record(said: dict[str, Any]) -> Done[Any]:
        told = {**said, "uid": str(said["uid"]) if said["uid"] else None}
        told.pop("version")
        return actions.record(by=request.actor, assessments=[NewCarersAssessment(episode_uid=str(episode), **told)])

    if attempt(request, sending, record):
        return home(request, client, sending, "The carer's assessment is recorded.", "carers")
    return draw_form(
        request, sending, title="Carer's assessment", back=life_url(request, client),
        draft_url=draft_address(request, key, client),
        intro=f"Of what {called(at.client)} needs as somebody who looks after another. {at.service.name}.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def carers_change(request: Request, client: str, assessment: str) -> HttpResponse:
    """What came of an offer, or what was wrong."""
    row = own(request, CarersAssessment, client, assessment, "episode__service", "cared_for")
    circle = near(request, row.client)

    def make(**given: Any) -> forms.CarersForm:
        return forms.CarersForm(near=circle, **given)

    def stands() -> tuple[int, dict[str, Any]]:
        now = own(request, CarersAssessment, client, assessment, "cared_for")
        told = {name: getattr(now, name) for name in FIELDS}
        return now.version, {**told, "cared_for_uid": str(now.cared_for.uid) if now.cared_for else ""}

    version, now = stands()
    sending = prepare(request, make, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        told = {name: value for name, value in said.items() if name != "uid"}
        return actions.change(by=request.actor, uid=assessment, **told)

    if attempt(request, sending, change, now=stands):
        return home(request, client, sending, "Changed.", "carers")
    return draw_form(
        request, sending, title="Carer's assessment", back=life_url(request, client), template="situation/change",
        row=row, remove="carers_remove", names="assessment", remove_words="Take it out: it was recorded by mistake",
        intro=f"{called(row.client)}, {row.episode.service.name}.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def carers_remove(request: Request, client: str, assessment: str) -> HttpResponse:
    own(request, CarersAssessment, client, assessment)
    deed = actions.remove
    return taken_out(request, client, lambda: deed(by=request.actor, uid=assessment), "Taken out.", "carers")
