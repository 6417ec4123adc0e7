"""Who was refused: of those referred, how many were turned away, by who they are; why; and how long people waited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.insight import figures as insight
from cairn.insight import marts
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.presentation import dimensions, periods
from cairn.presentation import figures as presentation
from cairn.web.forms import view

SHARE = "referrals_unsuccessful_share"
#: characteristics by which somebody is asked about first; the reason stands in a table of its own
BY = ("age_band", "gender", "ethnicity_group", "disability", "referral_sector", "referral_kind", "crisis", "service")
COUNTS = {
    "referrals_received": "Referred",
    "referrals_accepted": "Accepted",
    "referrals_unsuccessful": "Unsuccessful",
    "referrals_withdrawn": "Withdrawn",
    "referrals_pending": "Pending",
}
WAITS = ("days_to_first_contact", "days_to_support", "days_to_first_visit")


@dataclass(frozen=True, slots=True)
class Line:
    """How many of one group were referred, and what became of them, in the order of `COUNTS`."""

    label: str
    counts: tuple[int, ...]


class RefusedForm(forms.Form):
    """A question, sent by GET."""

    period = forms.ChoiceField(label="Period")
    by = forms.ChoiceField(label="By")

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
        self.fields["by"].choices = [(name, dimensions.label(name)) for name in BY]  # type: ignore[attr-defined]


@page(P.SEE_OWN_FIGURES)
def refused(request: Request) -> HttpResponse:
    """A form by GET: the address is the question, and may be kept."""
    offered = periods.choices(clock.today())
    start = {"period": previous(quarter_of(clock.today())).label, "by": "age_band"}
    form = (
        RefusedForm(request.GET, periods=offered)
        if "by" in request.GET
        else RefusedForm(initial=start, periods=offered)
    )
    if form.is_bound and not form.is_valid():
        return show(request, "figures/refused", status=422, form=view(form), shown=None)
    said = form.cleaned_data if form.is_bound else start
    marts.refresh(request.actor.organisation_id)
    with insight.one_reading():
        found = _found(request.actor, Period.parse(said["period"]), said["by"])
    return show(request, "figures/refused", form=view(form), counted=tuple(COUNTS.values()), **found)


def _found(by: Actor, period: Period, dimension: str) -> dict[str, Any]:
    share = insight.compute(SHARE, by=by, period=period, group_by=(dimension,))
    whole = insight.compute(SHARE, by=by, period=period)
    return {
        "shown": presentation.shown(by, share, registry.get("measure", SHARE)),
        "whole": presentation.shown(by, whole, registry.get("measure", SHARE)),
        "lines": _lines(by, period, dimension),
        "reasons": _reasons(by, period),
        "waits": [_wait(by, name, period) for name in WAITS],
        "as_of": share.as_of,
    }


def _lines(by: Actor, period: Period, dimension: str) -> list[Line]:
    """What became of those referred, group by group; the four add up to those referred."""
    found: dict[str, Mapping[str, int]] = {}
    for name in COUNTS:
        result = insight.compute(name, by=by, period=period, group_by=(dimension,))
        found[name] = {row.codes[0]: int(row.value or 0) for row in result.rows}
    codes = [code for counts in found.values() for code in counts]
    named = dimensions.names(by, dimension, codes)
    lines = [Line(words, tuple(found[name].get(code, 0) for name in COUNTS)) for code, words in named.items()]
    return [*lines, Line("All", tuple(sum(counts.values()) for counts in found.values()))] if lines else []


def _reasons(by: Actor, period: Period) -> list[tuple[str, int]]:
    result = insight.compute("referrals_unsuccessful", by=by, period=period, group_by=("unsuccessful_reason",))
    counts = {row.codes[0]: int(row.value or 0) for row in result.rows}
    return [(words, counts[code]) for code, words in dimensions.names(by, "unsuccessful_reason", counts).items()]


def _wait(by: Actor, name: str, period: Period) -> tuple[str, presentation.Shown]:
    definition = registry.get("measure", name)
    return name, presentation.shown(by, insight.compute(name, by=by, period=period), definition)
