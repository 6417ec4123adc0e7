"""One own scale: its versions and how they differ; publishing, a next version, withdrawing; its file."""

from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.interfaces.pages import address
from cairn.interfaces.versions import told
from cairn.interfaces.workspace.pages import Request, done, draw, page, pressed, to
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.scales import building, files, local
from cairn.scales.actions import local as deeds
from cairn.scales.differing import differences
from cairn.scales.local import LocalVersion
from cairn.scales.queries import is_locked


@page(P.MANAGE_SERVICES)
def one(request: Request, scale: str) -> HttpResponse:
    """Its versions, the newest first: each with what it asks otherwise than the one before."""
    versions = local.versions(request.actor, scale)
    if not versions:
        raise Http404
    newest = versions[0]
    return draw(
        request, "scales/own_one", newest=newest, versions=told(versions, _differs), outcomes=_outcomes(newest),
        locked=is_locked(request.actor, newest.scale, clock.today()) if newest.state == "published" else None,
        holder=newest.scale.licence.holder if newest.scale.licence.locked else "",
    )  # fmt: skip


def _differs(before: LocalVersion, after: LocalVersion) -> list[str]:
    return differences(before.scale, after.scale)


def _outcomes(version: LocalVersion) -> list[tuple[str, str]]:
    """Areas and the outcomes of a framework that they tell of, in words."""
    words = {
        f"{framework.id}/{each.ref}": f"{each.label} ({framework.label})"
        for framework in registry.all("framework")
        for each in framework.outcomes
    }
    return [(item.topic, words.get(item.outcome, item.outcome)) for item in version.scale.items if item.outcome]


@page(P.MANAGE_SERVICES, writes=True)
def publish(request: Request, scale: str, number: int) -> HttpResponse:
    """What cannot be changed later, seen once more before it is published."""
    row = local.get(request.actor, scale, number)
    if row.state != "draft":
        return to(request, "own_scale", scale=scale)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            deeds.publish(by=request.actor, id=scale, number=number)
            done(request, "It is published. Services can choose it now.")
            return to(request, "own_scale", scale=scale)
        except NotAllowed:
            raise
        except Refused as refused:
            problems = refused.problems
    draft = local.scale_of(row)
    before = next(
        (one for one in local.versions(request.actor, scale) if one.number < number and one.state != "draft"), None
    )
    return draw(
        request, "scales/own_publish", scale=draft, number=number, before=before,
        differences=differences(before.scale, draft) if before else [], lacking=building.lacking(draft), problems=problems,
        status=422 if problems else 200, back=address(request, "workspace:own_scale", scale=scale),
    )  # fmt: skip


@page(P.MANAGE_SERVICES, only_post=True)
def next_version(request: Request, scale: str) -> HttpResponse:
    words = "Here is a draft of the next version. The one before stays as it is until you publish this."
    pressed(request, words, lambda: deeds.next_version(by=request.actor, id=scale))
    return to(request, "own_scale", scale=scale)


@page(P.MANAGE_SERVICES, only_post=True)
def withdraw(request: Request, scale: str, number: int) -> HttpResponse:
    words = "It is withdrawn: nobody can answer this version any more. Readings that were made with it stay."
    pressed(request, words, lambda: deeds.withdraw(by=request.actor, id=scale, number=number))
    return to(request, "own_scale", scale=scale)


@page(P.MANAGE_SERVICES, only_post=True)
def drop(request: Request, scale: str, number: int) -> HttpResponse:
    pressed(request, "The draft is gone.", lambda: deeds.drop(by=request.actor, id=scale, number=number))
    is_left = local.versions(request.actor, scale)
    return to(request, "own_scale", scale=scale) if is_left else to(request, "own_scales")


@page(P.MANAGE_SERVICES)
def file(request: Request, scale: str, number: int) -> HttpResponse:
    """A published version as the file that another organisation takes in."""
    row = local.get(request.actor, scale, number)
    if row.state == "draft":
        raise Http404
    came_from = row.came_from or request.organisation.name
    response = HttpResponse(files.written(row.definition, scale, number, came_from), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{scale}-{number}.cairn-scale.json"'
    return response
