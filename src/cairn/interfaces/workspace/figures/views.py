"""The organisation's own figures: any measure, any period, by up to one dimension."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import own_measures
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import figures as insight
from cairn.insight import marts
from cairn.insight.results import MeasureResult
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.kernel.problems import Refused
from cairn.presentation import dimensions, mapping, periods
from cairn.presentation import figures as presentation
from cairn.web.forms import add_problems, view


class FiguresForm(forms.Form):
    """A question, sent by GET."""

    measure = forms.ChoiceField(label="Measure")
    period = forms.ChoiceField(label="Period")
    by = forms.ChoiceField(label="Broken down by", required=False)

    def __init__(
        self, *args: Any, periods: Sequence[tuple[str, str]], measures: Sequence[Measure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {each.id: each for each in measures}
        offered = {name for each in self.measures.values() for name in each.may_group_by}
        whole = ("", "Nothing: the whole")
        choices = {
            "measure": [(each.id, each.label) for each in self.measures.values()],
            "period": list(periods),
            "by": [whole, *dimensions.choices(offered)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        measure, by = self.measures.get(said.get("measure", "")), said.get("by")
        if measure and by and by not in measure.may_group_by:
            known = ", ".join(label.lower() for _, label in dimensions.choices(measure.may_group_by))
            self.add_error("by", f"This measure is not broken down so. Choose from: {known}.")
        return said


@page(P.SEE_OWN_FIGURES)
def figures(request: Request) -> HttpResponse:
    """A form by GET: the address is the question, and may be kept."""
    form = _form(request)
    result = _ask(request, form)
    definition = registry.get("measure", result.measure, result.version) if result else None
    return show(
        request, "figures/page", status=422 if form.is_bound and form.errors else 200, form=view(form),
        result=result, definition=definition,
        shown=presentation.shown(request.actor, result, definition) if result and definition else None,
        facts=presentation.definition_facts(definition) if definition else (),
        beside=_beside(request, result, definition) if result and definition else (),
        mapped=mapping.facts(result.told) if result else (),
    )  # fmt: skip


def _beside(request: Request, result: MeasureResult, definition: Measure) -> list[tuple[str, str]]:
    """(measure, sentence) of what a figure would mislead without, whole, for the same period."""
    found = []
    for name in definition.beside:
        other = insight.compute(name, by=request.actor, period=result.period)
        found.append((name, presentation.shown(request.actor, other, registry.get("measure", name)).sentence))
    return found


def _form(request: Request) -> FiguresForm:
    given: dict[str, Any] = {
        "periods": periods.choices(clock.today()), "measures": own_measures.every_known(request.actor),
    }  # fmt: skip
    if "measure" in request.GET:
        return FiguresForm(request.GET, **given)
    last = previous(quarter_of(clock.today())).label
    return FiguresForm(initial={"measure": "people_supported", "period": last}, **given)


def _ask(request: Request, form: FiguresForm) -> MeasureResult | None:
    """The figure; while there is no question, that of the form as it opens."""
    if form.is_bound and not form.is_valid():
        return None
    said = form.cleaned_data if form.is_bound else {**form.initial, "by": ""}
    marts.refresh(request.actor.organisation_id)
    try:
        return insight.compute(
            said["measure"], by=request.actor, period=Period.parse(said["period"]),
            group_by=(said["by"],) if said["by"] else (),
        )  # fmt: skip
    except Refused as refused:
        add_problems(form, refused.problems)
        return None
