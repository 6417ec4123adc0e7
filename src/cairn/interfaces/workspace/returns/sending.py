"""Exactly what will leave, the last look, and the receipt."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import names_of
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, fresh, prepare
from cairn.interfaces.workspace.returns import still_open, words
from cairn.interfaces.workspace.returns.forms import SubmitForm
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done
from cairn.presentation import periods
from cairn.presentation.returns import adjusted, basis, groups_of
from cairn.presentation.values import plain
from cairn.returns import notes as beside
from cairn.returns import queries
from cairn.returns.actions import submissions
from cairn.returns.models import SubmissionRow
from cairn.returns.views import PreviewTable, ReturnView

ROWS_ON_A_PAGE = 25


def _sent_already(request: Request, found: ReturnView) -> HttpResponse:
    """To the receipt, from a page that was drawn before the return was sent."""
    said = "This return was sent already, so nothing was sent twice. This is its receipt."
    return go(request, "workspace:return_receipt", said=said, answer=found.uid, number=found.number)


@page(P.PREPARE_RETURNS)
def preview(request: Request, answer: str) -> HttpResponse:
    """Table by table, row by row: codes, no names; every column with its purpose."""
    found = ours(request, answer)
    if not found.is_draft:
        return _sent_already(request, found)
    wanted, number = request.GET.get("table", ""), _page_number(request)
    leaving = queries.preview(request.actor, found.uid, limit=ROWS_ON_A_PAGE * number)
    tables = [_at(table, number if table.table == wanted else 1) for table in leaving.tables]
    return show(
        request, "returns/preview", answer=found, preview=leaving, tables=tables, groups=groups_of(leaving.groups),
        basis=basis(found), **words.context(request, found),
        adjusted=adjusted(leaving.adjustments), comments=_comments(request, found),
        wanted=wanted, number=number, size=ROWS_ON_A_PAGE, plain=plain, period_words=periods.words,
    )  # fmt: skip


def _comments(request: Request, found: ReturnView) -> list[tuple[str, str]]:
    """What was written beside figures and is read by the commissioner from when the return is sent, by the figure's name."""
    notes = beside.of(request.actor, found.uid)
    return [
        (f"{figure.measure_label}: {figure.label}" if figure.code else figure.measure_label, note.words)
        for figure in found.figures
        for note in notes.get(figure.key, ())
        if note.kind == "comment" and not note.is_sent
    ]


def _page_number(request: Request) -> int:
    said = request.GET.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


def _at(table: PreviewTable, number: int) -> PreviewTable:
    """One page of a table's rows."""
    return replace(table, rows=table.rows[(number - 1) * ROWS_ON_A_PAGE : number * ROWS_ON_A_PAGE])


@page(P.PREPARE_RETURNS, writes=True)
def submit(request: Request, answer: str) -> HttpResponse:
    """Check your answers, then send. What is sent is what was on the page, or it is refused."""
    found = ours(request, answer)
    if not found.is_draft:
        return _sent_already(request, found)
    leaving = queries.preview(request.actor, found.uid, limit=0)
    make = partial(SubmitForm, has_ended=found.agreement_ended is not None)
    sending = prepare(request, make, initial={"version": found.version, "seen": leaving.digest})

    def send(said: dict[str, Any]) -> Done[Any]:
        return submissions.submit(by=request.actor, return_uid=found.uid, **said)

    if attempt(request, sending, send):
        made = sending.done.one  # type: ignore[union-attr]
        return go(request, "workspace:return_receipt", answer=found.uid, number=made.number)
    if sending.form.is_bound:
        sending.form.data = fresh(sending.form.data, version=found.version, seen=leaving.digest)
    return form_page(
        request, sending, template="returns/submit", title="Check, then submit", submit="Submit this return",
        back=address(request, "workspace:return", answer=found.uid), answer=found, preview=leaving,
        groups=groups_of(leaving.groups), still_open=still_open.of(request, found),
        basis=basis(found),
        adjusted=adjusted(leaving.adjustments), may={step.step: step for step in found.next_steps}, period_words=periods.words,
    )  # fmt: skip


@page(P.READ_RETURNS)
def receipt(request: Request, answer: str, number: int) -> HttpResponse:
    """What was sent, when, by whom, with its hash."""
    found = ours(request, answer)
    sent = queries.submission(request.actor, found.uid, number)
    kept = Q(shared__isnull=True) & ~Q(salt="")  # counted, and not sent: the person said no
    rows = SubmissionRow.objects.filter(submission=sent).exclude(kept)
    return show(
        request, "returns/receipt", answer=found, sent=sent, rows=rows.count(),
        people=rows.exclude(row_code="").values("row_code").distinct().count(),
        figures=len(sent.figures), who=names_of({sent.submitted_by}).get(sent.submitted_by, ""),
        problems=queries.verify(sent), period_words=periods.words,
    )  # fmt: skip
