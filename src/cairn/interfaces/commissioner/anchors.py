"""Anchors: where and for whom each works, how many groups it looks after, and what these are called. What a group told or has
in place stands with its anchor; the commissioner reads figures of it in returns, and a story where one was put into a return."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import groups
from cairn.contracts.actions import groups as actions
from cairn.contracts.actions.groups import Place
from cairn.contracts.groups import AnchorLine
from cairn.contracts.queries import NotFound, one, visible_to
from cairn.definitions import registry
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.presentation import groups as shown
from cairn.web.formfields import CodesField, VersionField

COLUMNS = ("Contract", "Title", "Anchor", "Places", "For whom", "Part of the council", "Groups")


class PlaceForm(forms.Form):
    places = forms.CharField(
        label="Where does it work?", required=False, help_text="One constituency or ward a line; as many as there are.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    target_groups = CodesField(label="For whom?", required=False)
    is_inside_council = forms.BooleanField(label="It is part of the council", required=False)
    version = VersionField()

    def __init__(self, *args: Any, entries: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target_groups"].choices = [(one.code, one.label) for one in entries]  # type: ignore[attr-defined]


def _mine(request: Request) -> tuple[AnchorLine, ...]:
    known = {str(uid) for uid in visible_to(request.actor).filter(
        commissioner_id=request.actor.organisation_id).values_list("uid", flat=True)}  # fmt: skip
    return tuple(line for line in groups.anchors(request.actor) if line.contract_uid in known)


@page(P.MANAGE_CONTRACTS)
def listing(request: Request) -> HttpResponse:
    """Every anchor that the organisation commissions."""
    found = _mine(request)
    if (file := files.answer(request, "Anchors", COLUMNS, lambda: map(_cells, found))) is not None:
        return file
    return show(request, "commissioner/anchors", anchors=found, label=shown.label)


def _cells(one: AnchorLine) -> tuple[Any, ...]:
    targets = ", ".join(shown.label("target_group", code) for code in one.target_groups)
    inside = "yes" if one.is_inside_council else "no"
    places = ", ".join(one.places)
    return (one.contract_reference, one.contract_title, one.provider_name, places, targets, inside, one.groups)


@page(P.MANAGE_CONTRACTS)
def anchor(request: Request, contract: str) -> HttpResponse:
    """One anchor and the names of its groups."""
    line = _find(request, contract)
    names = groups.names_of(request.actor, line.contract_uid)
    return show(request, "commissioner/anchor", anchor=line, groups=names, label=shown.label)


def _find(request: Request, contract: object) -> AnchorLine:
    """Raises NotFound."""
    found = next((line for line in _mine(request) if line.contract_uid == str(contract)), None)
    if found is None:
        raise NotFound(contract)
    return found


@page(P.MANAGE_CONTRACTS, writes=True)
def place(request: Request, contract: str) -> HttpResponse:
    """Where and for whom it works."""
    line = _find(request, contract)
    row = one(visible_to(request.actor), line.contract_uid)
    now = {"places": "\n".join(line.places), "target_groups": list(line.target_groups),
           "is_inside_council": line.is_inside_council}  # fmt: skip
    make = partial(PlaceForm, entries=registry.get("codes", "target_group").entries)
    sending = prepare(request, make, initial={**now, "version": line.anchor_version})

    def meant(said: dict[str, Any]) -> Place:
        places = tuple(filter(None, (each.strip() for each in str(said.get("places") or "").splitlines())))
        return Place(places, tuple(said.get("target_groups") or ()), bool(said.get("is_inside_council")))

    def do(said: dict[str, Any]) -> Done[Any]:
        version = said["version"] or None
        return actions.place(by=request.actor, contract_uid=line.contract_uid, said=meant(said), version=version)

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.place_problems(row, meant(said))

    if attempt(request, sending, do, also=also, now=lambda: (_find(request, contract).anchor_version, now)):
        return go(request, "commissioner:anchor", contract=line.contract_uid, said="Written down.", event=sending.event)
    return form_page(
        request, sending, title="Where and for whom does it work?",
        back=address(request, "commissioner:anchor", contract=line.contract_uid),
        intro=f"{line.contract_reference} {line.contract_title}, led by {line.provider_name}.",
    )  # fmt: skip


urls = [
    path("anchors/", listing, name="anchors"),
    path("anchors/<uuid:contract>/", anchor, name="anchor"),
    path("anchors/<uuid:contract>/where/", place, name="anchor_place"),
]
