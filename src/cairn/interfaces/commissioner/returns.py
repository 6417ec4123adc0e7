"""One return as it was submitted, and the decision about it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import breaks
from cairn.contracts.breaks import Break
from cairn.interfaces.commissioner import forms, payments, words
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import periods, rag, resent
from cairn.presentation.returns import adjusted, basis, groups_of
from cairn.returns import chases, colours, feedback, inbox, queries, questions, uses
from cairn.returns.actions import review
from cairn.returns.views import FigureView, ReturnView

Changed = Sequence[Break]


def ours(request: Request, uid: object) -> ReturnView:
    """A return that the reader's organisation asked for. Raises NotFound."""
    found = queries.answer(request.actor, str(uid))
    if found.side != "commissioner":
        raise queries.NotFound(uid)
    return found


@page(P.REVIEW_RETURNS)
def one(request: Request, answer: str) -> HttpResponse:
    found = ours(request, answer)
    uses.note(request.actor, "dashboard", "return_page", uses.newest_of(request.actor, found.uid))
    return _draw(request, found)


def _draw(request: Request, found: ReturnView, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    before, asked = _before(request, found), questions.of(request.actor, found.uid)
    changed = breaks.of_commissioner(request.actor.organisation_id).get(found.contract_uid, ())
    return show(
        request, "commissioner/return", status=status, answer=found, problems=problems, before=before,
        adjusted=adjusted(found.adjustments), basis=basis(found),
        groups=groups_of(found.groups, _comparable(found, before, changed)), breaks=_told(found, before, changed),
        history=queries.history(request.actor, found.uid), period_words=periods.words,
        resent=resent.of(request.actor, found.uid) if found.number > 1 else None,
        verified=_verified(request, found), may={step.step: step for step in found.next_steps},
        questions=asked, names={each.key: _name(each) for each in found.figures},
        marks=rag.marks(colours.of(request.actor, found)), chased=chases.of(request.actor, found.uid),
        may_chase=found.state in ("open", "rejected") and found.opens_date <= clock.today(), today=clock.today(),
        **words.context(request, found),
        payment=payments.context(request, found.uid), feedback=feedback.received(request.actor, found.uid),
        open_questions=sum(one.stands != "settled" for one in asked),
    )  # fmt: skip


def _name(figure: FigureView) -> str:
    return f"{figure.measure_label}, {figure.label}" if figure.code else figure.measure_label


def _verified(request: Request, found: ReturnView) -> list[Problem] | None:
    """What is wrong with what was sent: [] when it is as it was sent, None when nothing was."""
    return queries.verify(queries.submission(request.actor, found.uid)) if found.number else None


def _before(request: Request, found: ReturnView) -> ReturnView | None:
    """The accepted return of the round before, for comparison."""
    uid = inbox.before(request.actor, found)
    return queries.answer(request.actor, uid) if uid else None


def _comparable(found: ReturnView, before: ReturnView | None, changed: Changed) -> dict[str, FigureView]:
    """What was accepted before, without what is measured differently now."""
    if before is None:
        return {}
    days = before.period.start, found.period.start
    return {one.key: one for one in before.figures if not breaks.crossed(changed, one.measure, one.code, *days)}


def _told(found: ReturnView, before: ReturnView | None, changed: Changed) -> list[tuple[str, str]]:
    """What of the whole area was changed since the return that stands beside this one; or began with this one."""
    start = before.period.start if before else found.period.start - timedelta(days=1)
    return [(one.label, one.said) for one in changed if start < one.from_date <= found.period.start]


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
