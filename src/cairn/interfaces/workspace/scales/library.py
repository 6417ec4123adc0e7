"""Every scale with how it stands here; one scale with all that is known of it, and how sure that is."""

from collections import Counter
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases.queries import tables
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.interfaces.workspace.scales import facts
from cairn.kernel import clock
from cairn.scales import local, queries
from cairn.services.models import ServiceScale

COLUMNS = ("Scale", "Items", "About", "Licence", "Ends", "Used by", "Practised by")
GROUPS = {
    "": "All",
    "usable": "May be used now",
    "own": "Your own",
    "mend": "Needs something",
    "locked": "Needs permission",
}
FITS = {
    "usable": frozenset({"own", "free", "permitted", "ending"}),
    "own": frozenset({"own"}),
    "mend": frozenset({"ending", "unworded", "ended"}),
    "locked": frozenset({"locked"}),
}


@page(P.RECORD)
def scales(request: Request) -> HttpResponse:
    """The library, filtered by words and by how a scale stands: the organisation's own first, then what its services use,
    then what may be used; patterns apart."""
    every = queries.scales(request.actor, clock.today())
    uses, practised = in_use(request), Counter(one.scale for one in _trainings_now(request, every))
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    fitting = [one for one in every if _fits(one, state, words)]
    fitting.sort(
        key=lambda one: (not local.is_own(one.id), one.id not in uses, one.locked is not None, one.label.casefold())
    )
    found = [one for one in fitting if one.state != "template"]
    rows = (
        (
            one.label, len(one.scale.scored), facts.about_words(one.scale, 20), facts.STATES[one.state][0],
            one.permission.expiry_date if one.permission else None, ", ".join(uses.get(one.id, ())), practised[one.id],
        )
        for one in found
    )  # fmt: skip
    if (file := files.answer(request, "Scales", COLUMNS, lambda: rows)) is not None:
        return file
    return draw(
        request, "scales/library", found=found, facts=facts, groups=GROUPS, state=state, q=words, uses=uses,
        practised=practised, recorders=len(queries.recorders(request.actor)),
        templates=[one for one in fitting if one.state == "template"],
        ending=[one for one in every if one.days_left is not None], may_manage=request.actor.may(P.MANAGE_SERVICES),
    )  # fmt: skip


@page(P.RECORD)
def scale(request: Request, scale: str, version: int | None = None) -> HttpResponse:
    """All that is known of one scale: the newest version, or an older one that readings were given to."""
    found = one_of(request, scale, version)
    view = queries.view(request.actor, found, clock.today())
    return draw(
        request, "scales/one", view=view, scale=view.scale, facts=facts, uses=in_use(request).get(scale, []),
        permissions=queries.permissions(request.actor, scale), wordings=queries.wordings(request.actor, found),
        table=queries.tariff(request.actor, found), versions=_versions(request, scale), is_own=local.is_own(scale),
        trained=queries.trained(request.actor, request.actor.uid, found), lacks_text=lacks_text(found),
        based_on=_named(found.based_on), may_manage=request.actor.may(P.MANAGE_SERVICES),
        unscored=tables.waiting(request.actor, scale) if request.actor.may(P.MANAGE_SERVICES) else 0,
    )  # fmt: skip


def one_of(request: Request, id: str, version: int | None = None) -> Scale:
    """A scale of the package, or the organisation's own. Raises NotFound."""
    try:
        found = registry.get("scale", id, version)
    except NotDefined:
        raise NotFound("no such scale") from None
    if local.is_own(id) and not local.visible_to(request.actor).filter(scale=id).exists():
        raise NotFound("no such scale")
    return found


def lacks_text(scale: Scale) -> bool:
    return any(item.text is None for item in scale.scored)


def _versions(request: Request, id: str) -> list[int]:
    if local.is_own(id):
        return sorted(one.number for one in local.versions(request.actor, id) if one.state != "draft")
    return list(registry.PACKAGE.versions("scale", id))


def _named(id: str | None) -> str:
    try:
        return registry.get("scale", id).label if id else ""
    except NotDefined:
        return ""


def _fits(one: queries.ScaleView, state: str, words: str) -> bool:
    if state in FITS and one.state not in FITS[state]:
        return False
    about = " ".join((one.label, one.short_label, one.id, *(item.topic for item in one.scale.items))).casefold()
    return all(word in about for word in words.casefold().split())


def in_use(request: Request) -> dict[str, list[str]]:
    """Names of the services that use a scale, by its id."""
    rows = ServiceScale.objects.filter(organisation_id=request.actor.organisation_id).order_by("service__name")
    found: dict[str, list[str]] = {}
    for id, name in rows.values_list("scale", "service__name"):
        found.setdefault(id, []).append(name)
    return found


def _trainings_now(request: Request, every: list[queries.ScaleView]) -> list[Any]:
    """Who has practised the version that is asked now."""
    newest = {one.id: one.scale.version for one in every}
    return [one for one in queries.trainings(request.actor) if newest.get(one.scale) == one.scale_version]
