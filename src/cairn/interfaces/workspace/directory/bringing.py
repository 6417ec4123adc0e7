"""A directory brought in from a file: the file, what it would change, and the yes."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.desk import received
from cairn.desk.models import Upload
from cairn.exchange.open_referral import comparing
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.directory.forms import FileForm
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused
from cairn.services import queries as services

KIND = "directory"
KEPT = timedelta(days=1)
NEEDED = (P.READ_CLIENTS, P.RECORD, P.MANAGE_SERVICES)
SHOWN = 200


@page(*NEEDED, writes=True)
def bring(request: Request) -> HttpResponse:
    """Choose the file. Nothing is written until somebody has seen what it would change."""

    def make(**given: Any) -> FileForm:
        return FileForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file = said["file"]
        data = file.read()
        comparing.compare(request.actor, data)
        until = clock.today() + KEPT
        return Done((received.put(by=request.actor, kind=KIND, name=file.name or "", data=data, kept_until=until),))

    if attempt(request, sending, take):
        return to(request, "directory_compare", file=sending.done.one.uid)  # type: ignore[union-attr]
    if request.method == "GET" and is_oversize(request):
        sending.form = FileForm.turned_away()
    return draw_form(
        request, sending, title="Bring in a directory", back=address(request, "workspace:directory"), submit="Go on",
        template="directory/bring",
        intro="Many councils publish their directory of services in Open Referral UK’s form. You see what would change "
        "before anything is written, and you can take it back.",
    )  # fmt: skip


@page(*NEEDED, writes=True)
def compare(request: Request, file: str) -> HttpResponse:
    """What the file would change; sent with a yes, it is written."""
    upload = _upload(request, file)
    found = comparing.compare(request.actor, received.read(request.actor, upload))  # read before, so it can be read
    refused: tuple[Any, ...] = ()
    try:
        if request.method == "POST":
            made = comparing.agree(request.actor, found, close_missing="close_missing" in request.POST)
            received.let_go(request.actor.organisation_id, [upload.pk])
            done(request, _words(found, "close_missing" in request.POST), made.event_uid)
            return to(request, "directory")
    except Refused as wrong:
        refused = wrong.problems
    return draw(
        request, "directory/compare", status=422 if refused else 200, found=found, file=upload, refused=refused,
        shown=SHOWN,
    )  # fmt: skip


def _upload(request: Request, uid: str) -> Any:
    rows = Upload.objects.filter(organisation_id=request.actor.organisation_id, kind=KIND, state="kept")
    rows = rows.filter(user_uid=request.actor.uid)
    try:
        return services.by_uids(rows, [uid])[0]
    except NotFound:
        raise NotFound("no such file") from None


def _words(found: comparing.Comparison, closes: bool) -> str:
    closed = found.counts["closed"] + (len(found.missing) if closes else 0)
    parts = [f"{found.counts['new']} new", f"{found.counts['changed']} changed", f"{closed} closed"]
    left = f" {found.wrong} with errors stayed out." if found.wrong else ""
    return f"The directory is brought up to date: {', '.join(parts)}.{left}"
