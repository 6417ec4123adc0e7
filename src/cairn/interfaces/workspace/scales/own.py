"""An organisation's own scales in the browser: begun from a pattern or from nothing, built area by area, seen as it will be."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, QueryDict

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.desk.actions import drafts
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.drafts import NEVER_KEPT, too_long
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.interfaces.workspace.scales.own_forms import OwnScaleForm, initial_of, plan_of, rearranged, row_count
from cairn.kernel.problems import Done, Refused
from cairn.scales import building, local
from cairn.scales.actions import local as deeds
from cairn.scales.building import Plan

BLANK = Plan(label="")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being built: its plan as it stands saved, under which name it is kept while typed, and the saved version."""

    plan: Plan
    key: str
    id: str = ""
    number: int = 1
    seen: int = 0


@page(P.MANAGE_SERVICES)
def every(request: Request) -> HttpResponse:
    """The organisation's own scales, each with its newest version."""
    newest: dict[str, local.LocalVersion] = {}
    for one in local.every(request.actor):
        newest.setdefault(one.id, one)
    patterns = [one for one in registry.all("scale") if one.template]
    return draw(request, "scales/own_list", scales=list(newest.values()), patterns=patterns)


@page(P.MANAGE_SERVICES, writes=True)
def new(request: Request) -> HttpResponse:
    """Begin: `from` names a pattern; without one, from nothing."""
    pattern = request.GET.get("from", "")
    found = next((one for one in registry.all("scale") if one.id == pattern and one.template), None)
    plan = replace(building.from_template(found), label="", short_label="", about="") if found else BLANK
    return _build(request, Draft(plan, f"own-scale.new.{found.id if found else 'blank'}"), "Make a scale of your own")


@page(P.MANAGE_SERVICES, writes=True)
def edit(request: Request, scale: str, number: int) -> HttpResponse:
    """Go on with a draft."""
    row = local.get(request.actor, scale, number)
    if row.state != "draft":
        return to(request, "own_scale", scale=scale)
    plan = building.plan_of(local.scale_of(row))
    return _build(
        request, Draft(plan, f"own-scale.{scale}.{number}", scale, number, row.version), f"Change {plan.label}"
    )


def _build(request: Request, draft: Draft, title: str) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") and not too_long(request):
        return _rearrange(request, draft)
    kept = drafts.get(by=request.actor, form=draft.key) or {}
    count = (
        request.POST.get("areas") if request.method == "POST" else (kept.get("areas") or [len(draft.plan.areas)])[-1]
    )
    rows = row_count(count)

    def make(**given: Any) -> OwnScaleForm:
        return OwnScaleForm(rows=rows, **given)

    sending = prepare(
        request,
        make,
        draft_key=draft.key,
        initial={**initial_of(draft.plan), "version": draft.seen or None, "areas": rows},
    )

    def keep(said: dict[str, Any]) -> Done[Any]:
        plan = plan_of(said, rows, draft.plan)
        seen = said["version"] if draft.id else None
        return deeds.draft(by=request.actor, plan=plan, id=draft.id, number=draft.number, seen=seen)

    def now() -> tuple[int, dict[str, Any]]:
        row = local.get(request.actor, draft.id, draft.number)
        return row.version, initial_of(building.plan_of(local.scale_of(row)))

    if attempt(request, sending, keep, now=now, also=lambda said: _wrong(said, rows, draft)):
        row = sending.done.one  # type: ignore[union-attr]
        say(request, sending, "The draft is saved. Nobody can use it before it is published.")
        return to(request, "own_scale", scale=row.scale)
    sending.restored = sending.restored and "at" not in request.GET
    return draw_form(
        request, sending, title=title, template="scales/own_edit", submit="Save the draft",
        back=address(request, "workspace:own_scale", scale=draft.id) if draft.id else address(request, "workspace:own_scales"),
        areas=_areas(sending, rows), fields={field.name: field for field in sending.view.fields},
        shown=_shown(sending, rows, draft), kept=_answers_of_their_own(draft.plan),
    )  # fmt: skip


def _rearrange(request: Request, draft: Draft) -> HttpResponse:
    """One area more, less, higher or lower; or nothing but the preview anew. What was typed is kept, then shown again."""
    values = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    do = values.pop("do")[-1]
    values, place = rearranged(values, do)
    drafts.put(by=request.actor, form=draft.key, values=values)
    response = HttpResponse(status=303)
    query = f"?at={place}" + (f"&from={request.GET['from']}" if request.GET.get("from", "").isidentifier() else "")
    response["Location"] = f"{request.path}{query}#{'preview' if do == 'preview' else f'area-{place}'}"
    return response


def _wrong(said: dict[str, Any], rows: int, draft: Draft) -> list[Any]:
    told = {"short_label": "", "change": None, **said}
    told["labels"] = told["labels"] if isinstance(told.get("labels"), dict) else {}
    told["bands"] = told["bands"] if isinstance(told.get("bands"), list) else []
    try:
        return building.faults(plan_of(told, rows, draft.plan))
    except (KeyError, TypeError):
        return []  # an answer that the plan is made of could not be read: that is said already


def _areas(sending: Sending, rows: int) -> list[list[Any]]:
    by_name = {field.name: field for field in sending.view.fields}
    return [[by_name[f"area_{place}_{part}"] for part in _ASKED] for place in range(rows)]


_ASKED = ("id", "label", "text", "better", "low_label", "high_label", "outcome")


def _answers_of_their_own(plan: Plan) -> set[str]:
    return {area.id for area in plan.areas if "choices" in area.kept}


def _shown(sending: Sending, rows: int, draft: Draft) -> Scale | None:
    """The scale as it would be asked, from what is typed; None while that cannot be told."""
    form = sending.form
    if not form.is_bound:
        form = OwnScaleForm(data=_as_sent(form), rows=rows)
    form.is_valid()
    try:
        plan = plan_of({"label": "A scale without a name", **form.cleaned_data}, rows, draft.plan)
        return building.built(plan, draft.id or local.new_id(), draft.number)
    except (KeyError, Refused):
        return None


def _as_sent(form: Any) -> Any:
    """The values of a form that was not sent, as if it had been."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form.initial.get(name)
        many = isinstance(value, list | tuple)
        data.setlist(name, [str(each) for each in value] if many else [] if value is None else [str(value)])
    return data
