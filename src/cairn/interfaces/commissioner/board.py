"""The board pack: chosen figures of a round, of the whole portfolio, an area or a contract; as a PDF and as pictures."""

import io
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, queries
from cairn.desk.actions import exports
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.commissioner.totals import TotalsForm, used
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.presentation import board as paper
from cairn.presentation.board import Sheet
from cairn.returns import board, inbox, totals
from cairn.returns.board import Pack
from cairn.returns.inbox import Filter
from cairn.web.formfields import CodesField


class BoardForm(TotalsForm):
    """Sent by GET: which contract, and which figures; none ticked is the usual ones."""

    contract = forms.UUIDField(required=False, widget=forms.HiddenInput)
    figure = CodesField(label="Which figures?", required=False)

    def wanted(self) -> list[str]:
        return [str(each) for each in self.data.getlist("figure")] if hasattr(self.data, "getlist") else []


def _asked(request: Request) -> tuple[BoardForm, Pack, Sheet]:
    labels = areas.labels(request.actor, clock.today())
    choices = inbox.choices(request.actor)
    form = BoardForm(request.GET, choices=choices, areas=labels)
    form.is_valid()
    said = form.cleaned_data
    contract = ours(request, said["contract"]) if said.get("contract") else None
    chosen = Filter(
        area=said.get("area") or "", round=said.get("round") or totals.newest(request.actor),
        contract=contract.uid if contract else "",
    )  # fmt: skip
    pack = board.pack(request.actor, chosen, form.wanted())
    what = (
        f"{contract.reference} {contract.title}, {contract.provider_name}" if contract else labels.get(chosen.area, "")
    )
    about = ". ".join(filter(None, (what or "The whole portfolio", choices.rounds.get(chosen.round, ""))))
    sheet = paper.sheet(
        pack,
        title="Board pack",
        about=about,
        organisation=request.organisation.name,
        today=clock.today(),
        now=clock.now(),
    )
    form.data = {"round": chosen.round, "area": chosen.area, "contract": chosen.contract}  # as it was understood
    return form, pack, sheet


def _query(form: BoardForm, pack: Pack) -> str:
    said = [(name, value) for name, value in form.data.items() if value]
    return urlencode([*said, *(("figure", one.key) for one in pack.figures)])


@page(P.REVIEW_RETURNS)
def page_(request: Request) -> HttpResponse:
    """What the pack will say, before it is taken away."""
    form, pack, sheet = _asked(request)
    ticked = {one.key for one in pack.figures}
    _note(request, "dashboard", pack)
    return show(
        request, "commissioner/board", form=form, said=form.data, sheet=sheet, query=_query(form, pack),
        offered=[(name, total.definition.label, name in ticked) for name, total in pack.offered.items()],
    )  # fmt: skip


@page(P.REVIEW_RETURNS)
def pdf(request: Request) -> HttpResponse:
    """The pack as one file."""
    _, pack, sheet = _asked(request)
    return _file(request, pack, paper.pdf(sheet), "pdf", "application/pdf")


@page(P.REVIEW_RETURNS)
def slides(request: Request) -> HttpResponse:
    """A picture for each figure, in one file."""
    _, pack, sheet = _asked(request)
    if not sheet.figures:
        raise Http404
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for at, (figure, drawn) in enumerate(zip(sheet.figures, paper.slides(sheet), strict=True), 1):
            file.writestr(f"{at:02}-{figure.key.split(':')[1]}.png", drawn)
    return _file(request, pack, held.getvalue(), "zip", "application/zip")


@page(P.REVIEW_RETURNS)
def slide(request: Request, measure: str) -> HttpResponse:
    """The picture of one figure."""
    _, pack, sheet = _asked(request)
    mine = [one for one in sheet.figures if one.key.split(":")[1] == measure]
    figure = next((one for one in mine if one.key == request.GET.get("of")), mine[0] if mine else None)
    if figure is None:
        raise queries.NotFound(measure)
    drawn = paper.slides(replace(sheet, figures=(figure,)))[0]
    return _file(request, pack, drawn, "png", "image/png", f"-{measure}")


def _note(request: Request, kind: str, pack: Pack) -> None:
    found = [one.of for one in pack.figures]
    used(request, kind, "board_pack", found, [total.same.measure for total in found])


def _file(request: Request, pack: Pack, body: bytes, form: str, kind: str, of: str = "") -> HttpResponse:
    _note(request, "report", pack)
    exports.note(by=request.actor, list_name="Board pack", form=form, rows=len(pack.figures))
    name = f"board-pack{of.replace('_', '-')}-{clock.today().isoformat()}.{form}"
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


urls: list[Any] = [
    path("totals/board/", page_, name="board"),
    path("totals/board/pack.pdf", pdf, name="board_pdf"),
    path("totals/board/slides.zip", slides, name="board_slides"),
    path("totals/board/slide/<slug:measure>.png", slide, name="board_slide"),
]
