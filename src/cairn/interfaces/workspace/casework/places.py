"""The episode that a page is about, found through its client: an episode of somebody else does not exist here."""

from django.urls import reverse

from cairn.cases import queries as cases
from cairn.interfaces.workspace.pages import Request


def episode_of(request: Request, client: object, episode: object) -> tuple[cases.ClientRecord, cases.EpisodeView]:
    """The client's record and the episode. Raises cases.NotFound."""
    record = cases.record(request.actor, str(client))
    found = next((one for one in record.episodes if one.uid == str(episode)), None)
    if found is None:
        raise cases.NotFound("no such episode")
    return record, found


def client_url(request: Request, client: object) -> str:
    """The address of the person's page."""
    return reverse("workspace:client", kwargs={"organisation": request.actor.slug, "client": client})


def of(record: cases.ClientRecord, episode: cases.EpisodeView) -> str:
    """The line under a heading: whose, and with which service."""
    return f"{record.name or record.reference}, {episode.service}."
