"""The outcomes that a service works towards, for one person: reached, or not their goal now, or again."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import outcomes
from cairn.cases.actions.outcomes import NewOutcome, NewSetAside, TakeUp
from cairn.cases.models import OutcomeSetAside
from cairn.cases.queries import NotFound, get
from cairn.cases.queries.plans import AimView, EpisodePlan
from cairn.interfaces.workspace.pages import Request, page
from cairn.interfaces.workspace.plan import forms
from cairn.interfaces.workspace.plan.places import back_to, episode_of, of, plan_url, undoable
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def plan_set_aside(request: Request, client: str, episode: str, framework: str, outcome: str) -> HttpResponse:
    """Not this person's goal now. The button of the plan sends it as decided together, today; the form asks who and why."""
    found, at = episode_of(request, client, episode)
    aim = _aim(at, framework, outcome)
    initial = {"decided_by": "together", "start_date": _day(at)}
    sending = prepare(request, forms.SetAsideForm, initial=initial)

    def set_aside(said: dict[str, Any]) -> Done[Any]:
        new = NewSetAside(episode_uid=at.uid, framework=aim.framework, outcome=aim.outcome, **said)
        return outcomes.set_aside(by=request.actor, outcomes=[new])

    if attempt(request, sending, set_aside):
        words = f"“{aim.label}” is not their goal now. It is left out of the share of outcomes reached."
        return back_to(request, client, words, undoable(sending), "aims")
    return draw_form(
        request, sending, title="Not their goal now", back=plan_url(request, client), submit="Set it aside",
        intro=f"{aim.label}. {of(found, at)}",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def plan_reached(request: Request, client: str, episode: str, framework: str, outcome: str) -> HttpResponse:
    """An outcome reached outside any activity: often after support ended."""
    found, at = episode_of(request, client, episode)
    aim = _aim(at, framework, outcome)
    sending = prepare(request, forms.ReachedForm, initial={"outcome_date": clock.today()})

    def record(said: dict[str, Any]) -> Done[Any]:
        new = NewOutcome(episode_uid=at.uid, framework=aim.framework, outcome=aim.outcome, **said)
        return outcomes.record(by=request.actor, outcomes=[new])

    if attempt(request, sending, record):
        return back_to(request, client, f"“{aim.label}” is reached.", undoable(sending), "aims")
    return draw_form(
        request, sending, title="Outcome reached", back=plan_url(request, client), submit="Record it as reached",
        intro=f"{aim.label}. {of(found, at)}",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def plan_take_up(request: Request, client: str, aside: str) -> HttpResponse:
    """Their goal again, from today."""
    row = get(request.actor, OutcomeSetAside, aside, "client", "episode")
    if str(row.client.uid) != str(client):
        raise NotFound("no such outcome")
    day = min(clock.today(), row.episode.end_date or clock.today())
    try:
        made = outcomes.take_up(by=request.actor, outcomes=[TakeUp(set_aside_uid=str(aside), end_date=day)])
    except Refused as refused:
        return back_to(request, client, " ".join(problem.message for problem in refused.problems), "", "aims")
    return back_to(request, client, "It is their goal again.", made.event_uid, "aims")


def _aim(at: EpisodePlan, framework: str, outcome: str) -> AimView:
    """The outcome that the address names, of those that the service works towards here."""
    found = next((aim for aim in at.aims if (aim.framework, aim.outcome) == (framework, outcome)), None)
    if found is None:
        raise NotFound("no such outcome")
    return found


def _day(at: EpisodePlan) -> Any:
    return min(clock.today(), at.end_date) if at.end_date else clock.today()
