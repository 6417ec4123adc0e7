"""The page on which a set is put together: every measure that stands, what may be added, and what that asks of recording."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from cairn.contracts import proposals, standing, value_banks
from cairn.contracts.actions import proposals as actions
from cairn.contracts.models import Contract, ProposalLine
from cairn.contracts.proposals import ProposalView
from cairn.contracts.rules_proposals import Ground, NewLine, proposal_problems
from cairn.interfaces.negotiating import values
from cairn.interfaces.negotiating.forms import ProposalForm, initial_of
from cairn.interfaces.negotiating.sides import Side, other_of
from cairn.interfaces.negotiating.talks import weighed
from cairn.interfaces.pages import Request
from cairn.interfaces.saving import Sending, attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem, Refused
from cairn.web.forms import add_problems


def propose(request: Request, side: Side, contract: str) -> HttpResponse:
    """Where a proposal is open this one is put in its place, and begins from it. `?add=` ticks a measure."""
    row = side.contract(request, contract)
    ground = proposals.ground(request.actor, row)
    instead = proposals.open_of(request.actor, str(row.uid))
    outcomes = proposals.outcomes(row) if side.side == "commissioner" else {}

    banked, shown = values.chosen(request, row, instead), value_banks.agreed(row)

    def make(**given: Any) -> ProposalForm:
        picked = request.GET.getlist("outcome")
        starts = standing.starts(row)
        return ProposalForm(
            ground=ground, starts=starts, outcomes=outcomes, banked=banked, picked=picked, shown=shown, **given
        )

    key = "" if instead else f"proposal-{row.uid}"
    sending = prepare(request, make, initial=_initial(request, ground, instead), draft_key=key)
    if request.method == "POST" and "look" in request.POST:
        return _look(request, side, row, sending, ground, instead)
    if attempt(request, sending, _doing(request, row, sending)):
        made = sending.done.one  # type: ignore[union-attr]
        said = f"Proposed to {other_of(row, side.side)}, who can agree, decline or answer it."
        return side.go(request, "proposal", proposal=made.uid, said=said, event=sending.event)
    return _page(request, side, row, sending, instead)


def _doing(request: Request, row: Contract, sending: Sending) -> Callable[[dict[str, Any]], Done[Any]]:
    def do(said: dict[str, Any]) -> Done[Any]:
        form = _form(sending)
        try:
            return actions.propose(
                by=request.actor, contract_uid=str(row.uid), lines=form.lines(), words=said["words"],
                from_date=date.fromisoformat(said["from_date"]), instead_of=request.POST.get("instead", ""),
                uid=str(said["uid"] or ""),
            )  # fmt: skip
        except Refused as refused:
            raise type(refused)([_placed(problem, form.places()) for problem in refused.problems]) from refused

    return do


def _look(
    request: Request, side: Side, row: Contract, sending: Sending, ground: Ground, instead: ProposalView | None
) -> HttpResponse:
    """Nothing is proposed: what is wrong, or what the set would ask."""
    form = _form(sending)
    lines = form.lines() if form.is_valid() else []
    found = proposal_problems(lines, "", ground) if form.is_valid() else []
    add_problems(form, [_placed(problem, form.places()) for problem in found])
    return _page(request, side, row, sending, instead, [] if form.errors else lines)


def _page(
    request: Request,
    side: Side,
    row: Contract,
    sending: Sending,
    instead: ProposalView | None,
    lines: Sequence[NewLine] = (),
) -> HttpResponse:
    def at(page: str, **about: Any) -> str:
        return side.url(request, page, **about)

    return form_page(
        request, sending, template="negotiation/propose", submit="Propose this set", looked=bool(lines), side=side, at=at,
        title=_title(instead), contract=row, instead=instead, back=at("negotiation", contract=row.uid),
        banked=_form(sending).banked,
        intro=_intro(instead, other_of(row, side.side)), weight=weighed(request, str(row.uid), "", lines),
    )  # fmt: skip


def _form(sending: Sending) -> ProposalForm:
    form: ProposalForm = sending.form  # type: ignore[assignment]
    return form


def _title(instead: ProposalView | None) -> str:
    if instead is None:
        return "Propose what the returns carry"
    return "Change your proposal" if instead.mine else "Answer with a proposal of your own"


def _intro(instead: ProposalView | None, other: str) -> str:
    if instead is None:
        return f"What you leave stays as it is. {other} agrees, declines or answers; nothing changes before."
    declined = "" if instead.mine else ", which is declined by it"
    return f"It takes the place of proposal {instead.number}{declined}. {other} is told what differs."


def _initial(request: Request, ground: Ground, instead: ProposalView | None) -> dict[str, Any]:
    found: dict[str, Any] = {"uid": str(uuid.uuid4())}
    if instead is not None:
        lines = ProposalLine.objects.filter(proposal__uid=instead.uid).order_by("position")
        found |= initial_of(list(lines), ground) | {"from_date": instead.from_date.isoformat()}
        found |= {"words": instead.words if instead.mine else ""}
    return found | _asked_for(request.GET.get("add", ""), found, ground)


def _asked_for(id: str, found: dict[str, Any], ground: Ground) -> dict[str, Any]:
    """A measure that the page was asked to propose: ticked, or, where it is carried at an older version, to go to the newest."""
    asked = ground.known.get(id)
    if asked is None:
        return {}
    if (id, "") in ground.carried:
        older = ground.carried[id, ""]["measure_version"] < asked.version
        return {f"do_{id}": "change", f"newest_{id}": True} if older else {}
    code = f"add_{asked.measure_class}"
    return {code: list(dict.fromkeys([*found.get(code, ()), asked.id]))}


def _placed(problem: Problem, places: list[dict[str, str]]) -> Problem:
    """A problem of the n-th line, at the field of the form that says it."""
    if problem.row is None:
        return problem
    field = places[problem.row].get(problem.field, "")
    return Problem(problem.rule, problem.message, problem.fix, problem.severity, field, problem.row)
