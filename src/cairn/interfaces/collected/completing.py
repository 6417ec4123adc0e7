"""What came of what is due, whichever side reads it: as far down as the reader may go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from cairn.collection import completion, rules_completion
from cairn.collection.completion import Cell, Completion
from cairn.collection.models import CollectionYear
from cairn.interfaces import files
from cairn.interfaces.collected import asking
from cairn.interfaces.collected.asking import Ground
from cairn.interfaces.collected.sides import Side
from cairn.interfaces.pages import Request
from cairn.kernel import clock
from cairn.presentation.collected import completion as shown
from cairn.presentation.collected.completion import CompletionLine
from cairn.web.forms import view

EVERY = ("", "Every form")


class CompletionForm(forms.Form):
    """`time` is a year's uid, or with a quarter's first day behind it; `authority` and `provider` are uids of what was chosen."""

    form = forms.ChoiceField(label="Form", required=False)
    level = forms.ChoiceField(label="Of")
    time = forms.ChoiceField(label="Time")

    def __init__(self, request: Request, ground: Ground, runs_it: bool) -> None:
        years = [year for year in ground.years if year.start_date <= clock.today()]
        levels = [level for level in ground.levels if level != "whole" or runs_it]
        usual = {"form": "", "level": levels[0] if levels else "", "time": str(_now(years).uid) if years else ""}
        super().__init__({**usual, **{name: value for name, value in request.GET.items() if value}})
        self.fields["form"].choices = [EVERY, *((form.id, form.label) for form in ground.forms)]  # type: ignore[attr-defined]
        self.fields["level"].choices = [(level, asking.LEVELS[level]) for level in levels]  # type: ignore[attr-defined]
        self.fields["time"].choices = [choice for year in years for choice in _times(year)]  # type: ignore[attr-defined]


def _now(years: Sequence[CollectionYear]) -> CollectionYear:
    today = clock.today()
    return next((year for year in years if year.start_date <= today <= year.end_date), years[0])


def _times(year: CollectionYear) -> list[tuple[str, str]]:
    firsts = [one for one in rules_completion.quarters(year.start_date, year.end_date) if one <= clock.today()]
    return [
        (str(year.uid), year.label),
        *((f"{year.uid}.{first}", f"{year.label}: {shown.quarter_words(first)}") for first in firsts),
    ]


@dataclass(frozen=True, slots=True)
class _Way:
    """How far down the reader has gone: the lines of the next step, and the name of where they stand."""

    cells: Sequence[Cell]
    lines: Sequence[CompletionLine]
    step: str
    name: str


def completing(request: Request, side: Side, collection: str) -> HttpResponse:
    """Received against due."""
    ground = asking.ground(request.actor, collection)
    runs_it = ground.collection.organisation_id == request.actor.organisation_id
    form = CompletionForm(request, ground, runs_it)
    labels = {one.id: one.label for one in ground.forms}
    common: dict[str, Any] = {"collection": ground.collection, "form": view(form), "query": ""}
    if not form.data["time"] or not form.data["level"]:
        return side.show(request, "completion", found=None, **common)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    year_uid, _, quarter = said["time"].partition(".")
    year = next(one for one in ground.years if str(one.uid) == year_uid)
    found = completion.of(request.actor, ground.collection, year, said["level"])
    way = _way(request, found, _held(found.cells, said["form"], quarter), said["level"])
    title = f"What came of what is due {year.label}"
    if file := files.answer(request, title, shown.COLUMNS, lambda: shown.as_rows(found, way.cells, labels)):
        return file
    total = rules_completion.total(cell.tally for cell in way.cells)
    values, mine = completion.spread(request.actor, ground.collection, year, said["form"])
    kept = _kept(request, form)
    return side.show(
        request, "completion", found=found, year=year, way=way, total=shown.line("All of it", total),
        sentence=shown.sentence(total), quarters=[] if quarter else shown.by_quarter(way.cells),
        blocks=shown.blocks(way.cells, labels) if not way.step else [],
        spread=shown.spread(values, mine, is_provider=said["level"] == "provider"),
        is_late=clock.today() > year.due_date, kept=kept, above=_above(kept), level=said["level"], **common,
    )  # fmt: skip


def _held(cells: Sequence[Cell], form: str, quarter: str) -> list[Cell]:
    first = date.fromisoformat(quarter) if quarter else None
    return [cell for cell in cells if form in ("", cell.place.form) and first in (None, cell.place.quarter)]


def _way(request: Request, found: Completion, cells: Sequence[Cell], level: str) -> _Way:
    """Whoever runs the collection goes from authorities to providers; an authority begins with its providers; a provider reads
    its own services. Raises Http404 for who is not there."""
    ids = {uid: id for id, uid in found.uids.items()}
    name = ""
    if level == "whole":
        if not (chosen := request.GET.get("authority")):
            return _Way(cells, shown.lines(found, cells, lambda cell: cell.authority_id), "authority", name)
        cells = [cell for cell in cells if cell.authority_id == _id(ids, chosen)]
        name = found.names[_id(ids, chosen)]
    if level != "provider":
        if not (chosen := request.GET.get("provider")):
            return _Way(cells, shown.lines(found, cells, lambda cell: cell.provider_id), "provider", name)
        cells = [cell for cell in cells if cell.provider_id == _id(ids, chosen)]
        name = found.names[_id(ids, chosen)]
    return _Way(cells, (), "", name)


def _id(ids: dict[str, int], uid: str) -> int:
    if uid not in ids:
        raise Http404
    return ids[uid]


def _kept(request: Request, form: CompletionForm) -> dict[str, str]:
    names = (*form.fields, "authority", "provider")
    return {name: value for name in names if (value := form.data.get(name) or request.GET.get(name))}


def _above(kept: dict[str, str]) -> dict[str, str]:
    """The question one step further up."""
    last = "provider" if "provider" in kept else "authority"
    return {name: value for name, value in kept.items() if name != last}
