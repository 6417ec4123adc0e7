"""Choose the scales of a service: what may be asked, which outcomes it covers, what is missing, when each falls due."""

from typing import Any

from django.http import HttpResponse, QueryDict

from cairn.access.deeds import Conflict
from cairn.access.permissions import Permission as P
from cairn.definitions.shapes.scale import Scale
from cairn.frameworks import coverage
from cairn.interfaces.pages import version_of
from cairn.interfaces.saving import INVALID
from cairn.interfaces.workspace.codes import label
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.scales import queries as scales
from cairn.services import measuring, queries
from cairn.services.actions import scales as actions
from cairn.services.rules_scales import ScaleChoice, usual
from cairn.web.forms import ErrorLink


@page(P.MANAGE_SERVICES, writes=True)
def service_scales(request: Request, service: str) -> HttpResponse:
    """What is chosen stands first, in the order in which it is asked; then what is free, then what is locked."""
    by = request.actor
    row = queries.get(by, service)
    offered = measuring.offered(by)
    now: tuple[ScaleChoice, ...] = measuring.scales_of(by, service)
    chosen, wrong, status = list(now), list[Problem](), 200
    if request.method == "POST":
        chosen, wrong = _said(request.POST, now, offered)
        try:
            if wrong:
                raise Refused(wrong)
            made = actions.choose(by=by, service_uid=service, scales=chosen, version=version_of(request, row.version))
        except Refused as refused:
            wrong = list(refused.problems)
            status = 409 if isinstance(refused, Conflict) else INVALID
        else:
            done(request, "The scales are chosen.", made.event_uid)
            return to(request, "service", service=service, fragment="scales")
    covered = coverage.of([offered[one.scale] for one in chosen if one.scale in offered])
    return draw(
        request, "services/scales", status=status, service=row, groups=_groups(request, offered, chosen),
        chosen={one.scale: one for one in chosen}, covered=covered, usual=usual, version=queries.get(by, service).version,
        fill={gap.ref: coverage.fillers(gap.ref, offered.values()) for gap in covered.gaps},
        errors={one.field: one.words for one in wrong}, rater=lambda code: label("assessment_rater", code),
        typed=request.POST.dict(), summary=[ErrorLink(one.words, f"#{one.field or 'scales'}") for one in wrong],
    )  # fmt: skip


def _said(
    post: QueryDict, now: tuple[ScaleChoice, ...], offered: dict[str, Scale]
) -> tuple[list[ScaleChoice], list[Problem]]:
    """What was ticked, in the order in which it stood; and what cannot be read as months."""
    ticked = list(dict.fromkeys(post.getlist("scales")))
    wrong: list[Problem] = []
    ticked = _ordered(post, ticked, [one.scale for one in now], wrong)
    chosen = []
    for id in ticked:
        said: dict[str, Any] = {}
        for name, field in (("review_months", f"review-{id}"), ("follow_up_months", f"follow_up-{id}")):
            typed = post.get(field, "").strip()
            if typed and not (typed.isdecimal() and len(typed) < 4):
                fix = "Write a whole number of months; 0 where none is expected."
                wrong.append(Problem("service.months", "This is not a number of months.", fix, field=field))
            elif typed:
                said[name] = int(typed)
        begun = usual(offered[id]).rater if id in offered else "client"
        chosen.append(ScaleChoice(id, rater=post.get(f"rater-{id}") or begun, **said))
    return chosen, wrong


def _ordered(post: QueryDict, ticked: list[str], was: list[str], wrong: list[Problem]) -> list[str]:
    """By the places that were written: what was given a new place has it, in the order in which they stood where two were
    given the same; all else keeps its order around them, and what is new comes last."""
    moved: list[tuple[int, str]] = []
    for id in ticked:
        typed = post.get(f"place-{id}", "").strip()
        stood = was.index(id) + 1 if id in was else 0
        if typed.isdecimal() and 0 < len(typed) < 4:
            if int(typed) != stood:
                moved.append((int(typed), id))
        elif typed:
            fix = "Write a whole number: 1 is asked first."
            wrong.append(Problem("service.place", "This is not a place in the order.", fix, field=f"place-{id}"))
    away = {id for _, id in moved}
    order = sorted((id for id in ticked if id not in away), key=lambda id: (id not in was, id in was and was.index(id)))
    for place, id in sorted(moved, key=lambda one: one[0]):
        order.insert(max(0, place - 1), id)
    return order


def _groups(
    request: Request, offered: dict[str, Scale], chosen: list[ScaleChoice]
) -> list[tuple[str, list[tuple[Scale, Any]]]]:
    """Title and scales, each with why it is locked."""
    may = {one.id for one in scales.usable(request.actor, clock.today())}
    ids = [one.scale for one in chosen if one.scale in offered]
    rest = sorted((one for id, one in offered.items() if id not in ids), key=lambda one: one.label.casefold())
    groups = [
        ("Asked now", [offered[id] for id in ids]),
        ("Ready to ask", [one for one in rest if one.id in may]),
        ("Locked until you record a permission", [one for one in rest if one.id not in may]),
    ]
    return [(title, [(one, one.id not in may) for one in found]) for title, found in groups if found]
