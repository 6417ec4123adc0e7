"""How people changed on one scale: the whole report on a page, asked for by GET, printable, and as a file."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.insight import change as insight
from cairn.insight import figures
from cairn.insight.change import ChangeReport
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.presentation import change as presentation
from cairn.presentation import dimensions, periods
from cairn.services import queries as services
from cairn.web.forms import view

FIRST_TO = (
    ("latest", "The latest reading in the period"),
    ("review", "The first review"),
    ("end", "The reading at the end"),
)
COLUMNS = ("What", "How much")


class ChangeForm(forms.Form):
    """A question, sent by GET. A part that the scale has not is its first."""

    scale = forms.ChoiceField(label="Scale")
    of = forms.ChoiceField(label="Score", required=False)
    period = forms.ChoiceField(label="Period of the second reading")
    first_to = forms.ChoiceField(label="First reading to", choices=FIRST_TO)
    service = forms.ChoiceField(label="Service", required=False)
    rater = forms.ChoiceField(label="Rated by", required=False)
    by = forms.ChoiceField(label="Broken down by", required=False)

    def __init__(self, *args: Any, actor: Actor, scales: Sequence[Scale], chosen: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        raters = registry.get("codes", "assessment_rater").entries
        offered = services.visible_to(actor).order_by("name").values_list("uid", "name")
        choices: dict[str, list[tuple[str, str]]] = {
            "scale": [(one.id, one.short_label) for one in scales],
            "of": list(insight.parts_of(chosen)),
            "period": periods.choices(clock.today()),
            "service": [("", "All that are no waiting list"), *((str(uid), name) for uid, name in offered)],
            "rater": [("", "Anybody"), *((one.code, one.label) for one in raters)],
            "by": [("", "Nothing: the whole"), *dimensions.choices(insight.BROKEN_DOWN_BY)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        if len(choices["of"]) == 1:
            del self.fields["of"]


@page(P.SEE_OWN_FIGURES)
def change(request: Request) -> HttpResponse:
    """The address is the question, and may be kept."""
    offered = insight.used(request.actor)
    if not offered:
        return show(request, "figures/change", form=None, shown=None)
    form, chosen = _form(request, offered)
    if form.is_bound and not form.is_valid():
        return show(request, "figures/change", status=422, form=view(form), shown=None)
    said = form.cleaned_data if form.is_bound else form.initial
    with figures.one_reading():
        report = _ask(request, said, chosen)
        parts = _parts(request, said, chosen) if chosen.rule == "each" else ()
    title = presentation.title(report)
    if (file := files.answer(request, title, COLUMNS, lambda: presentation.rows(report))) is not None:
        return file
    return show(
        request, "figures/change", form=view(form), report=report, scale=chosen,
        shown=presentation.shown(request.actor, report), parts=presentation.parts(parts) if parts else None,
        asked=request.GET.urlencode() if form.is_bound else _address(said),
    )  # fmt: skip


def _form(request: Request, offered: Sequence[Scale]) -> tuple[ChangeForm, Scale]:
    wanted = request.GET.get("scale", "")
    chosen = next((one for one in offered if one.id == wanted), offered[0])
    if wanted and chosen.id != wanted:
        offered = [*offered, chosen := _scale(wanted)]
    first = insight.parts_of(chosen)[0][0]
    latest = next(label for label, _ in periods.choices(clock.today()) if label.startswith("FY"))
    initial = {
        "scale": chosen.id, "of": first, "period": latest, "first_to": "latest", "service": "", "rater": "", "by": "",
    }  # fmt: skip
    given: dict[str, Any] = {"actor": request.actor, "scales": offered, "chosen": chosen}
    if "period" not in request.GET:
        return ChangeForm(initial=initial, **given), chosen
    data = request.GET.copy()
    if data.get("of", "") not in dict(insight.parts_of(chosen)):
        data["of"] = first
    return ChangeForm(data, **given), chosen


def _scale(id: str) -> Scale:
    try:
        return registry.get("scale", id)
    except NotDefined as error:
        raise Http404 from error


def _ask(request: Request, said: MutableMapping[str, Any], scale: Scale) -> ChangeReport:
    of = said.get("of") or None
    return insight.report(
        by=request.actor, scale=scale.id, period=Period.parse(said["period"]), of=of, first_to=said["first_to"],
        service=said["service"] or None, rater=said["rater"], group_by=said["by"],
    )  # fmt: skip


def _parts(request: Request, said: MutableMapping[str, Any], scale: Scale) -> tuple[ChangeReport, ...]:
    """Each area of a ladder, beside the one that is shown whole."""
    bare = {**said, "by": ""}
    return tuple(_ask(request, {**bare, "of": id}, scale) for id, _ in insight.parts_of(scale))


def _address(said: MutableMapping[str, Any]) -> str:
    return "&".join(f"{name}={value}" for name, value in said.items())
