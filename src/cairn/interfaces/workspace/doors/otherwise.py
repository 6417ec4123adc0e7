"""What a person sees otherwise than it was recorded: written down for them, answered, taken back."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import disagreements
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.queries import disagreements as seen
from cairn.cases.queries import own_seen
from cairn.cases.queries.base import NotFound
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.doors import forms
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.web.formats import date


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def otherwise_new(request: Request, client: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)
    things = own_seen.things(by, person)
    offered = [(one.uid, f"{one.label}, {date(one.date)}") for one in things.values()]
    key = f"otherwise.new.{client}"
    initial = {"said_by": "worker", "thing": request.GET.get("about", "")}
    sending = prepare(request, partial(forms.OtherwiseForm, things=offered), draft_key=key, initial=initial)

    def record(said: dict[str, Any]) -> Done[Any]:
        thing = things[said["thing"]]
        new = NewDisagreement(client_uid=str(client), about=thing.about, about_uid=thing.uid, words=said["words"],
                              said_by=said["said_by"])  # fmt: skip
        return disagreements.record(by=by, disagreements=[new])

    if attempt(request, sending, record):
        done(request, "Their words stand beside it.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "own_page", client=client, fragment="otherwise")
    return draw_form(
        request, sending, title=f"What {person.name or person.reference} sees otherwise",
        back=address(request, "workspace:own_page", client=client), draft_url=drafts.address(request, key, client),
        intro="What was recorded stays as it is. Their words stand beside it wherever it is shown.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def otherwise_answer(request: Request, client: str, disagreement: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)

    def stands() -> tuple[int, dict[str, Any]]:
        row = seen.get_row(by, disagreement)
        if row.client_id != person.pk:
            raise NotFound("not of this person")
        return row.version, {"words": row.answer}

    version, now = stands()
    sending = prepare(request, forms.AnswerForm, initial={**now, "version": version})

    def answer(said: dict[str, Any]) -> Done[Any]:
        return disagreements.answer(by=by, client_uid=client, uid=disagreement, **said)

    if attempt(request, sending, answer, now=stands):
        done(request, "Your answer stands under their words.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "own_page", client=client, fragment="otherwise")
    words = seen.get_row(by, disagreement).words
    return draw_form(
        request, sending, title="Answer their words", intro=f"They say: “{words}”",
        back=address(request, "workspace:own_page", client=client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def otherwise_back(request: Request, client: str, disagreement: str) -> HttpResponse:
    made = disagreements.take_back(by=request.actor, client_uid=client, uid=disagreement)
    done(request, "Their words are taken back.", made.event_uid)
    return to(request, "own_page", client=client, fragment="otherwise")
