"""Try how a scale is scored; practise asking it; see who has. Of the answers nothing is kept, anywhere."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.pages import address
from cairn.interfaces.saving import INVALID
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.interfaces.workspace.scales import facts
from cairn.interfaces.workspace.scales.answering import AnswerForm, asking
from cairn.interfaces.workspace.scales.library import in_use, one_of
from cairn.kernel import clock
from cairn.scales import queries
from cairn.scales.actions import trainings
from cairn.web.forms import view as form_view


@page(P.RECORD, writes=True)
def trial(request: Request, scale: str) -> HttpResponse:
    """Answers in, score out. Also of a scale that is locked: numbers and topics are no wording."""
    found = queries.asked(request.actor, one_of(request, scale), clock.today()).scale
    form = _form(request, found, whole=False)
    return _draw(request, "scales/try", found, form)


@page(P.RECORD, writes=True)
def practice(request: Request, scale: str) -> HttpResponse:
    """The form as it is asked here, with its guidance; done to the end, only who, which scale and when is noted."""
    asked = queries.asked(request.actor, one_of(request, scale), clock.today())
    if asked.locked:
        return draw(
            request, "scales/locked", status=200 if request.method == "GET" else INVALID, scale=asked.scale,
            problem=asked.locked, may_manage=request.actor.may(P.MANAGE_SERVICES),
        )  # fmt: skip
    form = _form(request, asked.scale, whole=True)
    if form.is_bound and form.is_valid():
        trainings.practised(by=request.actor, scales=[asked.scale.id])
    done = queries.trained(request.actor, request.actor.uid, asked.scale)
    return _draw(request, "scales/practice", asked.scale, form, trained=done)


def _form(request: Request, scale: Scale, *, whole: bool) -> AnswerForm:
    if scale.template:
        raise NotFound("a pattern is not asked")
    return AnswerForm(data=request.POST if request.method == "POST" else None, scale=scale, whole=whole)


def _draw(request: Request, template: str, scale: Scale, form: AnswerForm, **more: Any) -> HttpResponse:
    shown = form_view(form)
    wrong = form.is_bound and not form.is_valid()
    pairs = asking(form, shown.fields)
    return draw(
        request, template, status=INVALID if wrong else 200, scale=scale, form=shown, scored=form.scored, facts=facts,
        items=[pair for pair in pairs if not pair[0].item.extra], extras=[pair for pair in pairs if pair[0].item.extra],
        back=address(request, "workspace:scale", scale=scale.id),
        sets={one.id: one.label for one in scale.bands}, **more,
    )  # fmt: skip


@page(P.MANAGE_SERVICES)
def practised(request: Request) -> HttpResponse:
    """Who has practised which of the scales that are in use, and who has not yet."""
    every = {one.id: one for one in queries.scales(request.actor, clock.today())}
    done = {(one.user_uid, one.scale): one for one in queries.trainings(request.actor)}
    wanted = set(in_use(request)) | {scale for _, scale in done}
    scales = [one for one in every.values() if one.id in wanted]
    chosen, missing = request.GET.get("scale", ""), bool(request.GET.get("missing"))
    rows = [
        (person.name, one, done.get((person.uid, one.id)))
        for one in scales
        for person in queries.recorders(request.actor)
        if chosen in ("", one.id)
    ]
    rows = [(name, one, dated) for name, one, dated in rows if not (missing and _is_now(one, dated))]
    lines = ((name, one.label, dated.done_date if dated else None) for name, one, dated in rows)
    if (
        file := files.answer(request, "Scales practised", ("Name", "Scale", "Practised on"), lambda: lines)
    ) is not None:
        return file
    return draw(request, "scales/practised", rows=rows, scales=scales, chosen=chosen, missing=missing, is_now=_is_now)


def _is_now(one: queries.ScaleView, done: queries.TrainingView | None) -> bool:
    """Whether the version that is asked now was practised."""
    return done is not None and done.scale_version == one.scale.version
