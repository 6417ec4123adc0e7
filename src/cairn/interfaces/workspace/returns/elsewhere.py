"""A return that was filled elsewhere: the empty or filled file, sending one in, what was found in it, and submitting it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.desk.actions import exports
from cairn.exchange.actions import returned
from cairn.exchange.returned import files as kept
from cairn.exchange.returned import filled, form, looking, writing
from cairn.exchange.tables import Cell
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, fresh, prepare
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done, Refused
from cairn.presentation import returned as drawn
from cairn.returns import finding
from cairn.web.formfields import VersionField

COLUMNS = ("Severity", "Sheet", "Row", "Column", "Cell", "Rule", "What is wrong", "How to mend it")
SHOWN = 200


class SendInForm(forms.Form):
    """One file. What is in it is looked at, not its name."""

    file = forms.FileField(
        label="Your file",
        help_text="A workbook (.xlsx), a data package (.zip) or JSON, of up to 50 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip,.json"}),
        error_messages={"required": "Choose the file of this return.", "empty": "The file is empty."},
        max_length=200,
    )

    @classmethod
    def turned_away(cls) -> "SendInForm":
        """As it comes back where what was sent was too large even to be looked at."""
        form = cls(data={})
        form.full_clean()
        form.errors["file"] = form.error_class([_TOO_LARGE])
        return form

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > looking.LARGEST:
            raise forms.ValidationError(_TOO_LARGE)
        return file


_TOO_LARGE = f"The file is larger than {looking.LARGEST // 1024 // 1024} MB, so it was not taken in."


class SubmitFileForm(forms.Form):
    """The last look before a file is sent as the return."""

    comment = forms.CharField(
        label="Anything to say with it?",
        required=False,
        help_text="Such as what makes this period unlike others. Leave out names.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    figures_only = forms.BooleanField(
        label="Only figures leave",
        required=False,
        help_text="The agreement has ended, so no row about anybody can go with them.",
    )
    version = VersionField()

    def __init__(self, *args: Any, has_ended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_ended:
            del self.fields["figures_only"]


@page(P.PREPARE_RETURNS, writes=True)
def elsewhere(request: Request, answer: str) -> HttpResponse:
    """Take the file out, send it in; nothing is sent to the commissioner before somebody has looked at what was found."""
    found = ours(request, answer)

    def make(**given: Any) -> SendInForm:
        return SendInForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file = said["file"]
        return returned.receive(by=request.actor, return_uid=found.uid, name=file.name or "", data=file.read())

    if attempt(request, sending, take):
        return go(request, "workspace:return_file", answer=found.uid, file=sending.done.one.uid)  # type: ignore[union-attr]
    if request.method == "GET" and is_oversize(request):
        sending.form = SendInForm.turned_away()
    of = form.of(request.actor, found.uid)
    return form_page(
        request, sending, template="returns/elsewhere", title="Filled elsewhere: send a file", submit="Look it over",
        back=address(request, "workspace:return", answer=found.uid), answer=found, form_of=of,
        received=kept.of_return(request.actor, found.uid), states=drawn.STATES, way_names=kept.WAYS,
    )  # fmt: skip


@page(P.PREPARE_RETURNS)
def empty(request: Request, answer: str, way: str) -> HttpResponse:
    """What the return asks for, with nothing in it."""
    of = form.of(request.actor, str(answer))
    return _file(request, of, way, filled.empty(of), "empty")


@page(P.PREPARE_RETURNS, only_post=True)
def full(request: Request, answer: str, way: str) -> HttpResponse:
    """As the records fill it now. People who have no code in this contract yet get one."""
    of = form.of(request.actor, str(answer))
    filling = filled.of(request.actor, of)
    rows = sum(map(len, filling.sheets.values()))
    exports.note(by=request.actor, list_name="A return to fill elsewhere", form=way, rows=rows)
    return _file(request, of, way, filling, "filled")


def _file(request: Request, of: form.Form, way: str, filling: filled.Filling, what: str) -> HttpResponse:
    if way not in writing.TYPES:
        raise Http404
    ending, kind = writing.TYPES[way]  # type: ignore[index]
    name = "".join(sign if sign.isalnum() else "-" for sign in f"{of.contract}-{of.first}").strip("-")
    body = writing.write(way, of, filling)  # type: ignore[arg-type]
    headers = {"Content-Disposition": f'attachment; filename="return-{name}-{what}.{ending}"'}
    return HttpResponse(body, content_type=kind, headers=headers)


@page(P.PREPARE_RETURNS, writes=True)
def one(request: Request, answer: str, file: str) -> HttpResponse:
    """How a file stands: being looked over, what is wrong with it, what would change and submitting it, or its receipt."""
    seen, row = kept.view(request.actor, file), finding.led(request.actor, str(answer))
    if seen.return_uid != str(row.uid):
        raise Http404
    name = "What was found in the file"
    if (list_ := files.answer(request, name, COLUMNS, lambda: map(_line, seen.findings))) is not None:
        return list_
    if request.method == "POST" and seen.state in ("sending", "sent"):
        said = "This file was sent already, so nothing was sent twice."
        return go(request, "workspace:return_file", said=said, answer=str(answer), file=file)
    ended = any(one.rule == "return.agreement_ended" for one in seen.obstacles)
    sending = prepare(request, partial(SubmitFileForm, has_ended=ended), initial={"version": row.version})

    def send(said: dict[str, Any]) -> Done[Any]:
        return returned.send(by=request.actor, row=kept.get(request.actor, file), **said)

    if attempt(request, sending, send):
        return go(request, "workspace:return_file", answer=str(answer), file=file)
    if sending.form.is_bound:
        seen = kept.view(request.actor, file)
        sending.form.data = fresh(sending.form.data, version=row.version)
    return form_page(
        request, sending, template="returns/file", title=drawn.TITLES[drawn.stage(seen)], submit="Submit this return",
        back=address(request, "workspace:return_elsewhere", answer=str(answer)), file=seen, stage=drawn.stage(seen),
        contract=row.round.contract, round_name=row.round.name, errors=seen.errors[:SHOWN], shown=SHOWN,
        blocked=[one for one in seen.obstacles if one.severity == "error" and one.rule != "return.agreement_ended"],
        known=[one for one in seen.obstacles if one.severity != "error"], changes=drawn.changes(seen.changes),
        way=kept.WAYS[seen.way], tables=drawn.tables(seen),
    )  # fmt: skip


def _line(one: Any) -> tuple[Cell, ...]:
    return one.severity, one.sheet, one.row, one.column, one.cell, one.rule, one.message, one.fix


@page(P.PREPARE_RETURNS, only_post=True)
def again(request: Request, answer: str, file: str) -> HttpResponse:
    """Look the same file over anew: the records or what is asked may have changed since."""
    return _deed(
        request, answer, file, "It was looked over again.", lambda row: returned.check(by=request.actor, row=row)
    )


@page(P.PREPARE_RETURNS, only_post=True)
def drop(request: Request, answer: str, file: str) -> HttpResponse:
    return _deed(
        request,
        answer,
        file,
        "The file is deleted. Nothing of it was sent.",
        lambda row: returned.drop(by=request.actor, row=row),
    )


def _deed(request: Request, answer: str, file: str, words: str, deed: Any) -> HttpResponse:
    """Do it, and say so; or say why not."""
    row = kept.get(request.actor, file)
    if str(row.answer.uid) != str(answer):
        raise Http404
    try:
        deed(row)
    except NotAllowed:
        raise
    except Refused as refused:
        words = refused.words
        return go(request, "workspace:return_file", said=words, is_refusal=True, answer=str(answer), file=file)
    return go(request, "workspace:return_file", said=words, answer=str(answer), file=file)


def _paths() -> Iterator[Any]:
    here = "returns/<uuid:answer>/elsewhere/"
    yield path(here, elsewhere, name="return_elsewhere")
    yield path(f"{here}empty/<slug:way>/", empty, name="return_file_empty")
    yield path(f"{here}filled/<slug:way>/", full, name="return_file_filled")
    yield path(f"{here}<uuid:file>/", one, name="return_file")
    yield path(f"{here}<uuid:file>/again/", again, name="return_file_again")
    yield path(f"{here}<uuid:file>/drop/", drop, name="return_file_drop")


urls = list(_paths())
