"""The cross-tab: two dimensions by one agreed measure, over what was accepted, protected."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import breaks
from cairn.contracts import queries as contracts
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.insight import crosstab as insight
from cairn.insight.results import Crosstab
from cairn.interfaces.commissioner.forms import CrosstabForm
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.kernel.problems import Refused
from cairn.presentation import crosstab as presentation
from cairn.presentation import figures, periods
from cairn.returns import coverage, uses
from cairn.returns import queries as returns
from cairn.web.forms import add_problems, view


@page(P.SEE_SHARED_FIGURES)
def crosstab(request: Request) -> HttpResponse:
    """A form by GET: the address is the question, and may be kept."""
    form = _form(request)
    table = _ask(request, form)
    definition = registry.get("measure", table.measure, table.version) if table else None
    shown = presentation.shown(request.actor, table) if table and not table.reason else None
    if table and shown:
        _note(request, "dashboard", table)
    return show(
        request, "commissioner/crosstab", status=422 if form.is_bound and form.errors else 200, form=view(form),
        table=table, shown=shown, definition=definition, query=urlencode(form.data),
        facts=figures.definition_facts(definition) if definition else (),
        mapped=presentation.mapped(definition) if definition else (),
        has_agreement=any(line.has_agreement for line in contracts.listing(request.actor)),
        series=_series(request, table) if shown and table else "",
        absent=_absent(request, table) if table and definition else "", may_agree=request.actor.may(P.MANAGE_CONTRACTS),
    )  # fmt: skip


@page(P.SEE_SHARED_FIGURES)
def file(request: Request) -> HttpResponse:
    """The same protected table as a file."""
    table = _ask(request, _form(request))
    if table is None or table.reason:
        raise Http404
    _note(request, "download", table)
    name = f"{table.measure}-{table.rows_dim}-{table.columns_dim}-{table.period.label}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = presentation.as_csv(request.actor, table, series=_series(request, table), absent=_absent(request, table))
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _series(request: Request, table: Crosstab) -> str:
    """Where a whole area was asked to measure differently."""
    return breaks.told(request.actor.organisation_id, table.measure, table.period)


def _absent(request: Request, table: Crosstab) -> str:
    """Whose accepted returns are not in it."""
    measure = registry.get("measure", table.measure, table.version)
    return coverage.of(request.actor, measure, table.period, (table.rows_dim, table.columns_dim)).sentence


def _note(request: Request, kind: str, table: Crosstab) -> None:
    """Each provider whose rows may stand in it reads which figure was asked for, by which fields."""
    found = uses.carrying(request.actor, table.measure, table.period)
    uses.note(
        request.actor, kind, "crosstab", found, measures=[table.measure], fields=[table.rows_dim, table.columns_dim]
    )


def _form(request: Request) -> CrosstabForm:
    given: dict[str, Any] = {"measures": _measures(request), "periods": periods.choices(clock.today())}
    if "measure" in request.GET:
        return CrosstabForm(request.GET, **given)
    # Before there is a question, one that most ask first: an empty page teaches nobody what the full one shows.
    first = {"measure": given["measures"][0].id, "rows": "ethnicity_group", "columns": "gender"}
    return CrosstabForm({**first, "period": _latest(request)}, **given)


def _latest(request: Request) -> str:
    """The year of the newest accepted return; before there is one, of the quarter that has just ended."""
    accepted = [line.period for line in returns.listing(request.actor) if line.state == "accepted"]
    return str(max(accepted, default=previous(quarter_of(clock.today()))).start.year)


def _measures(request: Request) -> list[Measure]:
    """The measures that some contract carries; before there is one, all that may be asked so."""
    lines = contracts.visible_to(request.actor)
    agreed = {view.measure: view.definition for line in lines for view in contracts.measures_of(line)}
    own = sorted((each for each in agreed.values() if each.is_own), key=lambda each: each.label)
    every = [each for each in (*registry.all("measure"), *own) if "gender" in each.may_group_by]
    return [each for each in every if each.id in agreed] or every


def _ask(request: Request, form: CrosstabForm) -> Crosstab | None:
    """The table, or None while there is no question; what the question got wrong is put at its fields."""
    if not form.is_bound or not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return insight.compute(
            by=request.actor, measure_id=said["measure"], rows_dim=said["rows"], columns_dim=said["columns"],
            period=Period.parse(said["period"]),
        )  # fmt: skip
    except Refused as refused:
        add_problems(form, refused.problems)
        return None
