"""What was written about one person: threads of notes and memos, the newest first, and the box to write in on top."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import notes as actions
from cairn.cases.queries import notes as queries
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts, members
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.notes.forms import AnswerForm, NoteForm
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done

SHOWN, MOST = 30, 1000
#: What a filter of the page may ask for beside the codes of `note_kind`.
WAITING = ("waiting", "Memos that wait")


@page(P.READ_CLIENTS)
def notes(request: Request, client: str) -> HttpResponse:
    places = queries.places(request.actor, client)
    said = _filters(request, places)
    most = MOST if "all" in request.GET else SHOWN
    found = queries.threads(
        request.actor, client, episode_uid=said["episode"], need_uid=said["need"], kind=said["kind"], most=most
    )
    shared: dict[str, Any] = {"sending": None, "form": None}
    if request.actor.may(P.RECORD):
        sending = _prepared(request, client, places)
        shared = {"sending": sending, "form": sending.view, "draft_url": _draft_url(request, client)}
    return draw(
        request, "notes/all", **frame(request, client, "notes"), **shared, threads=found.threads, is_more=found.is_more,
        said=said, places=places, kinds=_kinds(),
    )  # fmt: skip


def _kinds() -> list[tuple[str, str]]:
    return [*((entry.code, entry.label) for entry in registry.get("codes", "note_kind").entries), WAITING]


def _filters(request: Request, places: queries.Places) -> dict[str, str]:
    """What is chosen, where it is one of what may be."""
    offered = {"episode": places.episodes, "need": places.needs, "kind": _kinds()}
    return {
        name: value if (value := request.GET.get(name, "")) in dict(options) else ""
        for name, options in offered.items()
    }


def _colleagues(request: Request) -> list[tuple[str, str]]:
    return [one for one in members.workers(request) if one[0] != request.actor.uid]


def _draft(client: object) -> str:
    return f"note.new.{client}"


def _draft_url(request: Request, client: object) -> str:
    return drafts.address(request, _draft(client), client)


def _prepared(request: Request, client: object, places: queries.Places) -> Sending:
    """The form, with what the address says it is about; in the open episode if there is just one."""
    only = places.running[0] if len(places.running) == 1 else ""
    asked = {name: request.GET.get(name, "") for name in ("episode", "need", "to")}

    def make(**given: Any) -> NoteForm:
        return NoteForm(workers=_colleagues(request), places=places, **given)

    initial = {
        "note_date": clock.today(),
        "uid": uuid.uuid4(),
        "to_uid": asked["to"],
        "need_uid": asked["need"] if asked["need"] in dict(places.needs) else "",
        "episode_uid": asked["episode"] if asked["episode"] in dict(places.episodes) else only,
    }
    return prepare(request, make, draft_key=_draft(client), initial=initial)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def note_new(request: Request, client: str) -> HttpResponse:
    """Words about one person, their episode or a need; restricted, or to a colleague, if that is said."""
    places = queries.places(request.actor, client)
    sending = _prepared(request, client, places)

    def write(said: dict[str, Any]) -> Done[Any]:
        return actions.write(by=request.actor, notes=[actions.NewNote(client_uid=str(client), **_said(said))])

    if attempt(request, sending, write):
        say(request, sending, "The memo is sent." if sending.done.one.to_uid else "The note is kept.")  # type: ignore[union-attr]
        return to(request, "notes", client=client, fragment=f"note-{sending.done.one.uid}")  # type: ignore[union-attr]
    shared = frame(request, client, "notes")
    return draw_form(
        request, sending, title="Write a note", back=address(request, "workspace:notes", client=client), submit="Keep the note",
        intro=f"{shared['card'].title}.", draft_url=_draft_url(request, client), template="notes/new",
    )  # fmt: skip


def _said(answers: dict[str, Any]) -> dict[str, Any]:
    """Blank choices left out, as the action takes them."""
    uids: dict[str, Any] = {
        name: str(answers.pop(name) or "") or None for name in ("episode_uid", "need_uid", "uid") if name in answers
    }
    return {**answers, **uids}


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def note_answer(request: Request, client: str, note: str) -> HttpResponse:
    """An answer in the thread of a note; to whoever wrote it, unless another colleague is chosen."""
    row = note_of(request, client, note)
    mine = bool(row.to_uid) and row.dealt_at is None and row.to_uid == request.actor.uid

    def make(**given: Any) -> AnswerForm:
        return AnswerForm(workers=_colleagues(request), may_deal=mine, **given)

    other = row.author_uid if row.author_uid != request.actor.uid else row.to_uid
    initial = {"to_uid": other if row.kind != "note" else "", "deals": mine, "uid": uuid.uuid4()}
    key = f"note.answer.{note}"
    sending = prepare(request, make, draft_key=key, initial=initial)

    def answer(said: dict[str, Any]) -> Done[Any]:
        new = actions.NewNote(client_uid=str(client), answers_uid=str(note), **_said(said))
        return actions.write(by=request.actor, notes=[new])

    if attempt(request, sending, answer):
        say(request, sending, "The answer is kept.")
        return to(request, "notes", client=client, fragment=f"note-{sending.done.one.uid}")  # type: ignore[union-attr]
    return draw_form(
        request, sending, title="Answer", back=address(request, "workspace:notes", client=client), submit="Keep the answer",
        draft_url=drafts.address(request, key, client), template="notes/answer",
        thread=queries.thread(request.actor, note), client_uid=str(client),
    )  # fmt: skip


def note_of(request: Request, client: object, note: object) -> Any:
    """A note about this person that the reader may read. Raises Http404 and NotFound."""
    row = queries.note(request.actor, note)
    if str(row.client.uid) != str(client):
        raise Http404
    return row
