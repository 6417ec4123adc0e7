"""Record a visit with one person: one page (or a part of one, in a dialog), everything as the last time, one tap a step."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases import trying
from cairn.cases.actions import activities
from cairn.cases.models import Referral
from cairn.cases.queries.quick import Quick, quick
from cairn.interfaces.workspace import drafts, members
from cairn.interfaces.workspace.activities import quickform
from cairn.interfaces.workspace.activities.going import back_of, go_back
from cairn.interfaces.workspace.activities.register import outcome
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people import queries as people
from cairn.web import formats
from cairn.web.forms import FormView


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_kind(request: Request, client: str) -> HttpResponse:
    """The form for whichever support was given last; `episode` and `type` in the address choose others."""
    asked = request.POST if request.method == "POST" else request.GET
    return _record(request, client, asked.get("episode", ""), asked.get("type", ""), asked.get("appointment", ""))


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_record(request: Request, client: str, episode: str, activity_type: str) -> HttpResponse:
    """The same form, for one episode and one type of activity."""
    return _record(request, client, str(episode), str(activity_type))


def _record(request: Request, client: str, episode: str, kind: str, appointment: str = "") -> HttpResponse:
    person = people.get(request.actor, client)
    offer = quick(request.actor, person, episode, kind, appointment)
    if offer.episode is None or not offer.kinds:
        return cannot(request, offer)
    key = f"quick.{offer.episode.uid}"
    others = [one for one in members.workers(request) if one[0] != request.actor.uid]

    def make(**given: Any) -> quickform.QuickForm:
        return quickform.QuickForm(offer=offer, workers=others, **given)

    sending = prepare(request, make, draft_key=key, initial={**quickform.initial(offer), "uid": uuid.uuid4()})

    def record(said: dict[str, Any]) -> Done[Any]:
        return activities.record(by=request.actor, activities=[_new(offer, said)])

    ask = trying.of_activities(request.actor)

    def also(said: dict[str, Any]) -> list[Problem]:
        return ask(_new(offer, said))

    if attempt(request, sending, record, also=also):
        clash = " ".join(one.words for one in sending.done.problems if one.rule == "diary.clash")  # type: ignore[union-attr]
        say(request, sending, f"{_words(offer, sending.form.cleaned_data)} {clash}".strip())
        return go_back(request, client)
    back = back_of(request) or _client_url(request, client)
    part = "part" in request.GET
    return draw_form(
        request, sending, title="Record", back=back, submit="Save", offer=offer,
        draft_url=drafts.address(request, key, client), ladders=list(quickform.ladders(offer)),
        template="activities/quick_part" if part else "activities/quick", back_to=back_of(request),
        here=reverse("workspace:activity_kind", kwargs={"organisation": request.actor.slug, "client": client}),
        **_fields(sending.view), once=uuid.uuid4(), again=quickform.again_choices(offer.again_days), part=part,
        day_today=clock.today(),
    )  # fmt: skip


def _fields(view: FormView) -> dict[str, Any]:
    """The questions by name, and what stands in each; a list that nothing is offered from is empty."""
    fields = {one.name: one for one in view.fields}
    lists: dict[str, Any] = dict.fromkeys(("steps", "lost", "outcomes", "needs", "also"), ())
    return {"f": fields, "said": lists | {name: one.value for name, one in fields.items()}}


def cannot(request: Request, offer: Quick) -> HttpResponse:
    """Nobody to record with: no support is going on, or the service does nothing with one person yet."""
    pending = cases.visible_to(request.actor, Referral).filter(client__uid=offer.client_uid, state="pending")
    waiting = list(pending.values_list("uid", flat=True)[:1]) if offer.episode is None else []
    part = "part" in request.GET
    return draw(
        request, "activities/cannot_part" if part else "activities/cannot", offer=offer, waiting=waiting,
        back=_client_url(request, offer.client_uid), may_manage=request.actor.may(P.MANAGE_SERVICES),
    )  # fmt: skip


def _client_url(request: Request, client: object) -> str:
    return reverse("workspace:client", kwargs={"organisation": request.actor.slug, "client": client})


def _new(offer: Quick, said: dict[str, Any]) -> activities.NewActivity:
    steps = [(rung, "reached") for rung in said.get("steps", ())] + [(rung, "lost") for rung in said.get("lost", ())]
    came = activities.NewAttendance(
        episode_uid=offer.episode.uid if offer.episode else "",
        state=said["state"],
        steps=steps,
        outcomes=[outcome(code) for code in said.get("outcomes", ())],
        needs=said.get("needs", ()) if said["state"] == "attended" else (),
        note=said["note"],
        again_on=said["again_on"],
        again_at=said["again_at"],
        appointment_uid=str(said.get("appointment") or ""),
    )
    return activities.NewActivity(
        activity_type_uid=said.get("activity_type") or offer.kind_uid, activity_date=said["activity_date"],
        minutes=said["minutes"], attendances=[came], uid=str(said["uid"]) if said["uid"] else None,
        also=said.get("also") if "also" in said else None,
    )  # fmt: skip


def _words(offer: Quick, said: dict[str, Any]) -> str:
    """What was recorded, in one line."""
    kind = said.get("activity_type") or offer.kind_uid
    name = next((one.name for one in offer.kinds if one.uid == kind), "The visit")
    steps = [one.label for one in offer.steps if one.rung_uid in said.get("steps", ())]
    lost = [one.label for one in offer.steps if one.rung_uid in said.get("lost", ())]
    outcomes = [one.label for one in offer.outcomes if one.code in said.get("outcomes", ())]
    parts = [f"{offer.name}: {name} is recorded"]
    parts += [f"step: {', '.join(steps)}"] if steps else []
    parts += [f"lost for now: {', '.join(lost)}"] if lost else []
    parts += [f"outcome: {', '.join(outcomes)}"] if outcomes else []
    parts += [f"next on {formats.weekday_date(said['again_on'])}"] if said["again_on"] else []
    return "; ".join(parts) + "."


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def activity_repeat(request: Request, client: str) -> HttpResponse:
    """The last visit once more, today: the same type, length and needs, and no step. The button carries a uid, so that two
    taps are one visit; what was recorded already today is not repeated."""
    offer = quick(request.actor, people.get(request.actor, client), request.POST.get("episode", ""))
    kind = offer.repeats
    if offer.episode is None or kind is None:
        return to(request, "activity_kind", client=client)
    if offer.last_date == clock.today():
        done(request, f"{offer.last_kind} is recorded today already. Record another one below, if there was one.")
        return to(request, "activity_kind", client=client)
    came = activities.NewAttendance(
        episode_uid=offer.episode.uid, needs=[one.uid for one in offer.needs if one.was_last]
    )
    new = activities.NewActivity(
        activity_type_uid=kind.uid, activity_date=clock.today(), minutes=kind.minutes, attendances=[came],
        uid=request.POST.get("once") or None,
    )  # fmt: skip
    try:
        made = activities.record(by=request.actor, activities=[new])
    except Refused as refused:
        done(request, refused.words)
        return to(request, "activity_kind", client=client)
    again = bool(made.problems)
    words = f"{offer.name}: {kind.name}, {kind.minutes} minutes, is recorded for today, with no step."
    done(request, made.problems[0].message if again else words, "" if again else made.event_uid)
    return go_back(request, client)
