"""Find a return, and gather what its figures are computed from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict
from cairn.access.permissions import Permission
from cairn.contracts import parties, standing
from cairn.contracts import queries as contracts
from cairn.contracts.models import Agreement
from cairn.contracts.views import MeasureView
from cairn.insight import figures
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Problem
from cairn.returns.derive import Asked, Overrides
from cairn.returns.models import Figure, Return, Submission
from cairn.returns.rules import Side
from cairn.returns.rules_windows import Window

PROVIDER_READS = (Permission.PREPARE_RETURNS, Permission.SEE_OWN_FIGURES)
COMMISSIONER_READS = (Permission.REVIEW_RETURNS, Permission.SEE_SHARED_FIGURES, Permission.MANAGE_CONTRACTS)


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Returns of contracts that the actor's organisation leads or commissions, if the actor may read returns."""
    mine = Q(pk__in=[])
    if any(map(by.may, PROVIDER_READS)):
        mine |= Q(provider_id=by.organisation_id)
    if any(map(by.may, COMMISSIONER_READS)):
        mine |= Q(commissioner_id=by.organisation_id)
    rows = Return.objects.filter(mine)
    return rows.select_related("round__contract__provider", "round__contract__commissioner")


_opened: ContextVar[dict[tuple[Actor, str], Return] | None] = ContextVar("cairn_one_return", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside it a return is looked for once and its figures are of one reading: for a page that only reads, never for a
    deed."""
    token = _opened.set({})
    try:
        with figures.one_reading():
            yield
    finally:
        _opened.reset(token)


def find(by: Actor, return_uid: str) -> Return:
    """Raises NotFound."""
    opened, key = _opened.get(), (by, str(return_uid))
    if opened is not None and key in opened:
        return opened[key]
    found: Return = contracts.one(visible_to(by), return_uid)
    if opened is not None:
        opened[key] = found
    return found


def led(by: Actor, return_uid: str) -> Return:
    """A return that the actor's organisation gives. Raises NotFound."""
    found = find(by, return_uid)
    if side_of(found, by) != "provider":
        raise contracts.NotFound(return_uid)
    return found


def asked_for(by: Actor, return_uid: str) -> Return:
    """A return that the actor's organisation commissions. Raises NotFound."""
    found = find(by, return_uid)
    if side_of(found, by) != "commissioner":
        raise contracts.NotFound(return_uid)
    return found


def side_of(row: Return, by: Actor) -> Side:
    """The side on which the actor stands. Where both are one organisation (an anchor inside the council), whoever commissions
    there stands on that side, and whoever does not, on the other: one hand sends and another decides."""
    mine = parties.sides(row, by)
    if {"commissioner", "provider"} <= mine and not any(map(by.may, COMMISSIONER_READS)):
        return "provider"
    return "commissioner" if "commissioner" in mine else "provider"


def asked(by: Actor, row: Return) -> Asked:
    """What to compute, and from whose rows."""
    contract = row.round.contract
    period = Period(row.round.observed_from_date, row.round.observed_to_date)
    return Asked(by, contract, period, contracts.partner_sources(contract))


def carried(row: Return) -> tuple[MeasureView, ...]:
    """The agreed measures that this return carries, as they stood when its round began: an annual round asks for the annual
    ones, a quarterly round for the quarterly ones."""
    agreed = standing.on(row.round.contract, row.round.observed_from_date)
    return tuple(view for view in agreed if view.frequency == row.round.kind)


def hold(row: Return) -> None:
    """Within a deed: take the return's row, so that no other deed moves it until this one is done. Raises Conflict where
    one has since `row` was read. On SQLite only one deed runs at a time."""
    now = Return.objects.select_for_update().filter(pk=row.pk).values_list("version", "state").first()
    if now != (row.version, row.state):
        raise Conflict([_MOVED])


_MOVED = Problem(
    "return.conflict", "This return has moved on since you opened the page.", "Open it again to see where it stands."
)


def window_of(row: Return) -> Window:
    """Between which days it may be sent, and whom to ask for more."""
    said = row.round
    sent_back = clock.london_date(row.decided_at) if row.decided_at and row.state in ("open", "rejected") else None
    ask = f"the contract manager at {said.contract.commissioner.name}"
    return Window(said.opens_date, said.closes_date, said.late_until_date, sent_back, ask)


def agreement_ended(row: Return, today: date) -> date | None:
    """The day on which the last agreement about the round's period ended, where none that both signed stands in its place."""
    if contracts.agreement_in_force(row.round.contract, today) is not None:
        return None
    signed = Agreement.objects.filter(
        contract=row.round.contract, provider_signed_date__isnull=False, commissioner_signed_date__isnull=False,
        start_date__lte=row.round.observed_to_date, end_date__gte=row.round.observed_from_date, end_date__lt=today,
    )  # fmt: skip
    found: date | None = signed.order_by("-end_date").values_list("end_date", flat=True).first()
    return found


def overrides_of(row: Return) -> Overrides:
    return {(each.measure, each.code): each for each in Figure.objects.filter(answer=row)}


def last_submission(row: Return) -> Submission | None:
    rows = Submission.objects.filter(answer=row).select_related("answer__round__contract")
    found: Submission | None = rows.order_by("-number").first()
    return found
