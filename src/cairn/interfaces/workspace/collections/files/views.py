"""Files of forms: the list, sending one, what was found in it, the choice, the receipt, taking it back."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.collection import due
from cairn.desk import received
from cairn.desk.actions import exports
from cairn.exchange.actions import forms as deeds
from cairn.exchange.forms import context, files
from cairn.exchange.tables import Cell
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.collections.files import shown
from cairn.interfaces.workspace.collections.files.forms import AgreeForm, SendForm
from cairn.interfaces.workspace.lists import files as lists
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused

COLUMNS = ("File", "State", "Form", "Asked for", "By", "Receipt", "Received", "New", "Changed", "The same", "Not taken")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@page(P.PREPARE_RETURNS)
def every(request: Request) -> HttpResponse:
    """The files that were sent, or are on their way."""
    all_of_them = partial(files.every, request.actor, 10_000)
    if (file := lists.answer(request, "Files of forms", COLUMNS, lambda: map(_line, all_of_them()))) is not None:
        return file
    return _list(request, context.collections_of(request.actor))


def _list(request: Request, collections: Sequence[Any]) -> HttpResponse:
    found = files.every(request.actor)
    return draw(request, "collections/files/list", files=found, states=shown.STATES, collections=collections,
                ended=due.ended(request.actor, clock.today()))  # fmt: skip


def _line(one: files.SubmissionView) -> tuple[Cell, ...]:
    counts = [one.counts.get(name) for name in ("received", "taken", "replaced", "same", "rejected")]
    return (one.name, shown.STATES[one.state], one.form_label, one.row.asked_at, one.who, one.row.number, *counts)


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request) -> HttpResponse:
    """Choose the file. Nothing of it is taken until somebody has seen what was found, and agreed."""
    there = [(str(one.uid), one.name) for one in context.collections_of(request.actor)]
    if not there:  # the list says what there would be
        return _list(request, there)

    def make(**given: Any) -> SendForm:
        return SendForm(files=request.FILES if request.method == "POST" else None, collections=there, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file = said["file"]
        return deeds.receive(by=request.actor, collection_uid=said["collection"], name=file.name or "", file=file)

    if attempt(request, sending, take):
        return to(request, "form_file", submission=sending.done.one.uid)  # type: ignore[union-attr]
    if request.method == "GET" and is_oversize(request):
        sending.form = make().turned_away()
    return draw_form(
        request, sending, title="Send forms as a file", back=address(request, "workspace:form_files"), submit="Check it",
        template="collections/files/new",
        intro="Every form in it is checked first. You see what is wrong, cell by cell, and nothing is sent before you agree.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def one(request: Request, submission: str) -> HttpResponse:
    """How a file stands: how far it is, what was found, what to do about it, or its receipt. It goes on when this is left."""
    seen = files.view(request.actor, submission)
    if seen.row.way == "screen":
        raise Http404
    if (file := lists.answer(request, "What was found", shown.COLUMNS, lambda: shown.lines(seen))) is not None:
        return file
    sending = prepare(request, partial(AgreeForm, seen=seen))
    if request.method == "POST" and seen.state != "checked":
        return to(request, "form_file", submission=submission)
    if attempt(request, sending, partial(_agree, request, submission)):
        return to(request, "form_file", submission=submission)
    grade = request.GET.get("grade", "")
    groups = seen.of_grade(grade) if grade in shown.GRADES else seen.groups
    return draw_form(
        request, sending, title=shown.TITLES[seen.state], back=address(request, "workspace:form_files"), submit="Take the forms",
        template="collections/files/one", file=seen, counts=seen.counts, groups=shown.shown(groups), grade=grade,
        filters=shown.filters(seen), percent=shown.percent(seen.share), grades=shown.GRADES,
        lock=files.lock_of(seen.row) if seen.state == "taken" else None, can_take=_can_take(seen),
    )  # fmt: skip


def _can_take(seen: files.SubmissionView) -> bool:
    return bool(seen.counts.get("good", 0) + seen.counts.get("to_confirm", 0))


def _agree(request: Request, submission: str, said: dict[str, Any]) -> Done[Any]:
    return deeds.agree(
        by=request.actor, row=files.get(request.actor, submission), confirmed=said.get("confirmed", ()),
        good_rows=bool(said.get("good_rows")),
    )  # fmt: skip


@page(P.PREPARE_RETURNS)
def rejects(request: Request, submission: str) -> HttpResponse:
    """The rows that are not taken, in the layout of the file, each with what to mend."""
    row = files.get(request.actor, submission)
    if row.rejects is None:
        raise Http404
    name = row.rejects.name
    data, kind = received.read(request.actor, row.rejects), name.rpartition(".")[2]
    rows = row.counts.get("rejected", 0) + (row.counts.get("to_confirm", 0) if row.state == "checked" else 0)
    exports.note(by=request.actor, list_name="Rows of a file of forms", form=kind, rows=rows)
    answer = HttpResponse(data, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _attempted(request: Request, submission: str, words: str, deed: Any) -> HttpResponse:
    """Do it, and say so; or say why not."""
    try:
        deed(by=request.actor, row=files.get(request.actor, submission))
        done(request, words)
    except NotAllowed:
        raise
    except Refused as refused:
        done(request, " ".join(each.words for each in refused.problems[:5]))
    return to(request, "form_file", submission=submission)


@page(P.PREPARE_RETURNS, only_post=True)
def go_on(request: Request, submission: str) -> HttpResponse:
    return _attempted(request, submission, "It goes on.", deeds.go_on)


@page(P.PREPARE_RETURNS, only_post=True)
def drop(request: Request, submission: str) -> HttpResponse:
    return _attempted(request, submission, "The file is deleted. No form of it was taken.", deeds.drop)


@page(P.PREPARE_RETURNS, only_post=True)
def back(request: Request, submission: str) -> HttpResponse:
    return _attempted(request, submission, "The forms of this file are taken back.", deeds.take_back)
