"""The collections there are, asking to take part, and what each service is in them."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes, windows
from cairn.collection.actions import signing_up
from cairn.collection.actions.signing_up import NewPlace
from cairn.collection.models import Collection, CollectionService, SignUp
from cairn.collection.programmes import Standing
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.presentation.collected import years as pictures
from cairn.services import queries as services
from cairn.services.models import Service
from cairn.web.formfields import DateField

CHOOSE = ("", "Choose one")
FIGURES = {"inputmode": "numeric", "class": "govuk-input--width-10", "autocomplete": "off"}
TERMS = (("short", "Short: up to two years, a form at departure"), ("long", "Long: over two years, a form each year"))


class AskForm(forms.Form):
    authority = forms.ChoiceField(
        label="Which authority?", help_text="The council that pays for the service under this programme."
    )
    provider_number = forms.CharField(
        label="National Client Record Provider ID", help_text="5 figures, such as 04217.", max_length=20,
        widget=forms.TextInput(attrs=FIGURES),
    )  # fmt: skip
    national_number = forms.CharField(
        label="National Provider ID", required=False, help_text="8 figures, such as 00012345. Leave it blank if you have none.",
        max_length=20, widget=forms.TextInput(attrs=FIGURES),
    )  # fmt: skip

    def __init__(self, *args: Any, authorities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = [CHOOSE, *authorities]  # type: ignore[attr-defined]


class PlaceForm(forms.Form):
    term = forms.ChoiceField(label="How long is support meant to last?", choices=TERMS, widget=forms.RadioSelect)
    service_type = forms.ChoiceField(label="Type of service")
    service_number = forms.CharField(
        label="The authority's number for the service",
        required=False,
        max_length=60,
        help_text="As they gave it to you.",
    )
    client_group = forms.ChoiceField(label="Client group, for most people there", required=False)
    is_recorded = forms.BooleanField(
        label="Its people are recorded in Cairn", required=False,
        help_text="Then which forms are due is counted from the record. Else you say how many you expect.",
    )  # fmt: skip
    start_date = DateField(label="Takes part from")
    end_date = DateField(label="Until", required=False, help_text="Leave it blank while it goes on.")

    def __init__(self, *args: Any, programme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = programmes.labels(programme, "service_type")
        groups = programmes.labels(programme, "client_group_primary")
        self.fields["service_type"].choices = [CHOOSE, *types.items()]  # type: ignore[attr-defined]
        self.fields["client_group"].choices = [("", "No single one"), *groups.items()]  # type: ignore[attr-defined]
        for name in (name for name, offered in (("service_type", types), ("client_group", groups)) if not offered):
            del self.fields[name]  # forms of this programme do not ask for it


@page(P.READ_CLIENTS)
def every(request: Request) -> HttpResponse:
    """Where the organisation stands in each collection, and what it may ask to join."""
    today = clock.today()
    standings = programmes.for_provider(request.actor)
    every_service = list(services.visible_to(request.actor).order_by("name"))
    return show(
        request, "collections/provider", today=today, standings=[_shown(one, every_service) for one in standings],
        listed=_listed(request, standings),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign-up with the picture of its years, each service and what was said of it, and the types in words."""

    sign_up: SignUp
    timeline: pictures.Timeline
    services: list[tuple[Service, CollectionService | None]]
    types: dict[str, str]
    ended: windows.Lock | None = None


def _shown(one: Standing, every_service: list[Service]) -> Shown:
    placed = {place.service_id: place for place in one.places}
    types = programmes.labels(one.sign_up.collection.programme, "service_type")
    listed = [(service, placed.get(service.pk)) for service in every_service]
    return Shown(one.sign_up, pictures.timeline(one.years, clock.today()), listed, types,
                 windows.ended(one.sign_up.collection))  # fmt: skip


def _listed(request: Request, standings: list[Standing]) -> list[tuple[Collection, int]]:
    """Collections with an authority that has not been asked yet, and how many there are."""
    asked = {
        (one.sign_up.collection_id, one.sign_up.commissioner_id) for one in standings if one.sign_up.state in ASKED
    }
    found = []
    for row in programmes.listed(request.actor):
        open_ = [
            one for one in programmes.authorities_of(request.actor, row) if (row.pk, one.organisation_id) not in asked
        ]
        if open_:
            found.append((row, len(open_)))
    return found


ASKED = ("requested", "approved")


@page(P.PREPARE_RETURNS, writes=True)
def ask(request: Request, collection: str) -> HttpResponse:
    row = programmes.to_ask(request.actor, collection)
    mine = [one.sign_up for one in programmes.for_provider(request.actor) if one.sign_up.collection_id == row.pk]
    asked = {one.commissioner_id for one in mine if one.state in ASKED}
    found = [one for one in programmes.authorities_of(request.actor, row) if one.organisation_id not in asked]
    offered = [(str(one.organisation.uid), one.organisation.name) for one in found]
    usual = {"authority": offered[0][0]} if len(offered) == 1 else {}
    sending = prepare(request, partial(AskForm, authorities=offered), initial=usual)

    def deed(said: dict[str, Any]) -> Done[Any]:
        return signing_up.ask(by=request.actor, collection_uid=collection, authority_uid=said.pop("authority"), **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        return signing_up.ask_problems(
            request.actor, row, said["authority"], said["provider_number"] or "", said["national_number"] or ""
        )

    if attempt(request, sending, deed, also=also):
        return go(
            request,
            "workspace:collections",
            said="Asked. The authority lets you in, or says why not.",
            event=sending.event,
        )
    return form_page(
        request, sending, title=f"Take part in {row.name}", submit="Ask", back=address(request, "workspace:collections"),
        intro="The authority checks your two numbers and lets you in. Until then nothing of yours reaches it.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def leave(request: Request, sign_up: str) -> HttpResponse:
    row = programmes.own_sign_up(request.actor, sign_up)
    signing_up.leave(by=request.actor, sign_up_uid=sign_up)
    said = f"You send nothing more to {row.commissioner.name}. What was sent stays."
    return go(request, "workspace:collections", said=said)


@page(P.PREPARE_RETURNS, writes=True)
def place(request: Request, sign_up: str, service: str) -> HttpResponse:
    row = programmes.own_sign_up(request.actor, sign_up)
    of = services.get(request.actor, service)
    before = next((one for one in row.services.all() if one.service_id == of.pk), None)
    names = ("term", "service_type", "service_number", "client_group", "start_date", "end_date", "is_recorded")
    initial = (
        {name: getattr(before, name) for name in names}
        if before
        else {"start_date": of.start_date, "is_recorded": True}
    )
    sending = prepare(request, partial(PlaceForm, programme=row.collection.programme), initial=initial)

    def new(said: dict[str, Any]) -> NewPlace:
        given = {name: said.get(name) or "" for name in ("term", "service_type", "service_number", "client_group")}
        start = said["start_date"] or of.start_date
        return NewPlace(service_uid=service, **given, start_date=start, end_date=said["end_date"],
                        is_recorded=bool(said["is_recorded"]))  # fmt: skip

    def also(said: dict[str, Any]) -> list[Problem]:
        return signing_up.place_problems(row, new(said))

    if attempt(
        request,
        sending,
        lambda said: signing_up.place(by=request.actor, sign_up_uid=sign_up, place=new(said)),
        also=also,
    ):
        said = (
            f"{of.name} takes part: its forms are due from now on, and fill in by themselves what you have said here."
        )
        return go(request, "workspace:collections", said=said, event=sending.event)
    return form_page(
        request, sending, title=f"{of.name} in {row.collection.name}", submit="Save",
        back=address(request, "workspace:collections"),
        intro="Said once, it stands on every form of this service.",
    )  # fmt: skip
