"""Agree anew what a measure of a contract means for its returns, or take it out of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import agreed, area_outcomes
from cairn.contracts.actions import measures as actions
from cairn.contracts.actions.measures import Terms
from cairn.contracts.agreed import AgreedLine
from cairn.contracts.rules_measures import terms_problems
from cairn.definitions import registry
from cairn.frameworks import items
from cairn.interfaces.commissioner.measure_forms import EndForm, TermsForm
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.presentation import dimensions


@page(P.MANAGE_CONTRACTS)
def all_agreed(request: Request, contract: str) -> HttpResponse:
    """Every agreed measure with its class, level, frequency, outcome and target, and a way to change each."""
    found = ours(request, contract)
    lines = agreed.lines(request.actor, found.uid)
    return show(
        request, "commissioner/agreed", contract=found, lines=lines, often=items.FREQUENCIES,
        classes=registry.get("codes", "measure_class"), by_words=dimensions.label,
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def terms(request: Request, contract: str, measure: str) -> HttpResponse:
    """Class, frequency, level with its reason, and the outcome of one's own list."""
    found = ours(request, contract)
    line = agreed.line(request.actor, found.uid, measure)
    now = line.view.area_outcome_uid
    outcomes = area_outcomes.offered(request.actor, found.commissioning_area, now)

    def make(**given: Any) -> TermsForm:
        return TermsForm(definition=line.view.definition, outcomes=outcomes, **given)

    sending = prepare(request, make, initial=_initial(line))

    def change(said: dict[str, Any]) -> Done[Any]:
        form: TermsForm = sending.form  # type: ignore[assignment]
        about = {"contract_uid": found.uid, "measure_uid": line.uid, "version": said["version"]}
        return actions.change(by=request.actor, terms=form.terms(), reason=said["reason"], **about)

    def also(said: dict[str, Any]) -> list[Problem]:
        given = {name: said.get(name) or "" for name in Terms.__dataclass_fields__}
        return terms_problems(Terms(**given), line.view.definition, outcomes)

    if attempt(request, sending, change, also=also, now=lambda: (line.version, _initial(line))):
        _warn(request, sending.done)
        said_now = f"“{line.view.label}” is agreed so. Returns that are open follow at once."
        return go(request, "commissioner:agreed", contract=found.uid, said=said_now, event=sending.event)
    return form_page(
        request, sending, title=f"What is agreed of “{line.view.label}”?", submit="Agree",
        back=address(request, "commissioner:agreed", contract=found.uid), intro=_about(line),
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def end(request: Request, contract: str, measure: str) -> HttpResponse:
    """Ask why, then take the measure out of the returns."""
    found = ours(request, contract)
    line = agreed.line(request.actor, found.uid, measure)
    sending = prepare(request, EndForm, initial={"version": line.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.end(by=request.actor, contract_uid=found.uid, measure_uid=line.uid, **said)

    if attempt(request, sending, do):
        _warn(request, sending.done)
        said_now = f"The returns of this contract no longer carry “{line.view.label}”."
        return go(request, "commissioner:agreed", contract=found.uid, said=said_now, event=sending.event)
    name = f"{line.view.label}, by {dimensions.label(line.view.by).lower()}" if line.view.by else line.view.label
    return form_page(
        request, sending, template="commissioner/agreed_end", title=f"Take “{name}” out of the returns?",
        submit="Take it out", contract=found, back=address(request, "commissioner:agreed", contract=found.uid),
        intro="Returns that are open no longer carry it. What was sent stays as it was sent, and "
        f"{found.provider_name} goes on recording as before.",
    )  # fmt: skip


def _initial(line: AgreedLine) -> dict[str, Any]:
    view = line.view
    return {
        "measure_class": view.measure_class, "frequency": view.frequency, "level": view.level,
        "level_reason": view.level_reason, "area_outcome_uid": view.area_outcome_uid, "version": line.version,
    }  # fmt: skip


def _about(line: AgreedLine) -> str:
    by = f" Broken down by {dimensions.label(line.view.by).lower()}." if line.view.by else ""
    return f"{line.view.definition.words}{by} Returns that were sent stay as they were sent."


def _warn(request: Request, done: Done[Any] | None) -> None:
    for problem in done.problems if done else ():
        messages.warning(request, problem.words)


urls = [
    path("contracts/<uuid:contract>/agreed/", all_agreed, name="agreed"),
    path("contracts/<uuid:contract>/agreed/<uuid:measure>/", terms, name="agreed_change"),
    path("contracts/<uuid:contract>/agreed/<uuid:measure>/end/", end, name="agreed_end"),
]
