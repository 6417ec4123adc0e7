"""How figures are rated: a contract's targets and rules, and a colour given by hand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts.actions import targets
from cairn.contracts.actions.targets import NewTarget
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.views import ContractView, MeasureView
from cairn.interfaces.commissioner.measure_forms import reason_field
from cairn.interfaces.commissioner.pages import ours as our_contract
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.commissioner.talk import _about, _figure
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.presentation import figures, rag
from cairn.returns import colours, queries, rating
from cairn.returns.actions import ratings
from cairn.returns.models import FigureRating
from cairn.returns.rules import reason_problems
from cairn.web.formfields import CodeField, NumberField, VersionField

NARROW = {"inputmode": "decimal", "class": "govuk-input--width-5"}
BETTER = {
    "higher": "More of it is better.",
    "lower": "Less of it is better.",
    "none": "Neither more nor less is better.",
}


class TargetForm(forms.Form):
    """Field names are those of `NewTarget`. A share is written as a percentage."""

    target = NumberField(
        label="Target", required=False, max_digits=12, decimal_places=2,
        error_messages={"invalid": "Write a number, or leave it blank."}, widget=forms.TextInput(attrs=NARROW),
    )  # fmt: skip
    amber_percent = forms.DecimalField(
        label="How wide is amber?", max_digits=5, decimal_places=2,
        help_text="In per cent of the target, on its worse side. With 10, a target of 50 has amber from 45 to 50.",
        error_messages={"invalid": "Write a number of per cent."},
        widget=forms.TextInput(attrs={**NARROW, "suffix": "%"}),
    )  # fmt: skip
    border_is_better = CodeField(
        label="A figure that lies exactly on a border has",
        choices=[("yes", "the better colour: on the target is green"), ("no", "the worse colour: on the target is amber")],
    )  # fmt: skip
    least_n = forms.IntegerField(
        label="No colour below an n of", help_text="0: every n will do.",
        error_messages={"invalid": "Write a whole number."}, widget=forms.TextInput(attrs=NARROW),
    )  # fmt: skip
    reason = reason_field("Why this rule?")
    version = VersionField()

    def __init__(self, *args: Any, is_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_share = is_share
        hint = "Blank: no target, so no colour."
        self.fields["target"].help_text = f"As a percentage. {hint}" if is_share else hint
        if is_share:
            self.fields["target"].widget.attrs["suffix"] = "%"

    def rule(self) -> NewTarget:
        said = self.cleaned_data
        target = said.get("target")
        target = target / 100 if self.is_share and target is not None else target
        return NewTarget(target, said["amber_percent"], said["border_is_better"] == "yes", said["least_n"])


@dataclass(frozen=True, slots=True)
class Agreed:
    """A measure of a contract with its rule in words."""

    view: MeasureView
    target: str
    words: str
    better: str


def _agreed(found: ContractView) -> list[Agreed]:
    """Each measure once: the whole's own line, or the first."""
    said = colours.rules(found.measures)
    views: dict[str, MeasureView] = {}
    for view in sorted(found.measures, key=lambda view: bool(view.by)):
        views.setdefault(view.measure, view)
    return [
        Agreed(
            views[name], _target(views[name], said[name].target), rating.words(said[name]), BETTER[said[name].better]
        )
        for name in dict.fromkeys(view.measure for view in found.measures)
    ]


def _target(view: MeasureView, target: Decimal | None) -> str:
    return figures.target(None if target is None else float(target), view.definition.kind, view.definition.decimals)


@page(P.MANAGE_CONTRACTS)
def all_targets(request: Request, contract: str) -> HttpResponse:
    """Every measure of a contract, its target, and the rule that colours it, in words."""
    found = our_contract(request, contract)
    return show(request, "commissioner/targets", contract=found, agreed=_agreed(found))


@page(P.MANAGE_CONTRACTS, writes=True)
def target(request: Request, contract: str, measure: str) -> HttpResponse:
    """The rule of one measure. Its direction is the definition's, so that it is the same for everybody."""
    found = our_contract(request, contract)
    view = next((one.view for one in _agreed(found) if one.view.measure == measure), None)
    if view is None:
        raise queries.NotFound(measure)
    rule, is_share = colours.rules(found.measures)[measure], view.definition.kind == "share"
    said = None if rule.target is None else rule.target * 100 if is_share else rule.target
    row = AgreedMeasure.objects.get(contract__uid=found.uid, measure=measure, by=view.by)
    initial = {
        "target": None if said is None else f"{said.normalize():f}", "amber_percent": f"{rule.amber_percent.normalize():f}",
        "border_is_better": "yes" if rule.border_is_better else "no", "least_n": rule.least_n, "version": row.version,
    }  # fmt: skip

    def make(**given: Any) -> TargetForm:
        return TargetForm(is_share=is_share, **given)

    sending = prepare(request, make, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        form: TargetForm = sending.form  # type: ignore[assignment]
        about = {"reason": said["reason"], "version": said["version"]}
        return targets.rate(by=request.actor, contract_uid=found.uid, measure=measure, new=form.rule(), **about)

    def also(said: dict[str, Any]) -> list[Problem]:
        target, amber = said["target"], Decimal(said["amber_percent"])
        new = NewTarget(None if target is None else Decimal(target), amber, least_n=said["least_n"])
        return targets.target_problems(new)

    if attempt(request, sending, do, also=also):
        said_now = f"{view.label} is rated so from now on, also in returns that were accepted."
        return go(request, "commissioner:targets", contract=found.uid, said=said_now, event=sending.event)
    return form_page(
        request, sending, title=f"How is “{view.label}” rated?", submit="Agree this rule",
        back=address(request, "commissioner:targets", contract=found.uid),
        intro=f"{view.definition.words} {BETTER[view.definition.better]} That is part of the definition.",
    )  # fmt: skip


class ColourForm(forms.Form):
    colour = CodeField(
        label="Colour",
        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red"), ("none", "No colour")],
    )
    reason = forms.CharField(
        label="Why?", help_text="The provider reads it once the return is accepted.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = VersionField()


@page(P.REVIEW_RETURNS, writes=True)
def colour(request: Request, answer: str, measure: str) -> HttpResponse:
    """Give one figure a colour, whatever the rule says, with the reason."""
    found = ours(request, answer)
    figure = _figure(found, measure, request.GET.get("code", ""))
    now = colours.of(request.actor, found)[figure.key]
    row = FigureRating.objects.filter(answer__uid=found.uid, measure=figure.measure, code=figure.code).first()
    initial = {"version": row.version if row else 0}
    if row:
        initial |= {"colour": row.colour, "reason": row.reason}
    sending = prepare(request, ColourForm, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        return ratings.colour(
            by=request.actor, answer_uid=found.uid, measure=figure.measure, code=figure.code, colour=said["colour"],
            reason=said["reason"], version=said["version"],
        )  # fmt: skip

    def also(said: dict[str, Any]) -> list[Problem]:
        return reason_problems(said.get("reason") or "")

    if attempt(request, sending, do, also=also):
        return go(request, "commissioner:return", answer=found.uid, said="The colour is given, with your reason.",
                  event=sending.event, fragment=f"figure-{figure.measure}")  # fmt: skip
    name = f"{figure.measure_label}: {figure.label}" if figure.code else figure.measure_label
    value = figures.stat(figure, figure.kind, figure.decimals)
    return form_page(
        request, sending, template="commissioner/colour", title="Give this figure a colour", submit="Give this colour",
        intro=f"{name}. {_about(found)}", back=address(request, "commissioner:return", answer=found.uid), value=value,
        mark=rag.mark(now), figure=figure, answer=found, is_by_hand=row is not None,
    )  # fmt: skip


@page(P.REVIEW_RETURNS, only_post=True)
def uncolour(request: Request, answer: str, measure: str) -> HttpResponse:
    """Let the rule speak again."""
    found = ours(request, answer)
    code = request.GET.get("code", "")
    done = ratings.clear(by=request.actor, answer_uid=found.uid, measure=measure, code=code)
    return go(request, "commissioner:return", answer=found.uid, said="The contract’s rule gives the colour again.",
              event=done.event_uid, fragment=f"figure-{measure}")  # fmt: skip


urls = [
    path("contracts/<uuid:contract>/targets/", all_targets, name="targets"),
    path("contracts/<uuid:contract>/targets/<slug:measure>/", target, name="target"),
    path("returns/<uuid:answer>/colour/<slug:measure>/", colour, name="colour"),
    path("returns/<uuid:answer>/colour/<slug:measure>/clear/", uncolour, name="uncolour"),
]
