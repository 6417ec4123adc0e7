"""Ready to move on but blocked, and the level of support: noted on an episode; and the list of who is blocked now."""

import uuid
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import situation as actions
from cairn.cases.actions.situation import NewBlock, NewLevel
from cairn.cases.models import EpisodeLevel, MoveOnBlock
from cairn.cases.queries.situation import blocked_now
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.drafts import address as draft_address
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.situation import forms
from cairn.interfaces.workspace.situation.places import called, episode_of, home, life_url, own, person_of, taken_out
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.services import asking
from cairn.services import queries as services


@page(P.READ_CLIENTS)
def blocked(request: Request) -> HttpResponse:
    """Who is ready to move on but blocked, for how long, and why."""
    by = request.actor
    offered = [(str(row.uid), row.name) for row in services.visible_to(by).order_by("name")]
    workers = members.workers(request)
    said = {name: request.GET.get(name, "") for name in ("service", "worker")}
    found = blocked_now(
        by, service_uid=said["service"] if said["service"] in dict(offered) else None,
        of=[said["worker"]] if said["worker"] in dict(workers) else None,
    )  # fmt: skip
    return draw(
        request, "situation/blocked", found=found, said=said, services=offered, workers=workers, today=clock.today()
    )


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def block_new(request: Request, client: str, episode: str) -> HttpResponse:
    at = episode_of(request, client, episode)
    key = f"block.new.{episode}"
    initial = {"start_date": clock.today(), "uid": uuid.uuid4()}
    sending = prepare(request, forms.BlockForm, draft_key=key, initial=initial)

    def block(said: dict[str, Any]) -> Done[Any]:
        told = {**said, "uid": str(said["uid"]) if said["uid"] else None}
        told.pop("version")
        return actions.block(by=request.actor, blocks=[NewBlock(episode_uid=str(episode), **told)])

    if attempt(request, sending, block):
        return home(request, client, sending, "Noted: ready to move on, but blocked.", "moving")
    return draw_form(
        request, sending, title="Ready to move on, but blocked", back=life_url(request, client),
        draft_url=draft_address(request, key, client), intro=f"{called(at.client)}, {at.service.name}.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def block_change(request: Request, client: str, block: str) -> HttpResponse:
    """Say that it ended, or put it right."""
    row = own(request, MoveOnBlock, client, block, "episode__service")

    def stands() -> tuple[int, dict[str, Any]]:
        now = own(request, MoveOnBlock, client, block)
        return now.version, {name: getattr(now, name) for name in ("cause", "start_date", "end_date", "words")}

    version, now = stands()
    ended = {"end_date": clock.today()} if "ended" in request.GET and row.end_date is None else {}
    sending = prepare(request, forms.BlockForm, initial={**now, **ended, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        told = {name: value for name, value in said.items() if name != "uid"}
        return actions.change_block(by=request.actor, block_uid=block, **told)

    if attempt(request, sending, change, now=stands):
        return home(request, client, sending, "Changed.", "moving")
    return draw_form(
        request, sending, title="What stands in the way of moving on", back=life_url(request, client),
        template="situation/change", row=row, remove="block_remove", names="block",
        remove_words="Take it out: it was noted by mistake",
        intro=f"{called(row.client)}, {row.episode.service.name}.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def block_remove(request: Request, client: str, block: str) -> HttpResponse:
    own(request, MoveOnBlock, client, block)
    deed = actions.remove_block
    return taken_out(request, client, lambda: deed(by=request.actor, block_uid=block), "Taken out.", "moving")


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def level_new(request: Request, client: str, episode: str) -> HttpResponse:
    """Another level from a date on: each level of the service's list is a button."""
    at = episode_of(request, client, episode)
    levels = asking.levels_of(request.actor, at.service.uid, only_used=True)
    sending = prepare(request, forms.LevelForm, initial={"start_date": clock.today()})

    def set_level(said: dict[str, Any]) -> Done[Any]:
        new = NewLevel(episode_uid=str(episode), level_uid=str(said["level_uid"]), start_date=said["start_date"])
        return actions.set_level(by=request.actor, levels=[new])

    if attempt(request, sending, set_level):
        return home(request, client, sending, "Noted from that day.", "level")
    return draw_form(
        request, sending, title=f"Level of support: {called(person_of(request, client))}",
        back=life_url(request, client), template="situation/pick", name="level_uid",
        offered=[(one.uid, one.name) for one in levels], hints={one.uid: one.words for one in levels}, apart=[],
        now="", since=None,
        intro=at.service.name, empty="This service has no levels yet: a manager makes its list in the service's settings.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def level_remove(request: Request, client: str, level: str) -> HttpResponse:
    own(request, EpisodeLevel, client, level)
    words = "Taken out. The level before it stands again."
    return taken_out(request, client, lambda: actions.remove_level(by=request.actor, uid=level), words, "level")
