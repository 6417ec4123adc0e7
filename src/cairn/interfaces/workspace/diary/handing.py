"""A leaver's desk: all that is on it, who is to take it, what would go where; then one deed. After it they may be ended."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from cairn.access.actions import members as membership
from cairn.access.models import Membership
from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases.actions import leaving as actions
from cairn.cases.leaving import PARTS, Desk, desk_of, with_a_desk
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.pages import Request, done, draw, page, pressed, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare
from cairn.kernel.problems import Done

MOST_ALONE = 300
"""So many cases are listed one by one; the others go as their service does."""
WORDS = {
    "referrals": "Referrals being dealt with",
    "contacts": "Contacts planned with a colleague's people",
    "sessions": "Planned sessions",
    "second": "Visits and sessions where they come along",
    "memos": "Memos not dealt with",
    "covers": "Colleagues they cover for",
}
AS_ABOVE = ("", "As above")


class HandingForm(forms.Form):
    """Who takes everything; and for each part, and each person, who takes it instead."""

    everything = forms.ChoiceField(label="Who takes everything that nobody else is named for?")

    def __init__(self, *args: Any, desk: Desk, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in workers if one[0] != desk.worker_uid]
        self.fields["everything"].choices = [("", "Choose"), *others]  # type: ignore[attr-defined]
        for key, words, number in parts(desk):
            self.fields[f"part-{key}"] = forms.ChoiceField(
                label=f"{words} ({number})", required=False, choices=[AS_ABOVE, *others]
            )
        for row in desk.episodes[:MOST_ALONE]:
            name = row.client.name or row.client.known_as or row.client.reference
            self.fields[f"case-{row.uid}"] = forms.ChoiceField(
                label=f"{name}, {row.service.name}", required=False, choices=[("", "As their service"), *others]
            )

    def handing(self, worker_uid: str) -> actions.HandingOver:
        said = self.cleaned_data

        def named(start: str) -> dict[str, str]:
            return {name.removeprefix(start): uid for name, uid in said.items() if name.startswith(start) and uid}

        return actions.HandingOver(
            worker_uid=worker_uid, everything=said["everything"], parts=named("part-"), episodes=named("case-")
        )


def parts(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """(key, words, how many) of each part of a desk on which something lies."""
    services = Counter(str(row.service.uid) for row in desk.episodes)
    named = {str(row.service.uid): row.service.name for row in desk.episodes}
    for uid, number in sorted(services.items(), key=lambda one: named[one[0]]):
        yield uid, f"Cases of {named[uid]}, with their reviews, plans and planned contacts", number
    for part in PARTS:
        if rows := desk.of(part):
            yield part, WORDS[part], len(rows)


@dataclass(frozen=True, slots=True)
class Goes:
    """What one colleague would take: how many of each."""

    worker: str
    cases: int
    contacts: int
    others: int


def preview(desk: Desk, handing: actions.HandingOver, names: dict[str, str]) -> list[Goes]:
    """Who would take how much, by name."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    taken = {row.pk: handing.of_episode(row) for row in desk.episodes}
    for uid in taken.values():
        found[uid]["cases"] += 1
    for row in desk.contacts:
        found[taken.get(row.episode_id) or handing.of_part("contacts")]["contacts"] += 1
    for part in ("referrals", "sessions", "second", "memos", "covers"):
        found[handing.of_part(part)]["others"] += len(desk.of(part))
    return [
        Goes(names.get(uid, ""), one["cases"], one["contacts"], one["others"])
        for uid, one in sorted(found.items(), key=lambda pair: names.get(pair[0], ""))
        if one.total()
    ]


@page(P.READ_CLIENTS, P.MANAGE_SERVICES)
def team(request: Request) -> HttpResponse:
    """Who works here, to choose whose desk is handed over; and who left with something on it."""
    held = with_a_desk(request.actor)
    gone = Membership.objects.filter(organisation_id=request.actor.organisation_id, is_active=False).order_by(
        "user__name"
    )
    left = [(str(uid), name) for uid, name in gone.values_list("user__uid", "user__name") if str(uid) in held]
    return draw(request, "diary/team", workers=members.workers(request), left=left, own=request.actor.uid)


@page(P.READ_CLIENTS, P.MANAGE_SERVICES, writes=True)
def hand_over(request: Request, worker: str) -> HttpResponse:
    """All that is on one desk: chosen, previewed, handed over."""
    uid, row = str(worker), _member(request, worker)
    desk, workers = desk_of(request.actor, uid), members.workers(request)
    if not row.is_active and desk.is_empty:
        raise NotFound("who has left, and left nothing")

    def make(**given: Any) -> HandingForm:
        return HandingForm(desk=desk, workers=workers, **given)

    sending = prepare(request, make)
    if "sure" in request.POST and attempt(request, sending, lambda _: _give(request, sending, uid)):
        made = sending.done
        done(request, f"Everything of {row.user.name} is handed over: {len(made.items)} things.", made.event_uid)  # type: ignore[union-attr]
        return to(request, "hand_over", worker=uid)
    goes = []
    if request.method == "POST" and sending.form.is_valid():
        goes = preview(desk, sending.form.handing(uid), dict(workers))  # type: ignore[attr-defined]
    response = draw_form(
        request, sending, title=f"The desk of {row.user.name}", template="diary/handing", desk=desk, goes=goes,
        back=reverse("workspace:team", kwargs={"organisation": request.actor.slug}), member=row, worker=uid,
        may_end=row.is_active and request.actor.may(P.MANAGE_ORGANISATION) and uid != request.actor.uid,
        number=sum(1 for _ in desk.rows()),
        parts=[one.name for one in sending.view.fields if one.name.startswith("part-")], more=len(desk.episodes) - MOST_ALONE,
    )  # fmt: skip
    if sending.form.is_bound and sending.form.is_valid():
        response.status_code = 200
    return response


def _give(request: Request, sending: Sending, uid: str) -> Done[Any]:
    return actions.hand_over(by=request.actor, handing=sending.form.handing(uid))  # type: ignore[attr-defined]


def _member(request: Request, worker: str) -> Membership:
    rows = Membership.objects.filter(organisation_id=request.actor.organisation_id)
    row = rows.filter(user__uid=worker).select_related("user").first()
    if row is None:
        raise NotFound("no such member")
    return row


@page(P.MANAGE_SERVICES, P.MANAGE_ORGANISATION, only_post=True)
def member_end(request: Request, worker: str) -> HttpResponse:
    """End the membership of somebody whose desk is empty."""
    row = _member(request, worker)
    if not desk_of(request.actor, str(worker)).is_empty:
        done(request, "Something is on this desk still. Hand it over first.")
        return to(request, "hand_over", worker=worker)
    words = f"{row.user.name} can open nothing here any more."
    pressed(request, words, lambda: membership.end(by=request.actor, user_uid=str(worker)))
    return to(request, "team")
