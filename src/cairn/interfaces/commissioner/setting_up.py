"""Set a contract up: what its returns carry, who works under the lead, and when a return is asked for."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import area_outcomes, own_measures
from cairn.contracts.actions import measures as measures_actions
from cairn.contracts.actions import partners as partners_actions
from cairn.contracts.actions.partners import NewPartner
from cairn.contracts.views import ContractView
from cairn.interfaces.commissioner import forms
from cairn.interfaces.commissioner.measure_forms import MeasuresForm
from cairn.interfaces.commissioner.pages import ours, returns_of
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.periods import Period, quarter_of
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import periods
from cairn.returns import rules
from cairn.returns.actions import rounds
from cairn.returns.actions.rounds import NewRound
from cairn.returns.views import ReturnLine

DUE_AFTER = timedelta(days=28)


@page(P.MANAGE_CONTRACTS, writes=True)
def measures(request: Request, contract: str) -> HttpResponse:
    """Tick what the returns carry; each measure shows its own words."""
    found = ours(request, contract)
    agreed = [(view.measure, view.by) for view in found.measures]
    outcomes = area_outcomes.offered(request.actor, found.commissioning_area)
    own = own_measures.of_provider(found)

    def make(**given: Any) -> MeasuresForm:
        return MeasuresForm(agreed=agreed, outcomes=outcomes, own=own, **given)

    sending = prepare(request, make)

    def agree(said: dict[str, Any]) -> Done[Any]:
        form: MeasuresForm = sending.form  # type: ignore[assignment]
        with_places = form.places()
        try:
            return measures_actions.agree(by=request.actor, contract_uid=found.uid, measures=list(form.chosen()))
        except Refused as refused:
            raise Refused([_placed(problem, with_places) for problem in refused.problems]) from refused

    if attempt(request, sending, agree):
        return go(
            request,
            "commissioner:contract",
            contract=found.uid,
            said="The returns of this contract now carry them.",
            fragment="measures",
        )
    return form_page(
        request, sending, title="What do the returns carry?", submit="Agree these measures",
        back=address(request, "commissioner:contract", contract=found.uid),
        intro="Every figure is worked out from what is recorded anyway: nobody types it in. "
        "A measure may be agreed whole and broken down. How often it is carried follows the framework unless you say else.",
    )  # fmt: skip


def _placed(problem: Problem, places: list[dict[str, str]]) -> Problem:
    """A problem of the n-th measure, at the field of the form that says it."""
    if problem.row is None:
        return problem
    field = places[problem.row].get(problem.field, "")
    return Problem(problem.rule, problem.message, problem.fix, problem.severity, field, problem.row)


@page(P.MANAGE_CONTRACTS, writes=True)
def partner_new(request: Request, contract: str) -> HttpResponse:
    found = ours(request, contract)
    taken = {found.provider_uid, found.commissioner_uid, *(each.organisation_uid for each in found.partners)}

    def make(**given: Any) -> forms.PartnerForm:
        return forms.PartnerForm(taken=frozenset(taken), **given)

    sending = prepare(request, make)

    def add(said: dict[str, Any]) -> Done[Any]:
        return partners_actions.add(by=request.actor, contract_uid=found.uid, partners=[NewPartner(**said)])

    if attempt(request, sending, add):
        said = "The partner is named. It now agrees, or not, in its own Cairn."
        return go(
            request, "commissioner:contract", contract=found.uid, said=said, event=sending.event, fragment="partners"
        )
    back = address(request, "commissioner:contract", contract=found.uid)
    return form_page(request, sending, title="Name a partner", back=back, submit="Name the partner")


@page(P.MANAGE_CONTRACTS, writes=True)
def round_new(request: Request, contract: str) -> HttpResponse:
    """Ask for a return: the next quarter is filled in."""
    found = ours(request, contract)
    lines = returns_of(request, found)
    sending = prepare(request, forms.RoundForm, initial=_next_round(found, lines))

    def add(said: dict[str, Any]) -> Done[Any]:
        return rounds.add(by=request.actor, contract_uid=found.uid, rounds=[NewRound(**said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        taken = [(line.period.start, line.period.end) for line in lines if line.round_kind == "quarterly"]
        return rules.round_problems(0, NewRound(**said), (found.start_date, found.end_date), taken)

    if attempt(request, sending, add, also=also):
        said = f"The round is added. {found.provider_name} sees it now, and its figures fill themselves."
        return go(
            request, "commissioner:contract", contract=found.uid, said=said, event=sending.event, fragment="rounds"
        )
    return form_page(
        request, sending, title="Add a round", submit="Add the round",
        back=address(request, "commissioner:contract", contract=found.uid),
        intro="A round is a period to report on, with its four dates. The next quarter is filled in; change what is different.",
    )  # fmt: skip


def _next_round(found: ContractView, lines: list[ReturnLine]) -> dict[str, Any]:
    """The quarter after the last round; without one, the quarter that runs now, or the contract's first."""
    lines = [line for line in lines if line.round_kind == "quarterly"]
    if lines:
        quarter = quarter_of(lines[0].period.end + timedelta(days=1))
    else:
        quarter = quarter_of(min(max(clock.today(), found.start_date), found.end_date))
    period = Period(max(quarter.start, found.start_date), max(min(quarter.end, found.end_date), quarter.start))
    opens = period.end + timedelta(days=1)
    return {
        "name": periods.words(period), "observed_from_date": period.start, "observed_to_date": period.end,
        "opens_date": opens, "closes_date": opens + DUE_AFTER - timedelta(days=1),
    }  # fmt: skip
