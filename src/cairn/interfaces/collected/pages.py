"""The pages of a collection's figures, whichever side reads them."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse

from cairn.definitions import registry
from cairn.insight import collected
from cairn.insight.collected import Level
from cairn.interfaces import files
from cairn.interfaces.collected import asking
from cairn.interfaces.collected.asking import AskForm, Ground
from cairn.interfaces.collected.sides import Side
from cairn.interfaces.pages import Request
from cairn.kernel.problems import Refused
from cairn.presentation import crosstab as tables
from cairn.presentation import dimensions, figures
from cairn.presentation.collected import headline as headlines
from cairn.presentation.collected import over_time
from cairn.presentation.collected import quality as qualities
from cairn.presentation.collected.headline import NeedLine, Question
from cairn.web.forms import add_problems, view


def every(request: Request, side: Side) -> HttpResponse:
    """The collections that may be read."""
    return side.show(request, "every", found=asking.open_to(request.actor))


def headline(request: Request, side: Side, collection: str) -> HttpResponse:
    """The headline table of a form."""
    form, asked = _asked(request, collection)
    table = headlines.headline(request.actor, asked) if asked else None
    if table and (file := files.answer(request, _title(asked), headlines.COLUMNS, lambda: headlines.as_rows(table))):
        return file
    own = headlines.own_reasons(request.actor, asked) if asked else []
    return side.show(request, "headline", table=table, own_reasons=own, **_shared(request, form, asked))


def need(request: Request, side: Side, collection: str, ref: str) -> HttpResponse:
    """One need: over the quarters, by groups, and why it was not achieved."""
    form, asked = _asked(request, collection)
    if asked is None:
        raise Http404
    line = _line(headlines.headline(request.actor, asked), ref)
    dimension = request.GET.get("by", "form_client_group")
    offered = asking.characteristics(asked.form, asked.level)
    if dimension not in dict(offered):
        dimension = offered[0][0]
    held = {**asked.held, "form_need": line.code}
    groups = _compute(request, asked, "form_needs_achieved_share", (dimension,), held)
    return side.show(
        request, "need", line=line, pictures=_pictures(request, asked, form.ground, line), by=dimension, offered=offered,
        groups=figures.shown(request.actor, groups, registry.get("form_measure", groups.measure)),
        reasons=headlines.reasons(request.actor, asked, line.code),
        own_reasons=headlines.own_reasons(request.actor, asked, line.code),
        **_shared(request, form, asked),
    )  # fmt: skip


def table(request: Request, side: Side, collection: str) -> HttpResponse:
    """Any two characteristics by one measure."""
    form, asked = _asked(request, collection)
    if asked is None:
        raise Http404
    chosen = TableForm(request, asked)
    found = _crosstab(request, asked, chosen)
    measure = registry.get("form_measure", chosen.data["measure"]) if found else None
    if found and (file := _file(request, asked, found, measure)):
        return file
    return side.show(
        request, "table", status=422 if chosen.errors else 200, ask=view(chosen), found=found,
        shown=tables.shown(request.actor, found, measure) if found and not found.reason else None,
        facts=figures.definition_facts(measure) if measure else (), **_shared(request, form, asked),
    )  # fmt: skip


def quality(request: Request, side: Side, collection: str) -> HttpResponse:
    """How well forms are filled in."""
    form, asked = _asked(request, collection, only_with_needs=False)
    if asked is None:
        raise Http404
    by_provider = qualities.by_provider(request.actor, asked) if asked.level == "authority" else None
    strips = qualities.strips(request.actor, asked) if "provider" in form.ground.levels else []
    return side.show(request, "quality", by_provider=by_provider, strips=strips, **_shared(request, form, asked))


def _asked(request: Request, uid: str, *, only_with_needs: bool = True) -> tuple[AskForm, Question | None]:
    form = AskForm(request, asking.ground(request.actor, uid), only_with_needs=only_with_needs)
    return form, form.question(request.actor)


def _shared(request: Request, form: AskForm, asked: Question | None) -> dict[str, Any]:
    """What every page shows above its own: the collection, the question, and the same question as an address."""
    query = {name: form.data[name] for name in form.fields if form.data.get(name)}
    runs_it = form.ground.collection.organisation_id == request.actor.organisation_id
    return {
        "collection": form.ground.collection, "form": view(form), "asked": asked, "query": urlencode(query),
        "hides": bool(asked and asked.level == "whole" and not runs_it),
        "levels": asking.LEVELS, "kept": query,
    }  # fmt: skip


def _title(asked: Question | None) -> str:
    return f"{asked.form.label} {asked.period.label}" if asked else ""


def _line(found: headlines.Headline, ref: str) -> NeedLine:
    every = [need for domain in found.domains for need in domain.needs] + list(found.local)
    for line in every:
        if line.code.rpartition("/")[2] == ref:
            return line
    raise Http404


def _compute(request: Request, asked: Question, measure: str, by: tuple[str, ...], held: dict[str, str]) -> Any:
    return collected.compute(
        measure,
        by=request.actor,
        collection=asked.collection,
        level=asked.level,
        period=asked.period,
        group_by=by,
        where=held,
    )


def _pictures(request: Request, asked: Question, ground: Ground, line: NeedLine) -> list[over_time.Drawn]:
    """Each outcome of the need over the quarters of the years there are, two of them at most."""
    quarters = [part for year in reversed(ground.years[:2]) for part in asking.quarters(year)]
    parts = (
        [f"{line.code}_{n}" for n in ("i", "ii", "iii")][: len(line.outcomes)]
        if len(line.outcomes) > 1
        else [line.code]
    )
    found = []
    for code, outcome in zip(parts, line.outcomes, strict=True):
        rows = {
            part.label: row
            for part in quarters
            for row in _compute(
                request, replace(asked, period=part), "form_needs_achieved_share", (), {**asked.held, "form_part": code}
            ).rows
        }
        found.append(over_time.drawn(outcome.label, quarters, rows))
    return found


class TableForm(forms.Form):
    """Which measure, by which two characteristics."""

    measure = forms.ChoiceField(label="Figure")
    rows = forms.ChoiceField(label="Rows")
    columns = forms.ChoiceField(label="Columns")

    def __init__(self, request: Request, asked: Question) -> None:
        usual = {"measure": "form_needs_achieved_share", "rows": "form_domain", "columns": "form_gender"}
        super().__init__({**usual, **{name: value for name, value in request.GET.items() if value}})
        offered = asking.characteristics(asked.form, asked.level)
        measures = [registry.get("form_measure", id) for id in MEASURES]
        self.fields["measure"].choices = [(one.id, one.label) for one in measures]  # type: ignore[attr-defined]
        for name in ("rows", "columns"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]


MEASURES = ("form_needs_achieved_share", "form_needs_present", "forms_sent", "forms_people", "forms_whole_share")


def _crosstab(request: Request, asked: Question, form: TableForm) -> Any:
    """The table, or None; what the question got wrong is put at its fields."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    level: Level = asked.level
    # An authority's own indicators are told on the headline, apart: in a table they would stand in the totals.
    apart = {"is_local": "false"} if registry.get("form_measure", said["measure"]).table == "collected_need" else {}
    try:
        return collected.crosstab(
            said["measure"], by=request.actor, collection=asked.collection, level=level, period=asked.period,
            rows_dim=said["rows"], columns_dim=said["columns"], where={**asked.held, **apart},
        )  # fmt: skip
    except Refused as refused:
        add_problems(form, refused.problems)
        return None


def _file(request: Request, asked: Question, found: Any, measure: Any) -> HttpResponse | None:
    columns = (
        dimensions.label(found.rows_dim),
        dimensions.label(found.columns_dim),
        "value",
        "n",
        "from",
        "to",
        "hidden",
    )
    rows = dimensions.names(request.actor, found.rows_dim, found.rows)
    across = dimensions.names(request.actor, found.columns_dim, found.columns)

    def lines() -> Any:
        for (row, column), cell in found.cells.items():
            told = (rows.get(row, tables.ALL), across.get(column, tables.ALL))
            yield (*told, cell.value, cell.n, cell.low, cell.high, cell.suppressed)

    return files.answer(request, f"{measure.label} {asked.period.label}", columns, lines)
