"""Files of one person: kept, seen, taken away. None is ever drawn as a page of ours."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import attachments as actions
from cairn.cases.queries import attachments as queries
from cairn.desk import filetypes, received
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.files.forms import FilesForm
from cairn.interfaces.workspace.pages import Request, done, draw, page, pressed, to
from cairn.interfaces.workspace.saving import Sending, attempt, prepare, say
from cairn.kernel.problems import Done, Problem, Refused
from cairn.web.forms import add_problems

#: Whatever is in it, the browser runs nothing and asks for nothing.
HARMLESS = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@page(P.READ_CLIENTS)
def every(request: Request, client: str) -> HttpResponse:
    """The files, and the form that takes more."""
    sending = _prepared(request, client) if request.actor.may(P.RECORD) else None
    return _drawn(request, client, sending, address(request, "workspace:client_file_new", client=client))


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def new(request: Request, client: str) -> HttpResponse:
    """Take files in. What is good among several is kept; what is not is said."""
    sending = _prepared(request, client)
    kept = attempt(request, sending, lambda said: _keep(request, client, said, sending))
    if kept and not sending.form.errors:
        several = len(sending.done.items)  # type: ignore[union-attr]
        say(request, sending, "The file is kept." if several == 1 else f"{several} files are kept.")
        return to(request, "client_files", client=client)
    return _drawn(request, client, sending)


def _drawn(request: Request, client: str, sending: Sending | None, new_url: str = "") -> HttpResponse:
    shown: dict[str, Any] = {"new_url": new_url, "sending": sending, "form": sending.view if sending else None}
    status = 422 if sending and sending.form.errors else 200
    files = queries.of_client(request.actor, client)
    return draw(request, "files/all", status=status, **frame(request, client, "client_files"), **shown, files=files)


def _prepared(request: Request, client: str) -> Sending:
    visits = queries.visits(request.actor, client)
    asked = request.GET.get("visit", "")

    def make(**given: Any) -> FilesForm:
        return FilesForm(visits=visits, files=request.FILES if request.method == "POST" else None, **given)

    of = asked if asked in {uid for uid, *_ in visits} else ""
    sending = prepare(request, make, initial={"uid": uuid.uuid4(), "activity_uid": of})
    if request.method == "GET" and is_oversize(request):
        sending.form = make(data={}, initial=sending.form.initial)
        sending.form.full_clean()
        sending.form.errors.clear()
        add_problems(sending.form, [_too_much()])
    return sending


def _too_much() -> Problem:
    most = filetypes.LARGEST // 1024 // 1024
    message = f"What you chose was larger than {most} MB, so it was not taken in; nothing of it is kept."
    return Problem("file.large", message, "Make the pictures smaller, or send them one by one.", field="attached")


def _keep(request: Request, client: str, said: dict[str, Any], sending: Sending) -> Done[Any]:
    """The good files in one deed. The others are named by their place; if none is good, nothing is done."""
    good, bad = [], []
    for place, file in enumerate(said["attached"]):
        new = _new(client, said, file, place)
        found = (
            filetypes.problems(new.name, new.data, "attached") if new else [filetypes.too_large(file.size, "attached")]
        )
        bad += [_at(problem, place, len(said["attached"])) for problem in found]
        good += [new] if new and not found else []
    if not good:
        raise Refused(bad)
    made = actions.add(by=request.actor, attachments=good)
    add_problems(sending.form, bad)
    if bad:
        count = "The other file is kept." if len(good) == 1 else f"The other {len(good)} files are kept."
        done(request, count, made.event_uid)
    return made


def _new(client: str, said: dict[str, Any], file: Any, place: int) -> actions.NewAttachment | None:
    """None where it is not worth reading."""
    if file.size > filetypes.LARGEST:
        return None
    # Each file of one form has a uid of its own, the same each time that the form is sent.
    uid = str(uuid.uuid5(said["uid"], f"{place}")) if said["uid"] else None
    return actions.NewAttachment(
        client_uid=str(client), name=file.name or "", data=file.read(), words=said["words"],
        activity_uid=said.get("activity_uid") or None, is_restricted=said["is_restricted"], uid=uid,
    )  # fmt: skip


def _at(problem: Problem, place: int, count: int) -> Problem:
    said = f"File {place + 1}: {problem.message}" if count > 1 else problem.message
    return Problem(problem.rule, said, problem.fix, field="attached")


@page(P.READ_CLIENTS)
def one(request: Request, client: str, attachment: str) -> Any:
    """The file itself: a picture may be looked at, everything else is saved."""
    row = _of(request, client, attachment)
    is_picture = row.media_type in filetypes.SHOWN and "save" not in request.GET
    response = FileResponse(
        received.opened(request.actor, row.upload), as_attachment=not is_picture, filename=row.name,
        content_type=row.media_type,
    )  # fmt: skip
    response["Content-Security-Policy"] = HARMLESS
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def remove(request: Request, client: str, attachment: str) -> HttpResponse:
    row = _of(request, client, attachment)
    removal = actions.Removal(attachment_uid=str(row.uid), version=version_of(request, row.version))
    words = "The file is taken away. Its contents go for good in 30 days."
    pressed(request, words, lambda: actions.remove(by=request.actor, removals=[removal]))
    return to(request, "client_files", client=client)


def _of(request: Request, client: str, attachment: str) -> Any:
    row = queries.get(request.actor, attachment)
    if str(row.client.uid) != str(client):
        raise Http404
    return row
