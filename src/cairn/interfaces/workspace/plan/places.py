"""The episode whose plan a page is about, and the way back to it."""

from django.http import HttpResponse

from cairn.cases.queries.plans import ClientPlan, EpisodePlan, plan
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, to
from cairn.interfaces.workspace.saving import Sending


def episode_of(request: Request, client: object, episode: object) -> tuple[ClientPlan, EpisodePlan]:
    """The client's plan with this one episode. Raises NotFound, also for an episode of somebody else."""
    found = plan(request.actor, client, str(episode))
    return found, found.episodes[0]


def plan_url(request: Request, client: object) -> str:
    return address(request, "workspace:plan", client=client)


def back_to(request: Request, client: object, words: str, event_uid: str, fragment: str = "") -> HttpResponse:
    """To the plan, saying there what was done, with its undo."""
    done(request, words, event_uid)
    return to(request, "plan", client=client, fragment=fragment)


def of(found: ClientPlan, episode: EpisodePlan) -> str:
    """The line under a heading: whose, and with which service."""
    return f"{found.name}, {episode.service}."


def undoable(sending: Sending) -> str:
    return sending.done.event_uid if sending.done else ""
