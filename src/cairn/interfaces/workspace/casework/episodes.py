"""An episode: close and reopen it, who pays, why a first reading is missing; a step by itself."""

from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import episodes, steps
from cairn.cases.queries.day import appointments_of
from cairn.contracts import queries as contracts
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.casework import forms, visits
from cairn.interfaces.workspace.casework.places import client_url, episode_of, of
from cairn.interfaces.workspace.pages import Request, page, pressed, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def episode_close(request: Request, client: str, episode: str) -> HttpResponse:
    """Why it ends, whether that was planned, where to; the last reading is asked for where there is a first."""
    record, view = episode_of(request, client, episode)
    lacking = visits.lacking_last(view)

    def make(**given: Any) -> forms.CloseForm:
        return forms.CloseForm(lacks_last=bool(lacking), **given)

    sending = prepare(request, make, initial={"end_date": clock.today(), "version": view.version})

    def close(said: dict[str, Any]) -> Done[Any]:
        return episodes.close(by=request.actor, closings=[episodes.EpisodeClosing(episode_uid=view.uid, **said)])

    def now() -> tuple[int, dict[str, Any]]:
        fresh = episode_of(request, client, episode)[1]
        return fresh.version, {"closure_reason": fresh.closure_reason or None, "end_date": fresh.end_date}

    if attempt(request, sending, close, now=now):
        say(request, sending, "The episode is closed.")
        return to(request, "client", client=record.client_uid)
    ahead = [one for one in appointments_of(request.actor, client, clock.today()) if one.state == "planned"]
    return draw_form(
        request, sending, title="Close this episode", back=client_url(request, record.client_uid),
        submit="Close the episode", intro=of(record, view), template="casework/close", lacking=lacking, view=view,
        client=client, ahead=ahead,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def episode_reopen(request: Request, client: str, episode: str) -> HttpResponse:
    view = episode_of(request, client, episode)[1]
    pressed(request, "The episode is open again.", lambda: episodes.reopen(by=request.actor, episode_uid=view.uid))
    return to(request, "client", client=client)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def no_baseline(request: Request, client: str, episode: str) -> HttpResponse:
    """A missing first reading is recorded with its reason: nobody in crisis is made to fill in a form."""
    record, view = episode_of(request, client, episode)
    initial = {"reason": view.no_baseline_reason or None, "version": view.version}
    sending = prepare(request, forms.NoBaselineForm, initial=initial)

    def explain(said: dict[str, Any]) -> Done[Any]:
        return episodes.explain_no_baseline(by=request.actor, episode_uid=view.uid, **said)

    def now() -> tuple[int, dict[str, Any]]:
        fresh = episode_of(request, client, episode)[1]
        return fresh.version, {"reason": fresh.no_baseline_reason or None}

    return _send(
        request, sending, explain, record, view, now=now, title="No first reading", words="The reason is noted."
    )


@page(P.READ_CLIENTS, P.MANAGE_SERVICES, writes=True)
def episode_fund(request: Request, client: str, episode: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)
    offered = [(row.uid, f"{row.title} ({row.reference})") for row in contracts.listing(request.actor)]

    def make(**given: Any) -> forms.FundForm:
        return forms.FundForm(contracts=offered, **given)

    sending = prepare(request, make, initial={"start_date": view.start_date, "kind": "contract"})

    def fund(said: dict[str, Any]) -> Done[Any]:
        said["contract_uid"] = said["contract_uid"] or None
        return episodes.fund(by=request.actor, fundings=[episodes.NewFunding(episode_uid=view.uid, **said)])

    return _send(request, sending, fund, record, view, title="Who pays for this?", words="It is noted who pays.")


@page(P.READ_CLIENTS, P.MANAGE_SERVICES, writes=True)
def funding_end(request: Request, client: str, episode: str, funding: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)
    paid = next((one for one in view.fundings if one.uid == str(funding)), None)
    if paid is None:
        raise Http404
    sending = prepare(request, forms.EndFundingForm, initial={"end_date": paid.end_date, "version": paid.version})

    def end(said: dict[str, Any]) -> Done[Any]:
        return episodes.end_funding(by=request.actor, funding_uid=paid.uid, **said)

    def now() -> tuple[int, dict[str, Any]]:
        fresh = next(one for one in episode_of(request, client, episode)[1].fundings if one.uid == paid.uid)
        return fresh.version, {"end_date": fresh.end_date}

    who = paid.contract or paid.funder or "they"
    return _send(
        request,
        sending,
        end,
        record,
        view,
        now=now,
        title=f"Until when did {who} pay?",
        words="It is noted until when.",
    )


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def episode_assign(request: Request, client: str, episode: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)

    def make(**given: Any) -> forms.AssignForm:
        return forms.AssignForm(workers=members.workers(request), **given)

    sending = prepare(request, make, initial={"worker_uid": view.worker_uid, "version": view.version})

    def assign(said: dict[str, Any]) -> Done[Any]:
        return episodes.assign(by=request.actor, assignments=[episodes.Assignment(episode_uid=view.uid, **said)])

    def now() -> tuple[int, dict[str, Any]]:
        fresh = episode_of(request, client, episode)[1]
        return fresh.version, {"worker_uid": fresh.worker_uid}

    return _send(request, sending, assign, record, view, now=now, title="Whose case is it?", words="It is handed over.")


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def step_new(request: Request, client: str, episode: str) -> HttpResponse:
    record, view = episode_of(request, client, episode)
    rungs = [(rung.uid, f"{ladder.name}: {rung.label}") for ladder in view.ladders for rung in ladder.rungs]

    def make(**given: Any) -> forms.StepForm:
        return forms.StepForm(rungs=rungs, **given)

    sending = prepare(request, make, initial={"step_date": clock.today(), "state": "reached"})

    def record_step(said: dict[str, Any]) -> Done[Any]:
        return steps.record(by=request.actor, steps=[steps.NewStep(episode_uid=view.uid, **said)])

    return _send(
        request, sending, record_step, record, view, title="A step, or one lost", words="The step is recorded."
    )


def _send(
    request: Request, sending: Sending, deed: Any, record: cases.ClientRecord, view: cases.EpisodeView, *, title: str,
    words: str, now: Any = None,
) -> HttpResponse:  # fmt: skip
    """Do it and go back to the person, or show the form again."""
    if attempt(request, sending, deed, now=now):
        say(request, sending, words)
        return to(request, "client", client=record.client_uid)
    back = client_url(request, record.client_uid)
    return draw_form(request, sending, title=title, back=back, intro=of(record, view))
