"""The overview of an authority's collections, one of them, and what is decided on it."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes
from cairn.collection.actions import indicators, programme, signing_up
from cairn.collection.models import CollectionYear
from cairn.collection.rules_programme import Indicator, YearDates, following_year
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
        others=programmes.open_to_join(request.actor), today=clock.today(),
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def open_(request: Request) -> HttpResponse:
    today = clock.today()
    april = today.replace(month=4, day=1) if today.month >= 4 else today.replace(year=today.year - 1, month=4, day=1)
    offered = programmes.programmes(request.actor)
    sending = prepare(request, partial(forms.OpenForm, offered=offered), initial={"start_date": april})

    def also(said: dict[str, Any]) -> list[Problem]:
        return programme.open_problems(request.actor, said["programme"], said["name"], said["code"])

    if attempt(request, sending, lambda said: programme.open_(by=request.actor, **said), also=also):
        row = sending.done.one  # type: ignore[union-attr]
        return go(
            request,
            "commissioner:collection",
            collection=row.uid,
            said=f"{row.name} is open. Providers can ask to take part.",
        )
    return form_page(
        request, sending, title="Open a collection", submit="Open it", back=address(request, "commissioner:collections"),
        intro="A collection asks providers for one form about each person. You run it, and sit in it as its first authority; "
        "others may join. Its first year gets the usual closing dates, which you can move.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS)
def one(request: Request, collection: str) -> HttpResponse:
    found = programmes.one_for_authority(request.actor, collection)
    return show(
        request, "collections/keeping", found=found, today=clock.today(), timeline=pictures.timeline(found.years, clock.today()),
        indicators=[(row, programmes.need_of(row)) for row in found.indicators],
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def join(request: Request, collection: str) -> HttpResponse:
    row = programmes.to_join(request.actor, collection)
    sending = prepare(request, forms.JoinForm)

    def also(said: dict[str, Any]) -> list[Problem]:
        return programme.join_problems(request.actor, row, said["code"])

    if attempt(
        request, sending, lambda said: programme.join(by=request.actor, collection_uid=collection, **said), also=also
    ):
        return go(
            request,
            "commissioner:collection",
            collection=collection,
            said=f"You sit in {row.name}.",
            event=sending.event,
        )
    return form_page(
        request, sending, title=f"Join {row.name}", submit="Join", back=address(request, "commissioner:collections"),
        intro=f"Run by {row.organisation.name}. Providers then ask you to take part, and the forms that name you come to you. "
        "Whoever runs it counts the whole.",
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
    row = programmes.sign_up_for_authority(request.actor, sign_up)
    try:
        signing_up.decide(by=request.actor, sign_up_uid=sign_up, approve=True)
    except Refused as refused:
        return go(request, "commissioner:collection", collection=row.collection.uid, said=str(refused), is_refusal=True)
    said = f"{row.provider.name} may send you forms."
    return go(request, "commissioner:collection", collection=row.collection.uid, said=said)


@page(P.MANAGE_CONTRACTS, writes=True)
def refuse(request: Request, sign_up: str) -> HttpResponse:
    row = programmes.sign_up_for_authority(request.actor, sign_up)
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
        intro="It sends you nothing more; what it sent stays." if ended else "It may ask again.",
    )  # fmt: skip


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

    if attempt(request, sending, deed, also=also):
        said = "It is asked on every form of these kinds from that day."
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    return form_page(
        request, sending, title="Add an indicator of your own", submit="Add it",
        back=address(request, "commissioner:collection", collection=collection),
        intro="It is asked like the programme's own needs, on the screen, in files and through the API: needed, achieved, why "
        "not. Its figures stand apart and are in no total of the programme.",
    )  # fmt: skip


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
        request, sending, title=f"{need.number} {need.label}", submit="Save",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
        intro="What it asks stays as it is: its figures would not be one thing any more. To ask otherwise, end it and add "
        "another.",
    )  # fmt: skip
