"""An authority's own indicators: seen as a question before they are asked, added, given a target, ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import columns, library, local, programmes
from cairn.collection.actions import indicators
from cairn.collection.columns import Local
from cairn.collection.models import Collection
from cairn.collection.rules_programme import Indicator
from cairn.definitions.shapes.form import NeedQuestion
from cairn.interfaces.commissioner.collections.keeping import forms
from cairn.interfaces.commissioner.collections.own.preview import Block, blocks
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.regardless import wrong_regardless
from cairn.interfaces.saving import INVALID, Sending, attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web.forms import add_problems


@page(P.MANAGE_CONTRACTS, writes=True)
def indicator_new(request: Request, collection: str) -> HttpResponse:
    row = programmes.seat(request.actor, collection).collection
    sending = prepare(request, partial(forms.IndicatorForm, of=row), draft_key=f"indicator.{collection}",
                      initial={"start_date": clock.today()})  # fmt: skip

    def new(said: dict[str, Any]) -> Indicator:
        return Indicator(**{name: said[name] or "" for name in ("label", "domain", "outcome", "says", "counts", "counts_not")},
                         may_not_apply=bool(said["may_not_apply"]))  # fmt: skip

    def deed(said: dict[str, Any]) -> Done[Any]:
        return indicators.add(
            by=request.actor, collection_uid=collection, indicator=new(said), forms=said["on_forms"],
            start_date=said["start_date"], target_percent=said["target_percent"],
        )  # fmt: skip

    def also(said: dict[str, Any]) -> list[Problem]:
        return indicators.problems(row, new(said), said["on_forms"] or [], said["target_percent"])

    if "preview" in request.POST:
        return _previewed(request, sending, row, new, also)
    if attempt(request, sending, deed, also=also):
        said = "It is asked on every form of these kinds from that day."
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    return form_page(request, sending, template="collections/indicator", **_new(request, collection))


def _new(request: Request, collection: object) -> dict[str, Any]:
    return {
        "title": "Add an indicator of your own", "submit": "Add it", "may_preview": True, "seen": None,
        "back": address(request, "commissioner:collection", collection=collection),
        "intro": "It is asked like the programme's own needs, on the screen, in files and through the API: needed, achieved, why "
        "not. Its figures stand apart and are in no total of the programme.",
    }  # fmt: skip


def _previewed(
    request: Request, sending: Sending, row: Collection, new: Callable[[dict[str, Any]], Indicator],
    also: Callable[[dict[str, Any]], list[Problem]],
) -> HttpResponse:  # fmt: skip
    """What was typed as the question that it makes, above what was typed; or what is wrong with it. Nothing is kept."""
    form = sending.form
    add_problems(form, also(form.cleaned_data) if form.is_valid() else wrong_regardless(form, also))
    seen = None
    if not form.errors:
        told = form.cleaned_data
        need = local.as_need(indicators.as_json(new(told), indicators.next_ref(request.actor, row)))
        seen = _seen(request, row, need, told["on_forms"], told["start_date"])
    more = {**_new(request, row.uid), "seen": seen, "sending": sending, "form": sending.view}
    return show(request, "collections/indicator", status=200 if seen else INVALID, **more)


@dataclass(frozen=True, slots=True)
class Seen:
    """A need as a provider is asked it. `on` are its forms in words, `without` those that do not ask whether support goes on."""

    blocks: list[Block]
    domain: str
    on: tuple[str, ...]
    without: tuple[str, ...]


def _seen(request: Request, row: Collection, need: NeedQuestion, forms: Sequence[str], day: date) -> Seen:
    """On the form of these that asks most; with the authority's own reasons of the day."""
    newest = {form.id: form for form in library.of_programme(row.programme) if form.id in forms}
    chosen = max(newest.values(), key=lambda form: form.ongoing)
    mine = programmes.one_for_authority(request.actor, row.uid).reasons
    added: Local = (need, *(local.reason(one) for one in mine if local.holds(one, chosen.id, day)))
    own = [column for column in columns.columns_of(chosen, added) if column.is_local]
    domain = next((one.label for one in chosen.domains if one.id == need.domain), need.domain)
    without = tuple(form.label for form in newest.values() if chosen.ongoing and not form.ongoing)
    return Seen(blocks(own, {}), domain, tuple(form.label for form in newest.values()), without)


@page(P.MANAGE_CONTRACTS, writes=True)
def indicator(request: Request, indicator: str) -> HttpResponse:
    row = programmes.own_indicator(request.actor, indicator)
    initial = {"target_percent": row.target_percent, "end_date": row.end_date, "version": row.version}
    sending = prepare(request, forms.TargetForm, initial=initial)
    need = programmes.need_of(row)

    def now() -> tuple[int, dict[str, Any]]:
        fresh = programmes.own_indicator(request.actor, indicator)
        return fresh.version, {"target_percent": fresh.target_percent, "end_date": fresh.end_date}

    if attempt(
        request, sending, lambda said: indicators.change(by=request.actor, indicator_uid=indicator, **said), now=now
    ):
        return go(
            request,
            "commissioner:collection",
            collection=row.collection.uid,
            said=f"{need.number} is changed.",
            event=sending.event,
        )
    return form_page(
        request, sending, template="collections/indicator", title=f"{need.number} {need.label}", submit="Save",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
        seen=_seen(request, row.collection, need, row.forms, max(clock.today(), row.start_date)),
        intro="What it asks stays as it is: its figures would not be one thing any more. To ask otherwise, end it and add "
        "another.",
    )  # fmt: skip
