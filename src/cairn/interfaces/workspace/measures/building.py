"""The builder: one page on which a measure is put together, read as a sentence, and tried on real records."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import measuring_choices, own_building, own_measures, own_wording
from cairn.contracts import rules_own_measures as rules
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.measuring import title as title_of
from cairn.contracts.measuring_choices import Choices
from cairn.contracts.rules_own_measures import Plan
from cairn.definitions.shapes.measure import Measure
from cairn.desk.actions import drafts
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.drafts import NEVER_KEPT, too_long
from cairn.interfaces.workspace.measures import starting
from cairn.interfaces.workspace.measures.forms import (
    MeasureForm,
    Stands,
    as_sent,
    initial_of,
    placed,
    plan_of,
    rearranged,
    stands_in,
    stands_of,
)
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation.tried import Tried, tried


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being built: its plan as it stands saved, the name under which it is kept while typed, the saved version."""

    plan: Plan
    key: str
    id: str = ""
    number: int = 1
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Reads:
    """What the page says of the measure as it is typed: its sentence, and its figures; or why it cannot be tried yet."""

    sentence: str
    tried: Tried | None
    faults: tuple[Problem, ...]


@page(P.MAKE_MEASURES, writes=True)
def new(request: Request) -> HttpResponse:
    """Begin: `from` names an example; without one, from nothing."""
    id, choices = request.GET.get("from", ""), measuring_choices.choices(request.actor)
    plan = starting.plan(id, choices)
    if plan is None:
        id, plan = "", Plan(by=starting.usual_groups("attended"))
    return _build(request, Draft(plan, f"own-measure.new.{id or 'blank'}"), choices, "Make a measure of your own")


@page(P.MAKE_MEASURES, writes=True)
def edit(request: Request, measure: str, number: int) -> HttpResponse:
    """Go on with a draft."""
    row = own_measures.get(request.actor, measure, number)
    if row.state != "draft":
        return to(request, "own_measure", measure=measure)
    plan = own_building.plan_of(own_measures.measure_of(row))
    draft = Draft(plan, f"own-measure.{measure}.{number}", measure, number, row.version)
    return _build(request, draft, measuring_choices.choices(request.actor), f"Change {plan.label}")


def _build(request: Request, draft: Draft, choices: Choices, title: str) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") and not too_long(request):
        return _rearrange(request, draft)
    stands = _stands(request, draft)
    make = partial(MeasureForm, stands=stands, choices=choices)
    initial = {**initial_of(draft.plan), "version": draft.seen or None}
    sending = prepare(request, make, draft_key=draft.key, initial=initial)

    def keep(said: dict[str, Any]) -> Done[Any]:
        seen = said["version"] if draft.id else None
        plan = plan_of(said, stands)
        try:
            return deeds.draft(by=request.actor, plan=plan, id=draft.id, number=draft.number, seen=seen)
        except Refused as refused:
            raise type(refused)([placed(one, sending.form) for one in refused.problems]) from refused

    def now() -> tuple[int, dict[str, Any]]:
        row = own_measures.get(request.actor, draft.id, draft.number)
        return row.version, initial_of(own_building.plan_of(own_measures.measure_of(row)))

    def also(said: dict[str, Any]) -> list[Problem]:
        return [placed(one, sending.form) for one in rules.faults(plan_of(said, stands), choices)]

    if attempt(request, sending, keep, now=now if draft.id else None, also=also):
        say(request, sending, "The draft is saved. Nobody else sees it before it is published.")
        return to(request, "own_measure", measure=sending.done.one.measure)  # type: ignore[union-attr]
    sending.restored = sending.restored and "at" not in request.GET
    return draw_form(
        request, sending, title=title, template="measures/edit", submit="Save the draft", back=_back(request, draft),
        stands=stands, called=title_of, fields={field.name: field for field in sending.view.fields},
        reads=_reads(request, sending, stands, choices), made_under_services=measuring_choices.MADE_UNDER_SERVICES,
    )  # fmt: skip


def _back(request: Request, draft: Draft) -> str:
    if draft.id:
        return address(request, "workspace:own_measure", measure=draft.id)
    return address(request, "workspace:own_measures")


def _stands(request: Request, draft: Draft) -> Stands:
    """What the page is drawn for: as it was sent, as it was left, or as it was saved."""
    before = stands_of(draft.plan)
    if request.method == "POST":
        return stands_in({name: request.POST.getlist(name) for name in request.POST}, before)
    kept = drafts.get(by=request.actor, form=draft.key)
    return stands_in(kept, before) if kept else before


def _rearrange(request: Request, draft: Draft) -> HttpResponse:
    """A condition more or less, or other records: what was typed is kept, then shown again with what it now asks."""
    values = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    values, place = rearranged(values, values.pop("do")[-1])
    values["kind"] = [stands_in(values, stands_of(draft.plan)).kind]  # other records are perhaps not counted so
    drafts.put(by=request.actor, form=draft.key, values=values)
    response = HttpResponse(status=303)
    started = request.GET.get("from", "")
    query = "?at=1" + (f"&from={started}" if started.isidentifier() and started.isascii() else "")
    response["Location"] = f"{request.path}{query}#{place}"
    return response


def _reads(request: Request, sending: Sending, stands: Stands, choices: Choices) -> Reads:
    """From what is typed, saved or not."""
    form = sending.form if sending.form.is_bound else _bound(sending, stands, choices)
    form.is_valid()
    plan = plan_of({"label": "", **form.cleaned_data}, stands)
    named = plan if plan.label.strip() else _named(plan)
    sentence = own_wording.sentence(plan, choices)
    faults = tuple(one for one in rules.faults(named, choices) if one.field not in ("label", "not_shown", "better"))
    if faults:
        return Reads(sentence, None, faults)
    return Reads(sentence, tried(request.actor, _made(named, sentence)), ())


def _bound(sending: Sending, stands: Stands, choices: Choices) -> MeasureForm:
    return MeasureForm(data=as_sent(sending.form), stands=stands, choices=choices)


def _named(plan: Plan) -> Plan:
    return Plan(**{name: getattr(plan, name) for name in Plan.__dataclass_fields__} | {"label": "It"})


def _made(plan: Plan, sentence: str) -> Measure:
    sound = Plan(
        **{name: getattr(plan, name) for name in Plan.__dataclass_fields__} | {"better": plan.better or "none"}
    )
    return own_building.built(sound, "own-000000000000", 1, words=sentence, source="Being made")
