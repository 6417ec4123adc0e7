"""Record what was done with one person: choose the person, then the kind of activity, then one tap and save."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases import trying
from cairn.cases.actions import activities
from cairn.cases.models import Activity
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.activities import forms
from cairn.interfaces.workspace.activities.register import outcome
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.recent import recently_seen
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import queries as people
from cairn.services import queries as services
from cairn.services.queries import ActivityTypeView


@page(P.READ_CLIENTS, P.RECORD)
def activity_new(request: Request) -> HttpResponse:
    """With whom? Whoever was seen last is one tap away; a group or an open door is recorded from here too."""
    text = request.GET.get("q", "")
    own = cases.caseload(request.actor, worker_uid=request.actor.uid, per_page=8)
    types = [one for one in services.activity_types(request.actor) if one.is_active and one.mode != "individual"]
    return draw(
        request, "activities/choose", q=text, found=people.find(request.actor, text), recent=recently_seen(request),
        own=own.rows, sessions=types,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def activity_kind(request: Request, client: str) -> HttpResponse:
    """What was it? The last kind again is one tap; each open episode offers its service's kinds."""
    record = cases.record(request.actor, str(client))
    running = [episode for episode in record.episodes if episode.end_date is None]
    types = [one for one in services.activity_types(request.actor) if one.is_active and one.mode == "individual"]
    offers = []
    for episode in running:
        last = cases.last_activity(request.actor, episode.uid)
        kinds = [one for one in types if one.service_uid == episode.service_uid]
        again = next((one for one in kinds if last and one.uid == last.activity_type_uid), None)
        offers.append((episode, again, kinds))
    return draw(
        request, "activities/kind", record=record, offers=offers, may_manage=request.actor.may(P.MANAGE_SERVICES),
        waiting=[row for row in record.referrals if row.state == "pending"],
    )  # fmt: skip


def type_of(request: Request, uid: object) -> ActivityTypeView:
    """A type of activity with what it carries. Raises services.NotFound."""
    row = services.get_activity_type(request.actor, uid)
    return next(one for one in services.activity_types(request.actor, row.service) if one.uid == str(row.uid))


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_record(request: Request, client: str, episode: str, activity_type: str) -> HttpResponse:
    kind = type_of(request, activity_type)
    proposals = cases.proposals(request.actor, kind.uid, [str(episode)])
    proposal = next((one for one in proposals if one.client_uid == str(client)), None)
    if proposal is None or kind.mode == "head_count":
        raise cases.NotFound("no such person in this episode")
    key = f"activity.{episode}.{kind.uid}"

    def make(**given: Any) -> forms.OneForm:
        return forms.OneForm(proposal=proposal, **given)

    last = cases.last_activity(request.actor, str(episode))
    same = last is not None and last.activity_type_uid == kind.uid
    minutes = last.minutes if last and same else kind.usual_minutes
    initial = {"activity_date": clock.today(), "minutes": minutes, "state": "attended", "uid": uuid.uuid4()}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def record(said: dict[str, Any]) -> Done[Any]:
        return activities.record(by=request.actor, activities=[_new(kind, str(episode), said)])

    ask = trying.of_activities(request.actor)

    def also(said: dict[str, Any]) -> list[Problem]:
        return ask(_new(kind, str(episode), said))

    if attempt(request, sending, record, also=also):
        say(request, sending, _words(kind, proposal, sending.form.cleaned_data))
        return to(request, "client", client=client)
    back = reverse("workspace:activity_kind", kwargs={"organisation": request.actor.slug, "client": client})
    return draw_form(
        request, sending, title=kind.name, back=back, submit="Record", draft_url=drafts.address(request, key, client),
        intro=f"{proposal.name or proposal.reference}, {kind.service_name}.", template="activities/record",
    )  # fmt: skip


def _new(kind: ActivityTypeView, episode: str, said: dict[str, Any]) -> activities.NewActivity:
    came = activities.NewAttendance(
        episode_uid=episode,
        state=said["state"],
        steps=[(uid, "reached") for uid in said.get("steps", ())],
        outcomes=[outcome(code) for code in said.get("outcomes", ())],
        note=said["note"],
    )
    return activities.NewActivity(
        activity_type_uid=kind.uid, activity_date=said["activity_date"], minutes=said["minutes"], attendances=[came],
        uid=str(said["uid"]) if said["uid"] else None,
    )  # fmt: skip


def _words(kind: ActivityTypeView, proposal: cases.Proposal, said: dict[str, Any]) -> str:
    """What was recorded, in one line."""
    steps = [one.label for one in proposal.steps if one.rung_uid in said.get("steps", ())]
    outcomes = [one.label for one in proposal.outcomes if f"{one.framework}|{one.outcome}" in said.get("outcomes", ())]
    parts = [f"{kind.name} is recorded"]
    parts += [f"step: {', '.join(steps)}"] if steps else []
    parts += [f"outcome: {', '.join(outcomes)}"] if outcomes else []
    return "; ".join(parts) + "."


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_change(request: Request, activity: str) -> HttpResponse:
    """Put a date or a length right; what came of the activity moves with it."""

    def stands() -> tuple[int, dict[str, Any]]:
        row = cases.get(request.actor, Activity, str(activity))
        return row.version, {"activity_date": row.activity_date, "minutes": row.minutes}

    version, now = stands()
    sending = prepare(request, forms.ChangeForm, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return activities.change(by=request.actor, activity_uid=str(activity), **said)

    row = cases.get(request.actor, Activity, str(activity))
    came = row.attendances.values_list("client__uid", flat=True).first()
    if attempt(request, sending, change, now=stands):
        done(request, "The activity is changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=came) if came else to(request, "home")
    name = "client" if came else "home"
    kwargs = {"organisation": request.actor.slug, **({"client": came} if came else {})}
    return draw_form(
        request, sending, title="Change the date or the length", back=reverse(f"workspace:{name}", kwargs=kwargs)
    )
