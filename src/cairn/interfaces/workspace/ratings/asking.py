"""Ask somebody to rate themselves: a link, a code to print, or this device handed over; see what waits, and end it."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases.models import Episode
from cairn.cases.queries.base import NotFound, get
from cairn.intake import rated, rules, rules_rating
from cairn.intake.actions import ratings
from cairn.intake.actions.ratings import NewRating
from cairn.interfaces.pages import address
from cairn.interfaces.tablet import hand_over
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.ratings import forms
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import around
from cairn.people import queries as people
from cairn.presentation import qr
from cairn.presentation.own.words import every, words_of


@page(P.READ_CLIENTS, P.RECORD)
def of_person(request: Request, client: str) -> HttpResponse:
    """What was asked of one person by links, and what may be asked."""
    by = request.actor
    person = people.get(by, client)
    episodes = rated.rows_of_person(by, client)
    return draw(
        request, "ratings/person", card=people.card_of(person, clock.today()), links=rated.links_of(by, person),
        episodes=[(str(row.uid), row.service.name) for row in episodes if row.end_date is None]
        or [(str(row.uid), row.service.name) for row in episodes[:1]],
        languages={code: one.name for code, one in every().items()},
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def rating_new(request: Request, client: str, episode: str) -> HttpResponse:
    by = request.actor
    person, row = people.get(by, client), get(by, Episode, episode, "client", "service")
    if row.client_id != person.pk:
        raise NotFound("not of this person")
    usual = rated.usual(by, row)
    there = sorted(rated.askable(by), key=lambda one: (one.id not in usual, one.label))
    speaking = around.speaking_of(person)
    initial = {
        "scales": [one.id for one in there if one.id in usual], "way": forms.ONCE, "stage": "",
        "language": words_of(speaking.language if speaking else "").language,
    }  # fmt: skip
    form = partial(
        forms.RatingForm, scales=[(one.id, one.label) for one in there],
        languages=[(code, one.name) for code, one in every().items()],
    )  # fmt: skip
    sending = prepare(request, form, initial=initial)
    back = address(request, "workspace:ratings_of", client=client)
    if attempt(request, sending, lambda said: _make(request, episode, said)):
        return _given(request, client, sending.done.one, back)  # type: ignore[union-attr]
    lacking = [rated.label_of(one) for one in usual if one not in {scale.id for scale in there}]
    return draw_form(
        request, sending, title=f"Ask {person.name or person.reference} to rate themselves", submit="Go on",
        back=back, intro=_intro(speaking, lacking),
    )  # fmt: skip


def _intro(speaking: Any, lacking: list[str]) -> str:
    safe = f"Safe contact: {speaking.safe_contact}. " if speaking and speaking.safe_contact else ""
    words = "Their page shows no name. What they send stands in the record at once, as rated by them. "
    missing = (
        f"Not offered: {', '.join(lacking)}, because no wording that may be shown on a screen was entered for it."
        if lacking
        else ""
    )
    return safe + words + missing


def _make(request: Request, episode: str, said: dict[str, Any]) -> Done[Any]:
    way = said.pop("way")
    usual = rules_rating.LASTING_DAYS if way == forms.LASTING else rules_rating.DAYS
    days = said.pop("days")
    new = NewRating(
        episode_uid=episode, lasting=way == forms.LASTING, on_tablet=way == forms.TABLET,
        days=usual if days is None else days, **said,
    )  # fmt: skip
    return ratings.make(by=request.actor, ratings=[new], languages=[*every()])


def _given(request: Request, client: str, made: Any, back: str) -> HttpResponse:
    """The device goes over at once; a link is shown, now and never again."""
    if made.row.on_tablet:
        return hand_over(request, made.row.uid, address(request, "workspace:client", client=client))
    person = people.get(request.actor, client)
    return draw(
        request, "ratings/made", person=people.card_of(person, clock.today()), slip=slip(request, made), back=back,
        row=made.row,
    )  # fmt: skip


def slip(request: Request, made: Any, reference: str = "") -> dict[str, Any]:
    """What stands on a sheet for one person: no name; in their language where we have it."""
    tongue = words_of(made.row.language)
    href = request.build_absolute_uri(reverse("public:rate", kwargs={"token": rules.grouped(made.token)}))
    kind = "rate_feedback" if made.row.purpose == rules_rating.FEEDBACK else "rate"
    told = {"organisation": request.organisation.name, "href": href}
    return {
        "href": href, "code": qr.picture(href), "tongue": tongue, "title": tongue(f"{kind}_title"),
        "message": tongue(f"{kind}_message", **told), "expires_at": made.row.expires_at, "reference": reference,
    }  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def rating_end(request: Request, client: str, link: str) -> HttpResponse:
    ratings.end(by=request.actor, client_uid=client, link_uid=link)
    done(request, "The link opens nothing any more.")
    return to(request, "ratings_of", client=client)


@page(P.READ_CLIENTS, P.RECORD)
def sent(request: Request) -> HttpResponse:
    """What people sent, and what they were asked and have not sent yet."""
    by = request.actor
    whose = None if by.may(P.MANAGE_SERVICES) else [by.uid]
    return draw(request, "ratings/sent", unseen=rated.unseen(by, whose), pending=rated.pending(by, whose))


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def rating_seen(request: Request, link: str) -> HttpResponse:
    ratings.see(by=request.actor, link_uid=link)
    return to(request, "home" if request.POST.get("back") == "home" else "ratings")
