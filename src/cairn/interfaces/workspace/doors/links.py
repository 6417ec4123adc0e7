"""Make a link to a person's own page, and end it. Its address is shown once: nobody can look it up again."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.optional import asked_of
from cairn.intake import rules
from cairn.intake.actions import links
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.doors import forms
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.people import around
from cairn.people import queries as people
from cairn.presentation import qr
from cairn.presentation.own.words import every, words_of


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def link_new(request: Request, client: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)
    languages = [(code, one.name) for code, one in every().items()]
    asked = [(one.question.id, one.question.label) for one in asked_of(by, person) if one.reasons]
    speaking = around.speaking_of(person)
    initial = {"language": words_of(speaking.language if speaking else "").language, "purpose": "own_page"}
    sending = prepare(request, partial(forms.LinkForm, languages=languages, questions=asked), initial=initial)

    def make(said: dict[str, Any]) -> Done[Any]:
        return links.make(by=by, links=[links.NewLink(client_uid=str(client), **said)], languages=[*every()])

    if attempt(request, sending, make):
        made = sending.done.one  # type: ignore[union-attr]
        path = reverse("public:own_door", kwargs={"token": rules.grouped(made.token)})
        return draw(
            request, "doors/link", person=people.card_of(person, made.row.made_at.date()), row=made.row,
            href=(href := request.build_absolute_uri(path)), code=qr.picture(href),
            back=address(request, "workspace:own_page", client=client), asks_birthday=person.birth_date is not None,
        )  # fmt: skip
    safe = f"Safe contact: {speaking.safe_contact}. " if speaking and speaking.safe_contact else ""
    check = "It asks for the day and month of their birth before it opens." if person.birth_date else (
        "No date of birth is recorded: whoever has the link can open it. Record the date first, if you can."
    )  # fmt: skip
    return draw_form(
        request, sending, title=f"A link for {person.name or person.reference}", submit="Make the link",
        back=address(request, "workspace:own_page", client=client),
        intro=f"{safe}Is it safe for them to have this on their phone? {check}",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def link_end(request: Request, client: str, link: str) -> HttpResponse:
    links.end(by=request.actor, client_uid=client, link_uid=link)
    done(request, "The link opens nothing any more.")
    return to(request, "own_page", client=client)
