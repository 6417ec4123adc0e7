"""Goals: set one, change its words, say how it ended."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import planning, rules
from cairn.cases.actions import goals
from cairn.cases.actions.goals import GoalChange, GoalEnd, NewGoal
from cairn.cases.queries import NotFound
from cairn.cases.queries import plans as queries
from cairn.cases.queries.plans import GoalView
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.plan import forms
from cairn.interfaces.workspace.plan.places import back_to, episode_of, of, plan_url, undoable
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem

SAID = {
    "reached": "Reached: well done, both of you.",
    "part_reached": "Part reached.",
    "changed": "The goal is closed. Write down the one that takes its place.",
    "let_go": "The goal is let go.",
}


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def goal_new(request: Request, client: str, episode: str) -> HttpResponse:
    """One small form: their words, and all the rest if you like."""
    found, at = episode_of(request, client, episode)
    last = rules.add_months(clock.today(), planning.REVIEW_MONTHS)
    initial: dict[str, Any] = {"review_date": last, "uid": str(uuid.uuid4())}
    initial |= {name: request.GET[name] for name in ("need_uid", "ladder_uid", "outcome") if request.GET.get(name)}
    key = f"goal.new.{episode}"

    def make(**given: Any) -> forms.GoalForm:
        return forms.GoalForm(episode=at, **given)

    sending = prepare(request, make, draft_key=key, initial=initial)

    def add(said: dict[str, Any]) -> Done[Any]:
        uid = said.pop("uid")
        new = NewGoal(episode_uid=at.uid, uid=str(uid) if uid else None, **_links(said))
        return goals.add(by=request.actor, goals=[new])

    if attempt(request, sending, add, also=_also):
        say(request, sending, "The goal is set.")
        return to(request, "plan", client=client, fragment="goals")
    return draw_form(
        request, sending, title="A new goal", back=plan_url(request, client), intro=of(found, at),
        submit="Set the goal", draft_url=drafts.address(request, key, client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def goal_change(request: Request, client: str, goal: str) -> HttpResponse:
    """Put right what an open goal says."""
    episode, _ = _open_goal(request, client, goal)
    found, at = episode_of(request, client, episode)

    def stands() -> tuple[int, dict[str, Any]]:
        view = _open_goal(request, client, goal)[1]
        values = {name: getattr(view, name) for name in ("words", "first_step", "need_uid", "review_date", "version")}
        values["ladder_uid"] = view.ladder.uid if view.ladder else ""
        values["outcome"] = f"{view.framework}/{view.outcome}" if view.framework else ""
        return view.version, values

    key = f"goal.{goal}"

    def make(**given: Any) -> forms.GoalForm:
        return forms.GoalForm(episode=at, is_new=False, **given)

    sending = prepare(request, make, draft_key=key, initial=stands()[1])

    def change(said: dict[str, Any]) -> Done[Any]:
        return goals.change(by=request.actor, changes=[GoalChange(goal_uid=goal, **_links(said))])

    if attempt(request, sending, change, now=stands, also=_also):
        return back_to(request, client, "The goal is changed.", undoable(sending), "goals")
    return draw_form(
        request, sending, title="Change the goal", back=plan_url(request, client), intro=of(found, at),
        draft_url=drafts.address(request, key, client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def goal_end(request: Request, client: str, goal: str) -> HttpResponse:
    """Reached, part reached, changed for another, or let go."""
    episode, view = _open_goal(request, client, goal)
    initial = {"state": request.GET.get("state"), "end_date": clock.today(), "version": view.version}
    sending = prepare(request, forms.GoalEndForm, initial=initial)

    def end(said: dict[str, Any]) -> Done[Any]:
        return goals.end(by=request.actor, endings=[GoalEnd(goal_uid=goal, **said)])

    def now() -> tuple[int, dict[str, Any]]:
        return _open_goal(request, client, goal)[1].version, {}

    if attempt(request, sending, end, now=now):
        state = sending.form.cleaned_data["state"]
        response = back_to(request, client, SAID[state], undoable(sending), "goals")
        return _its_successor(request, client, episode, view) if state == "changed" else response
    return draw_form(
        request, sending, title="What became of this goal?", back=plan_url(request, client), intro=f"“{view.words}”"
    )


def _open_goal(request: Request, client: str, goal: str) -> tuple[str, GoalView]:
    """(episode uid, the goal). Raises NotFound for a goal of somebody else."""
    owner, episode, view = queries.goal(request.actor, goal)
    if owner != str(client):
        raise NotFound("no such goal")
    return episode, view


def _its_successor(request: Request, client: str, episode: str, view: GoalView) -> HttpResponse:
    """To the form of a new goal, about the same as the one that was changed for it."""
    about = {
        "need_uid": view.need_uid,
        "ladder_uid": view.ladder.uid if view.ladder else "",
        "outcome": f"{view.framework}/{view.outcome}" if view.framework else "",
    }
    response = to(request, "goal_new", client=client, episode=episode)
    response["Location"] += f"?{urlencode({name: value for name, value in about.items() if value})}"
    return response


def _links(said: dict[str, Any]) -> dict[str, Any]:
    """The answers as the action takes them: nothing chosen is None."""
    return {**said, "need_uid": said.get("need_uid") or None, "ladder_uid": said.get("ladder_uid") or None}


def _also(said: dict[str, Any]) -> list[Problem]:
    wrong = planning.goal_problems(said.get("words") or "", said.get("first_step") or "")
    return [*wrong, *planning.reviewed_after(clock.today(), said.get("review_date"))]
