"""The measures of one's own: all of them, one with its versions, publishing, a next version, withdrawing."""

from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.contracts import own_building, own_measures, own_wording
from cairn.contracts import queries as contracts
from cairn.contracts import rules_own_measures as rules
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.measuring import ALWAYS, title
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.own_measures import OwnVersion
from cairn.interfaces.pages import address
from cairn.interfaces.versions import told
from cairn.interfaces.workspace.measures.starting import STARTERS
from cairn.interfaces.workspace.pages import Request, done, draw, page, pressed, to
from cairn.kernel.problems import Refused
from cairn.presentation.tried import tried


@page(P.MAKE_MEASURES)
def every(request: Request) -> HttpResponse:
    """The organisation's own measures, each with its newest version; where there is none, what one may be."""
    newest: dict[str, OwnVersion] = {}
    for one in own_measures.every(request.actor):
        newest.setdefault(one.id, one)
    return draw(request, "measures/list", measures=list(newest.values()), starters=STARTERS)


@page(P.MAKE_MEASURES)
def one(request: Request, measure: str) -> HttpResponse:
    """Its versions, the newest first, each with what it counts otherwise than the one before; and its figures now."""
    versions = own_measures.versions(request.actor, measure)
    if not versions:
        raise Http404
    newest = versions[0]
    return draw(
        request, "measures/one", newest=newest, versions=told(versions, _differs), facts=_facts(newest),
        tried=tried(request.actor, newest.definition), carried=_carried(request, measure),
        agreeable=_agreeable(request, newest),
    )  # fmt: skip


def _differs(before: OwnVersion, after: OwnVersion) -> list[str]:
    return own_wording.differences(before.definition, after.definition)


def _facts(version: OwnVersion) -> list[dict[str, str]]:
    one = version.definition
    groups = [title(name).lower() for name in one.may_group_by if name not in ALWAYS]
    said = [
        ("What it counts", one.words), ("What it does not show", one.not_shown or "Not said yet."),
        ("Better", rules.BETTER[one.better]), ("Broken down by", ", ".join(["quarter", "contract", *groups])),
        ("Its number", f"{one.id}, version {one.version}"),
    ]  # fmt: skip
    return [{"key": key, "value": words} for key, words in said]


def _carried(request: Request, measure: str) -> list[tuple[str, int]]:
    """The contracts that carry it, each with the version that was agreed."""
    rows = AgreedMeasure.objects.filter(provider_id=request.actor.organisation_id, measure=measure)
    told = rows.order_by("contract__reference", "measure_version").values_list(
        "contract__reference", "contract__title", "measure_version"
    )
    return [(f"{reference} {name}", number) for reference, name, number in told.distinct()]


def _agreeable(request: Request, newest: OwnVersion) -> list[Any]:
    """Where a published one can be proposed: the contracts that the organisation leads, and that do not carry it yet."""
    if newest.state != "published":
        return []
    rows = AgreedMeasure.objects.filter(measure=newest.id, measure_version=newest.number)
    there = {str(uid) for uid in rows.values_list("contract__uid", flat=True)}
    ours = [line for line in contracts.listing(request.actor) if line.side == "provider"]
    return [line for line in ours if line.uid not in there]


@page(P.MAKE_MEASURES, writes=True)
def publish(request: Request, measure: str, number: int) -> HttpResponse:
    """What cannot be changed later, seen once more before it is published."""
    row = own_measures.get(request.actor, measure, number)
    if row.state != "draft":
        return to(request, "own_measure", measure=measure)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            deeds.publish(by=request.actor, id=measure, number=number)
            done(request, "It is published. It can be proposed to a commissioner now.")
            return to(request, "own_measure", measure=measure)
        except NotAllowed:
            raise
        except Refused as refused:
            problems = refused.problems
    draft = own_measures.view(row)
    plan = own_building.plan_of(draft.definition)
    before = next(
        (
            each
            for each in own_measures.versions(request.actor, measure)
            if each.number < number and each.state != "draft"
        ),
        None,
    )
    return draw(
        request, "measures/publish", version=draft, before=before, facts=_facts(draft), problems=problems,
        lacking=problems or rules.lacking(plan, deeds.taken(request.actor, measure)),
        differences=own_wording.differences(before.definition, draft.definition) if before else [],
        tried=tried(request.actor, draft.definition), status=422 if problems else 200,
        back=address(request, "workspace:own_measure", measure=measure),
    )  # fmt: skip


@page(P.MAKE_MEASURES, only_post=True)
def next_version(request: Request, measure: str) -> HttpResponse:
    words = "Here is a draft of the next version. The one before stays as it is, and contracts that carry it keep it."
    pressed(request, words, lambda: deeds.next_version(by=request.actor, id=measure))
    return to(request, "own_measure", measure=measure)


@page(P.MAKE_MEASURES, only_post=True)
def withdraw(request: Request, measure: str, number: int) -> HttpResponse:
    words = "It is withdrawn: it can no longer be agreed. Figures that were sent with it stay."
    pressed(request, words, lambda: deeds.withdraw(by=request.actor, id=measure, number=number))
    return to(request, "own_measure", measure=measure)


@page(P.MAKE_MEASURES, only_post=True)
def drop(request: Request, measure: str, number: int) -> HttpResponse:
    pressed(request, "The draft is gone.", lambda: deeds.drop(by=request.actor, id=measure, number=number))
    is_left = own_measures.versions(request.actor, measure)
    return to(request, "own_measure", measure=measure) if is_left else to(request, "own_measures")
