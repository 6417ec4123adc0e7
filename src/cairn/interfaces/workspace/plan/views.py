"""A person's goals and plan: read, written down, printed for them."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import rules
from cairn.cases.actions import plans
from cairn.cases.actions.plans import NewPlan
from cairn.cases.planning import REVIEW_MONTHS
from cairn.cases.queries import plans as queries
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.plan import forms
from cairn.interfaces.workspace.plan.places import episode_of, of, plan_url
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.presentation.plan import pdf, sheet
from cairn.presentation.trail import trail


@page(P.READ_CLIENTS)
def plan(request: Request, client: str) -> HttpResponse:
    """What matters to them, what they want, the small steps there, and what we work towards."""
    found = queries.plan(request.actor, client)
    goals = [goal for episode in found.episodes for goal in (*episode.goals, *episode.ended)]
    trails = {goal.uid: trail(goal.ladder.name, goal.ladder.rungs) for goal in goals if goal.ladder}
    return draw(request, "plan/one", plan=found, trails=trails, today=clock.today(), **frame(request, client, "plan"))


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def plan_write(request: Request, client: str, episode: str) -> HttpResponse:
    """Write the plan down, or review it: a new edition that begins with what the last one says."""
    found, at = episode_of(request, client, episode)
    today = clock.today()
    initial: dict[str, Any] = {
        "plan_date": today,
        "review_date": rules.add_months(today, REVIEW_MONTHS),
        "uid": str(uuid.uuid4()),
        "agreed": "together",
    }
    if at.current:
        initial |= {name: getattr(at.current, name) for name in ("matters", "helps")}
    key = f"plan.{episode}"
    sending = prepare(request, forms.PlanForm, draft_key=key, initial=initial)

    def agree(said: dict[str, Any]) -> Done[Any]:
        uid = said.pop("uid")
        return plans.agree(by=request.actor, plans=[NewPlan(episode_uid=at.uid, uid=str(uid) if uid else None, **said)])

    if attempt(request, sending, agree):
        say(request, sending, "The plan is written down.")
        return to(request, "plan", client=client)
    return draw_form(
        request, sending, title="Review the plan" if at.current else "Write the plan down",
        back=plan_url(request, client), intro=of(found, at), submit="Save the plan", template="plan/write",
        draft_url=drafts.address(request, key, client), goals=at.goals, episode=at, client_uid=client,
    )  # fmt: skip


@page(P.READ_CLIENTS)
def plan_pdf(request: Request, client: str, episode: str) -> HttpResponse:
    """The plan on paper, for the person. Where there is nothing to print there is no page."""
    found, at = episode_of(request, client, episode)
    if not (at.current or at.goals or at.ended):
        raise Http404
    drawn = pdf(sheet(found, at, request.organisation.name, clock.today()))
    name = "".join(letter if letter.isalnum() else "-" for letter in found.reference)
    return HttpResponse(
        drawn,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="plan-{name}.pdf"'},
    )
