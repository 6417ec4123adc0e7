"""The overview of an authority's collections, one of them, and what is decided on it."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes, seats, windows
from cairn.collection.actions import programme, signing_up
from cairn.collection.models import CollectionYear
from cairn.collection.rules_programme import YearDates, following_year
from cairn.interfaces.commissioner.collections.keeping import forms
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation.collected import years as pictures


@page(P.MANAGE_CONTRACTS)
def every(request: Request) -> HttpResponse:
    """What there is, and what waits."""
    return show(
        request, "collections/commissioner", seats=programmes.for_authority(request.actor),
        others=seats.joinable(request.actor), today=clock.today(),
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def open_(request: Request) -> HttpResponse:
    today = clock.today()
    april = today.replace(month=4, day=1) if today.month >= 4 else today.replace(year=today.year - 1, month=4, day=1)
    offered = programmes.programmes(request.actor)
    sending = prepare(request, partial(forms.OpenForm, offered=offered), initial={"start_date": april})

    def also(said: dict[str, Any]) -> list[Problem]:
        sits = said["sits"] == "yes"
        return programme.open_problems(request.actor, said["programme"], said["name"], said["code"] or "", sits=sits)

    def deed(said: dict[str, Any]) -> Done[Any]:
        sits, by_approval = said.pop("sits") == "yes", said.pop("entry") == "approval"
        return programme.open_(by=request.actor, **said, sits=sits, by_approval=by_approval)

    if attempt(request, sending, deed, also=also):
        row = sending.done.one  # type: ignore[union-attr]
        return go(
            request,
            "commissioner:collection",
            collection=row.uid,
            said=f"{row.name} is open. Providers can ask to take part.",
        )
    return form_page(
        request, sending, title="Open a collection", submit="Open it", back=address(request, "commissioner:collections"),
        intro="A collection asks providers for one form about each person. You run it: you set its years "
        "and read the whole. Its first year gets the usual closing dates, which you can move.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS)
def one(request: Request, collection: str) -> HttpResponse:
    found = programmes.one_for_authority(request.actor, collection)
    return show(
        request, "collections/keeping", found=found, ended=windows.ended(found.collection), today=clock.today(),
        timeline=pictures.timeline(found.years, clock.today()),
        indicators=[(row, programmes.need_of(row)) for row in found.indicators],
        office=seats.office(request.actor, found.collection, found.years),
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, only_post=True)
def leave(request: Request, collection: str) -> HttpResponse:
    done = programme.leave(by=request.actor, collection_uid=collection)
    return go(request, "commissioner:collections", said="You have left. What was sent stays.", event=done.event_uid)


@page(P.MANAGE_CONTRACTS, writes=True)
def year_new(request: Request, collection: str) -> HttpResponse:
    row = programmes.run_by(request.actor, collection)
    last = row.years.order_by("-start_date").first()
    usual = following_year(programmes.dates_of(last)) if last else None
    initial = {name: getattr(usual, name) for name in YearDates.__slots__} if usual else {}
    return _year(request, collection, None, initial, "Add a year")


@page(P.MANAGE_CONTRACTS, writes=True)
def year(request: Request, year: str) -> HttpResponse:
    row = programmes.year_run_by(request.actor, year)
    return _year(request, str(row.collection.uid), row, forms.year_initial(row), f"Dates of {row.label}")


def _year(
    request: Request, collection: str, row: CollectionYear | None, initial: dict[str, Any], title: str
) -> HttpResponse:
    sending = prepare(request, forms.YearForm, initial=initial)
    held = programmes.run_by(request.actor, collection)

    def deed(said: dict[str, Any]) -> Done[Any]:
        version = said.pop("version", None)
        return programme.set_year(
            by=request.actor,
            collection_uid=collection,
            dates=YearDates(**said),
            year_uid=row.uid if row else None,
            version=version,
        )

    def also(said: dict[str, Any]) -> list[Problem]:
        said.pop("version", None)
        return programme.year_problems(held, YearDates(**said), row) if None not in said.values() else []

    def now() -> tuple[int, dict[str, Any]]:
        fresh = programmes.year_run_by(request.actor, row.uid if row else "")
        told = forms.year_initial(fresh)
        return told.pop("version"), told

    if attempt(request, sending, deed, also=also, now=now):
        return go(
            request, "commissioner:collection", collection=collection, said="The dates are set.", event=sending.event
        )
    return form_page(
        request, sending, title=title, submit="Save the dates",
        back=address(request, "commissioner:collection", collection=collection),
        intro="Each date is the last day on which something may be done. Two years may be open at once: a form goes to the year "
        "that its own date lies in.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def sample(request: Request, year: str) -> HttpResponse:
    row = programmes.year_for_authority(request.actor, year)
    found = programmes.one_for_authority(request.actor, row.collection.uid).samplings.get(row.pk)
    initial = {"is_on": True, "older_percent": 10, "other_percent": 50}
    if found:
        initial = {name: getattr(found, name) for name in (*initial, "reason")}
    sending = prepare(request, forms.SamplingForm, initial=initial)
    if attempt(request, sending, lambda said: programme.sample(by=request.actor, year_uid=year, **said)):
        said = "A sample is enough." if sending.done.one.is_on else "Everybody is asked about."  # type: ignore[union-attr]
        return go(request, "commissioner:collection", collection=row.collection.uid, said=said, event=sending.event)
    return form_page(
        request, sending, title=f"A sample in {row.label}", submit="Save",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
        intro="Who is in it follows from a number drawn once for the year and the provider's own code for the person: the same "
        "people each time it is asked, and nobody can choose them. A larger sample holds every smaller one.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, only_post=True)
def approve(request: Request, sign_up: str) -> HttpResponse:
    row = seats.sign_up_to_decide(request.actor, sign_up)
    try:
        signing_up.decide(by=request.actor, sign_up_uid=sign_up, approve=True)
    except Refused as refused:
        return go(request, "commissioner:collection", collection=row.collection.uid, said=str(refused), is_refusal=True)
    whom = "you" if row.commissioner_id == request.actor.organisation_id else row.commissioner.name
    said = f"{row.provider.name} may send {whom} forms."
    return go(request, "commissioner:collection", collection=row.collection.uid, said=said)


@page(P.MANAGE_CONTRACTS, writes=True)
def refuse(request: Request, sign_up: str) -> HttpResponse:
    row = seats.sign_up_to_decide(request.actor, sign_up)
    sending = prepare(request, forms.RefuseForm)
    ended = row.state == "approved"
    if attempt(
        request, sending, lambda said: signing_up.decide(by=request.actor, sign_up_uid=sign_up, approve=False, **said)
    ):
        said = f"{row.provider.name} is told why."
        return go(request, "commissioner:collection", collection=row.collection.uid, said=said)
    return form_page(
        request, sending, title=f"{'End the taking part of' if ended else 'Refuse'} {row.provider.name}",
        submit="End it" if ended else "Refuse",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
        intro=f"It sends {row.commissioner.name} nothing more; what it sent stays." if ended else "It may ask again.",
    )  # fmt: skip
