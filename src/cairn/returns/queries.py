"""Returns as each side may see them. Enter a scope first."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import queries as contracts
from cairn.contracts.queries import NotFound
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Problem
from cairn.returns import adjusting, derive, finding, individual, rules
from cairn.returns.behind import rows_behind, rows_left_out
from cairn.returns.finding import one_page, visible_to
from cairn.returns.history import history
from cairn.returns.models import Return, Submission
from cairn.returns.previews import preview
from cairn.returns.rules_windows import ended_problems
from cairn.returns.verification import verify
from cairn.returns.views import (
    AdjustmentView,
    FigureGroup,
    NextStep,
    ReturnLine,
    ReturnState,
    ReturnView,
    Step,
)

__all__ = [
    "NotFound", "answer", "history", "listing", "obstacles", "one_page", "open_returns", "preview", "rows_behind",
    "rows_left_out", "submission", "to_decide", "verify", "visible_to",
]  # fmt: skip


def listing(by: Actor) -> tuple[ReturnLine, ...]:
    """All returns: those that wait for somebody by closing date, then the accepted ones, newest first."""
    lines = [_line(row, row.sent, by) for row in visible_to(by).annotate(sent=Count("submissions"))]
    waiting = sorted((line for line in lines if line.state != "accepted"), key=lambda line: line.closes_date)
    accepted = sorted((line for line in lines if line.state == "accepted"), key=lambda line: line.period, reverse=True)
    return (*waiting, *accepted)


def open_returns(by: Actor) -> tuple[ReturnLine, ...]:
    """What waits for the reader: the provider's open and rejected returns whose round is open; the commissioner's submitted."""
    today = clock.today()
    return tuple(line for line in listing(by) if _waits(line, today))


def to_decide(by: Actor) -> int:
    """How many returns wait for the reader's decision as their commissioner; counted, not read. One query."""
    return visible_to(by).filter(commissioner_id=by.organisation_id, state="submitted").count()


def _waits(line: ReturnLine, today: date) -> bool:
    if line.side == "commissioner":
        return line.state == "submitted"
    return line.state in {"open", "rejected"} and line.opens_date <= today


def _line(row: Return, sent: int, by: Actor) -> ReturnLine:
    contract = row.round.contract
    return ReturnLine(
        uid=str(row.uid),
        contract_uid=str(contract.uid),
        contract_reference=contract.reference,
        contract_title=contract.title,
        provider_name=contract.provider.name,
        commissioner_name=contract.commissioner.name,
        round_name=row.round.name,
        period=_period(row),
        opens_date=row.round.opens_date,
        closes_date=row.round.closes_date,
        state=_state(row),
        side=finding.side_of(row, by),
        submissions=sent,
        last_day=finding.window_of(row).last_day,
        round_uid=str(row.round.uid),
        round_kind=row.round.kind,
    )


def _state(row: Return) -> ReturnState:
    return cast(ReturnState, row.state)


def _period(row: Return) -> Period:
    return Period(row.round.observed_from_date, row.round.observed_to_date)


def answer(by: Actor, return_uid: str) -> ReturnView:
    """Raises NotFound."""
    row = finding.find(by, return_uid)
    side, today = finding.side_of(row, by), clock.today()
    contract, sent = row.round.contract, finding.last_submission(row)
    is_draft = side == "provider" and rules.may_move(row.state, "submitted", "provider")
    groups, adjusted = _groups(by, row, sent, is_draft)
    return ReturnView(
        uid=str(row.uid),
        version=row.version,
        state=_state(row),
        side=side,
        is_draft=is_draft,
        contract_uid=str(contract.uid),
        contract_reference=contract.reference,
        contract_title=contract.title,
        provider_name=contract.provider.name,
        commissioner_name=contract.commissioner.name,
        round_name=row.round.name,
        round_kind=row.round.kind,
        period=_period(row),
        opens_date=row.round.opens_date,
        closes_date=row.round.closes_date,
        is_late=today > row.round.closes_date if is_draft else bool(sent and sent.is_late),
        last_day=finding.window_of(row).last_day,
        is_accepted=bool(sent and sent.is_accepted) and not is_draft,
        agreement_ended=finding.agreement_ended(row, today) if is_draft else None,
        groups=groups,
        adjustments=adjusted,
        as_of=clock.now() if is_draft else sent.submitted_at if sent else None,
        agreement=contracts.agreement_in_force(contract, today),
        sources=contracts.partner_sources(contract),
        comment=row.comment,
        decision_reason=row.decision_reason,
        decided_at=row.decided_at,
        number=sent.number if sent else 0,
        submitted_at=sent.submitted_at if sent else None,
        sha256=sent.sha256 if sent else "",
        next_steps=tuple(_next_steps(by, row, today)),
    )


def _groups(
    by: Actor, row: Return, sent: Submission | None, is_draft: bool
) -> tuple[tuple[FigureGroup, ...], tuple[AdjustmentView, ...]]:
    agreed = finding.carried(row)
    if is_draft:
        with one_reading():
            figures = derive.compute(finding.asked(by, row), agreed, finding.overrides_of(row))
            return derive.grouped(figures), adjusting.adjustments(by, row, agreed)
    return (
        (derive.grouped(derive.thawed(sent.figures, agreed)), adjusting.thawed(sent.adjustments)) if sent else ((), ())
    )


def _carries(row: Return, today: date) -> bool:
    """Figures, or rows about people."""
    return bool(finding.carried(row)) or individual.has_rows(row, today)


def _next_steps(by: Actor, row: Return, today: date) -> Iterator[NextStep]:
    """What this reader's side may ever do with it, and why not now."""
    if finding.side_of(row, by) == "commissioner":
        why = [problem.message for problem in rules.move_problems(row.state, "accepted", "commissioner")]
        yield _step(by, "accept", "Accept", Permission.REVIEW_RETURNS, why)
        yield _step(by, "reject", "Reject, with a reason", Permission.REVIEW_RETURNS, why)
        return
    why = [problem.message for problem in rules.move_problems(row.state, "submitted", "provider")]
    yield _step(by, "override", "Correct a figure, with a reason", Permission.PREPARE_RETURNS, why)
    found = rules.submit_problems(row.state, finding.window_of(row), today, _carries(row, today))
    why = [problem.words for problem in found if problem.severity == "error"]
    yield _step(by, "submit", "Look at what will leave, and submit", Permission.PREPARE_RETURNS, why)


def obstacles(by: Actor, return_uid: str) -> list[Problem]:
    """Everything that refuses the provider's submission today, and what it would be warned of. Raises NotFound."""
    row, today = finding.led(by, return_uid), clock.today()
    return [
        *rules.submit_problems(row.state, finding.window_of(row), today, _carries(row, today)),
        *ended_problems(finding.agreement_ended(row, today), figures_only=False),
    ]


def _step(by: Actor, step: Step, label: str, permission: Permission, why: list[str]) -> NextStep:
    why = why if by.may(permission) else [*why, "Your role does not allow it."]
    return NextStep(step, label, not why, " ".join(why))


def submission(by: Actor, return_uid: str, number: int | None = None) -> Submission:
    """A version as it was sent, the last without a number. Raises NotFound."""
    row = finding.find(by, return_uid)
    rows = Submission.objects.filter(answer=row).select_related("answer__round__contract").order_by("-number")
    found: Submission | None = (rows if number is None else rows.filter(number=number)).first()
    if found is None:
        raise NotFound(return_uid)
    return found
