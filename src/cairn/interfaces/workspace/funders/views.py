"""Returns for funders who are not here: their own workbook, mapped once in pictures of its sheets, filled when it is due."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import own_measures
from cairn.contracts import queries as contracts
from cairn.desk.actions import exports
from cairn.exchange.actions import funders
from cairn.exchange.actions.funders import NewCell
from cairn.exchange.funders import filling, queries
from cairn.exchange.models import FunderCell, FunderReturn
from cairn.insight.labels import codes_of, label_of
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.funders.forms import CellForm, FillForm, NewForm, ReplaceForm
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.kernel.problems import Done, Refused
from cairn.presentation import dimensions, periods

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(P.PREPARE_RETURNS)
def every(request: Request) -> HttpResponse:
    return show(request, "workspace/funders/list", lines=queries.listing(request.actor), period_words=periods.words)


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request) -> HttpResponse:
    """Take in the form as the funder sent it."""

    def make(**given: Any) -> NewForm:
        return NewForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file = said.pop("file")
        said["hides_up_to"] = int(said["hides_up_to"])
        return funders.add(by=request.actor, file_name=file.name or "", data=file.read(), **said)

    if attempt(request, sending, take):
        uid = sending.done.one.uid if sending.done else ""
        return go(request, "workspace:funder", funder=uid, said="Taken in. Now choose the cells that are to be filled.")
    return form_page(
        request, sending, title="Fill a funder’s own form", submit="Take it in",
        back=address(request, "workspace:funders"),
        intro="You say once what goes into which cell. From then on it fills itself from what you record.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS)
def one(request: Request, funder: str) -> HttpResponse:
    """The sheet as it looks, what goes into its cells, and what was filled."""
    return _draw(request, queries.find(request.actor, str(funder)))


def _draw(request: Request, row: FunderReturn, problems: tuple[Any, ...] = (), status: int = 200) -> HttpResponse:
    names, shown, squares = queries.grid(request.actor, row, request.GET.get("sheet", ""))
    cells = queries.cells_of(row)
    last = previous(quarter_of(clock.today())).label
    return show(
        request, "workspace/funders/one", status=status, row=row, sheets=names, sheet=shown, squares=squares,
        problems=problems, cells=[(one, _words(request, one)) for one in cells], fills=queries.fills(row),
        form=FillForm(initial={"period": last}, periods=periods.choices(clock.today())), period_words=periods.words,
    )  # fmt: skip


def _words(request: Request, one: FunderCell) -> str:
    """What goes into a cell: `Needs met: Women, n, of the period before`."""
    if one.what != "figure":
        return filling.WHATS[one.what]
    known = {each.id: each.label for each in own_measures.every_known(request.actor)}
    said = known.get(one.measure, one.measure)
    if one.by:
        said += f": {dimensions.names(request.actor, one.by, [one.code])[one.code]}"
    more = [filling.PARTS[one.part]] if one.part != "value" else []
    more += [filling.SPANS[one.span]] if one.span != "asked" else []
    return ", ".join([said, *(words[0].lower() + words[1:] for words in more)])


@page(P.PREPARE_RETURNS, writes=True)
def cell(request: Request, funder: str) -> HttpResponse:
    """Say what goes into one cell; `?sheet=` and `?cell=` name it."""
    row = queries.find(request.actor, str(funder))
    there = _there(row, request.GET.get("sheet", ""), request.GET.get("cell", ""))
    sending = prepare(request, lambda **given: _form(request, there, **given), initial=there)

    def put(said: dict[str, Any]) -> Done[Any]:
        fields = {name: value or "" for name, value in said.items()}
        if fields["what"] == "figure" and fields["by"] and not fields.get("code"):
            sending.form = _form(request, fields, data=request.POST, initial={})
            sending.form.is_valid()
        return funders.put(by=request.actor, funder_uid=str(row.uid), cells=[NewCell(**fields)])

    if attempt(request, sending, put):
        said = sending.form.cleaned_data
        messages.success(request, f"{said['cell']} fills itself.")
        back_to = address(request, "workspace:funder", funder=row.uid)
        return HttpResponseRedirect(f"{back_to}?{urlencode({'sheet': said['sheet']})}#form")
    name = str(sending.form["cell"].value() or "")
    _, shown, squares = queries.grid(request.actor, row, str(sending.form["sheet"].value() or ""))
    left, above = queries.beside(squares, name.upper())
    return form_page(
        request, sending, template="workspace/funders/cell", title="What goes into this cell?", submit="Save",
        back=f"{address(request, 'workspace:funder', funder=row.uid)}?sheet={shown}", left=left, above=above, sheet=shown,
    )  # fmt: skip


def _there(row: FunderReturn, sheet: str, name: str) -> dict[str, Any]:
    """What the cell has now, or the usual."""
    kept = FunderCell.objects.filter(of=row, sheet=sheet, cell=name.upper()).first()
    fields = ("what", "measure", "by", "code", "part", "span", "contract_uid")
    usual = {"what": "figure", "part": "value", "span": "asked"}
    return {"sheet": sheet, "cell": name.upper()} | ({one: getattr(kept, one) for one in fields} if kept else usual)


def _form(request: Request, there: dict[str, Any], **given: Any) -> CellForm:
    measures = own_measures.every_known(request.actor)
    offered = {name for each in measures for name in each.may_group_by}
    by = str((given.get("data") or there).get("by") or "")
    mine = [one for one in contracts.listing(request.actor) if one.side == "provider"]
    return CellForm(
        measures={each.id: each.label for each in measures}, dimensions=dimensions.choices(offered),
        codes=[(code, label_of(by, code)) for code in codes_of(by)] if by else [],
        contracts=[(one.uid, f"Only {one.reference} {one.title}") for one in mine], **given,
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def clear(request: Request, funder: str, cell: str) -> HttpResponse:
    done = funders.clear(by=request.actor, funder_uid=str(funder), cell_uid=str(cell))
    return go(request, "workspace:funder", funder=done.one.uid, said="It stays as the funder has it.")


@page(P.PREPARE_RETURNS, only_post=True)
def fill(request: Request, funder: str) -> HttpResponse:
    """Filled and kept; the page shows what went where."""
    row = queries.find(request.actor, str(funder))
    form = FillForm(request.POST, periods=periods.choices(clock.today()))
    if not form.is_valid():
        return _draw(request, row, status=422)
    try:
        made = funders.fill(by=request.actor, funder_uid=str(row.uid), period=Period.parse(form.cleaned_data["period"]))
    except Refused as refused:
        return _draw(request, row, refused.problems, status=422)
    hidden = sum(bool(one["hidden"]) for one in made.one.cells)
    said = "Filled." + (
        f" {hidden} small numbers were left out." if hidden > 1 else " One small number was left out." if hidden else ""
    )
    return go(request, "workspace:funder", funder=row.uid, said=said, fragment="filled")


@page(P.PREPARE_RETURNS)
def file(request: Request, funder: str, fill: str) -> HttpResponse:
    """The workbook as it was filled."""
    row, data = queries.file_of(request.actor, str(funder), str(fill))
    exports.note(by=request.actor, list_name="A funder’s form", form="xlsx", rows=len(row.cells))
    name = f"{'-'.join(row.of.name.lower().split())}-{row.from_date}-{row.to_date}.xlsx"
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "-" for sign in name)
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


@page(P.PREPARE_RETURNS, writes=True)
def replace(request: Request, funder: str) -> HttpResponse:
    """The funder has a new version of its form."""
    row = queries.find(request.actor, str(funder))

    def make(**given: Any) -> ReplaceForm:
        return ReplaceForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        sent = said["file"]
        return funders.replace(by=request.actor, funder_uid=str(row.uid), file_name=sent.name or "", data=sent.read())

    if attempt(request, sending, take):
        return go(request, "workspace:funder", funder=row.uid, said="The new form is in place; what was mapped stays.")
    return form_page(
        request, sending, title="A new version of the form", submit="Take it in",
        back=address(request, "workspace:funder", funder=row.uid), intro=f"{row.name}, for {row.funder}.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def end(request: Request, funder: str) -> HttpResponse:
    row = queries.find(request.actor, str(funder))
    ended = row.ended_date is None
    funders.end(by=request.actor, funder_uid=str(row.uid), ended=ended)
    return go(
        request, "workspace:funders", said="No longer asked for; what was filled is kept." if ended else "In use again."
    )


urls = [
    path("returns/elsewhere/", every, name="funders"),
    path("returns/elsewhere/new/", new, name="funder_new"),
    path("returns/elsewhere/<uuid:funder>/", one, name="funder"),
    path("returns/elsewhere/<uuid:funder>/cell/", cell, name="funder_cell"),
    path("returns/elsewhere/<uuid:funder>/cell/<uuid:cell>/clear/", clear, name="funder_clear"),
    path("returns/elsewhere/<uuid:funder>/fill/", fill, name="funder_fill"),
    path("returns/elsewhere/<uuid:funder>/filled/<uuid:fill>/", file, name="funder_file"),
    path("returns/elsewhere/<uuid:funder>/replace/", replace, name="funder_replace"),
    path("returns/elsewhere/<uuid:funder>/end/", end, name="funder_end"),
]
