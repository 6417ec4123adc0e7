"""Returns received: the inbox, one return as it was submitted, and the decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner import forms
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import periods
from cairn.presentation.returns import adjusted, basis, groups_of
from cairn.returns import queries, questions
from cairn.returns.actions import review
from cairn.returns.views import FigureView, ReturnLine, ReturnView

#: state as the inbox sorts it → heading, what its colour is, and what to do
HEADINGS = {
    "waiting": ("Waiting for you", "govuk-tag--yellow", "Read them, then accept or reject each with a reason."),
    "late": ("Late", "govuk-tag--red", "Their closing date is past. A word to the provider may help."),
    "again": ("Rejected, not sent again yet", "govuk-tag--yellow", "The provider has your reason."),
    "expected": ("Expected", "govuk-tag--grey", "Their round is open; nothing has been sent yet."),
    "later": ("Later", "govuk-tag--grey", "Their round has not opened yet."),
    "accepted": ("Accepted", "govuk-tag--green", "Locked, each with its hash. They make up the cross-tab."),
}


SHOWN = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the inbox."""

    key: str
    heading: str
    look: str
    words: str
    lines: tuple[ReturnLine, ...]


@page(P.REVIEW_RETURNS)
def returns(request: Request) -> HttpResponse:
    """What waits for a decision comes first."""
    today = clock.today()
    lines = [line for line in queries.listing(request.actor) if line.side == "commissioner"]
    if (file := files.answer(request, "Returns received", COLUMNS, lambda: map(_line, lines))) is not None:
        return file
    parts = [
        Part(key, *said, tuple(mine))
        for key, said in HEADINGS.items()
        if (mine := [line for line in lines if place(line, today) == key])
    ]
    return show(request, "commissioner/returns", parts=parts, size=SHOWN)


COLUMNS = ("Contract", "Title", "Provider", "Round", "From", "To", "Opens", "Due by", "State", "Version")


def _line(line: ReturnLine) -> tuple[Cell, ...]:
    about = (line.contract_reference, line.contract_title, line.provider_name, line.round_name)
    dates = (line.period.start, line.period.end, line.opens_date, line.closes_date)
    return (*about, *dates, HEADINGS[place(line, clock.today())][0], line.submissions)


def place(line: ReturnLine, today: date) -> str:
    """Where a return stands in the inbox."""
    if line.state in {"submitted", "accepted"}:
        return {"submitted": "waiting", "accepted": "accepted"}[line.state]
    if line.closes_date < today:
        return "late"
    if line.state == "rejected":
        return "again"
    return "expected" if line.opens_date <= today else "later"


def ours(request: Request, uid: object) -> ReturnView:
    """A return that the reader's organisation asked for. Raises NotFound."""
    found = queries.answer(request.actor, str(uid))
    if found.side != "commissioner":
        raise queries.NotFound(uid)
    return found


@page(P.REVIEW_RETURNS)
def one(request: Request, answer: str) -> HttpResponse:
    return _draw(request, ours(request, answer))


def _draw(request: Request, found: ReturnView, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    before, asked = _before(request, found), questions.of(request.actor, found.uid)
    return show(
        request, "commissioner/return", status=status, answer=found, problems=problems, before=before,
        adjusted=adjusted(found.adjustments), basis=basis(found),
        groups=groups_of(found.groups, {figure.key: figure for figure in before.figures} if before else {}),
        history=queries.history(request.actor, found.uid), period_words=periods.words,
        verified=_verified(request, found), may={step.step: step for step in found.next_steps},
        questions=asked, names={each.key: _name(each) for each in found.figures},
        open_questions=sum(one.stands != "settled" for one in asked),
    )  # fmt: skip


def _name(figure: FigureView) -> str:
    return f"{figure.measure_label}, {figure.label}" if figure.code else figure.measure_label


def _verified(request: Request, found: ReturnView) -> list[Problem] | None:
    """What is wrong with what was sent: [] when it is as it was sent, None when nothing was."""
    return queries.verify(queries.submission(request.actor, found.uid)) if found.number else None


def _before(request: Request, found: ReturnView) -> ReturnView | None:
    """The accepted return of the round before, for comparison."""
    lines = [
        line
        for line in queries.listing(request.actor)
        if line.contract_uid == found.contract_uid and line.state == "accepted" and line.period.end < found.period.start
    ]
    return queries.answer(request.actor, max(lines, key=lambda line: line.period).uid) if lines else None


@page(P.REVIEW_RETURNS, only_post=True)
def accept(request: Request, answer: str) -> HttpResponse:
    """Lock the return and let its rows into the shared figures."""
    found = ours(request, answer)
    try:
        review.accept(by=request.actor, return_uid=found.uid, version=version_of(request, found.version))
    except Refused as refused:
        return _draw(request, ours(request, answer), refused.problems, status=422)
    said = f"{found.contract_reference}, {found.round_name}, is accepted and locked."
    return go(request, "commissioner:return", answer=found.uid, said=said)


@page(P.REVIEW_RETURNS, writes=True)
def reject(request: Request, answer: str) -> HttpResponse:
    """Send it back, saying what must be put right."""
    found = ours(request, answer)
    sending = prepare(request, forms.RejectForm, initial={"version": found.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return review.reject(by=request.actor, return_uid=found.uid, **said)

    if attempt(request, sending, do):
        said = f"{found.provider_name} has your reason, and the return is open to them again."
        return go(request, "commissioner:returns", said=said)
    return form_page(
        request, sending, title="Reject this return", submit="Reject it",
        back=address(request, "commissioner:return", answer=found.uid),
        intro=f"{found.contract_reference} {found.contract_title}, {found.round_name}, from {found.provider_name}.",
    )  # fmt: skip
