"""Returns as the provider reads them: what is due, one return that has filled itself, and the rows behind a figure."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.exchange.returned import owncodes
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import Request, page, show
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.returns import slots
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel import clock
from cairn.presentation import periods, resent, return_file
from cairn.presentation import year as year_rows
from cairn.presentation.returns import adjusted, basis, row
from cairn.presentation.values import BehindLine, BehindTable, behind
from cairn.returns import labels, queries
from cairn.returns import notes as beside
from cairn.returns import year as years
from cairn.returns.views import BehindRow, ReturnLine, ReturnView

ROWS_ON_A_PAGE = 50


@page(P.READ_RETURNS)
def returns(request: Request) -> HttpResponse:
    """What is due, nearest closing date first; then what was sent, and what is still to come."""
    today = clock.today()
    lines = [line for line in queries.listing(request.actor) if line.side == "provider"]
    if (file := files.answer(request, "Returns", COLUMNS, lambda: map(_line, lines))) is not None:
        return file
    due = [line for line in lines if line.state in {"open", "rejected"} and line.opens_date <= today]
    sent = [line for line in lines if line.state in {"submitted", "accepted"}]
    later = [line for line in lines if line not in due and line not in sent]
    return show(
        request, "returns/list", due=due, sent=sent, later=later, today=today, period_words=periods.words,
        is_empty=not lines, tag_of=tag_of, prepares=request.actor.may(P.PREPARE_RETURNS),
    )  # fmt: skip


COLUMNS = ("Contract", "Title", "For", "Round", "From", "To", "Opens", "Closes", "State")


def _line(line: ReturnLine) -> tuple[Cell, ...]:
    dates = (line.period.start, line.period.end, line.opens_date, line.closes_date)
    about = (line.contract_reference, line.contract_title, line.commissioner_name, line.round_name)
    return (*about, *dates, tag_of(line)[0])


def tag_of(line: ReturnLine | ReturnView) -> tuple[str, str]:
    """The state of a return in words, with its colour."""
    today = clock.today()
    if line.state in {"open", "rejected"} and line.last_day and line.last_day < today:
        return "Closed: no longer taken", "govuk-tag--red"
    if line.state in {"open", "rejected"} and line.closes_date < today:
        return ("Rejected, and late" if line.state == "rejected" else "Late"), "govuk-tag--red"
    return {
        "open": ("Open", "govuk-tag--yellow") if line.opens_date <= today else ("Not open yet", "govuk-tag--grey"),
        "submitted": ("With the commissioner", "govuk-tag--grey"),
        "rejected": ("Rejected: open again", "govuk-tag--red"),
        "accepted": ("Accepted and locked", "govuk-tag--green"),
    }[line.state]


@page(P.READ_RETURNS)
def one(request: Request, answer: str) -> HttpResponse:
    """Every figure with its definition, what is missing, and the next thing to do."""
    with queries.one_page():
        return _one(request, answer)


def _one(request: Request, answer: str) -> HttpResponse:
    found = ours(request, answer)
    year, notes = years.of(request.actor, found), beside.of(request.actor, found.uid)
    table = year_rows.table(found, year, notes)
    title = f"Return {found.contract_reference} {found.round_name}"
    cells = partial(return_file.lines, found, table)
    if (file := files.answer(request, title, return_file.columns(table), cells)) is not None:
        return file
    return show(
        request, "returns/one", answer=found, table=table, tag=tag_of(found), basis=basis(found),
        adjusted=adjusted(found.adjustments), unexplained=year_rows.unexplained(table), rule=years.RULE,
        **slots.context(request, found), may={step.step: step for step in found.next_steps},
        history=queries.history(request.actor, found.uid), period_words=periods.words,
        resent=resent.of(request.actor, found.uid) if found.number > 1 and not found.is_draft else None,
    )  # fmt: skip


MARKS = {
    "": "",
    "changed": "changed since",
    "gone": "no longer counted",
    "kept": "counted, not sent: they said no, or are sent in figures only",
    "supplied": "from your own system",
}


def _behind(line: BehindLine) -> tuple[Cell, ...]:
    mark = MARKS[line.row.mark]
    return (line.row.client_reference, line.row.client_name, *line.values, line.row.provider_name, mark)


def _by_own_codes(request: Request, answer: str, rows: Sequence[BehindRow]) -> tuple[BehindRow, ...]:
    """Whom only another system knows is named by the code that it has for them."""
    own = owncodes.of_return(request.actor, answer, [one.supplied_as for one in rows if one.supplied_as])
    return tuple(replace(one, client_reference=own.get(one.supplied_as, one.client_reference)) for one in rows)


@page(P.READ_RETURNS)
def rows(request: Request, answer: str, measure: str) -> HttpResponse:
    """The rows behind one figure: what was counted, when, and whose it is where the reader may know."""
    view, why = ours(request, answer), request.GET.get("why", "")
    if why:
        found = queries.rows_left_out(request.actor, view.uid, measure, why)
    else:
        found = queries.rows_behind(request.actor, view.uid, measure, request.GET.get("code", ""))
    table: BehindTable = behind(_by_own_codes(request, view.uid, found.rows), view.sources)
    heads = ("Reference", "Name", *table.headings, "Held by", "Since")
    if (file := files.answer(request, "Rows behind", heads, lambda: map(_behind, table.lines))) is not None:
        return file
    paged = Paginator(table.lines, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return show(
        request, "returns/rows", answer=view, behind=found, row=row(found.figure), table=table, paged=paged,
        may_open=request.actor.may(P.READ_CLIENTS), period_words=periods.words, code=found.figure.code,
        why=why, why_words=labels.left_out(registry.get("measure", measure, found.figure.version), why) if why else "",
    )  # fmt: skip
