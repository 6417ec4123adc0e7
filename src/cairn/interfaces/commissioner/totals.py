"""What was accepted over all contracts of a round, and what each total adds."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.presentation import totals as presentation
from cairn.presentation import trend as trends
from cairn.returns import inbox, totals, trend, uses
from cairn.returns.inbox import Choices, Filter
from cairn.returns.totals import Same, Total


class TotalsForm(forms.Form):
    """Sent by GET. A total is of one round: without one, of the newest that has something accepted."""

    round = forms.ChoiceField(label="Round", required=False)
    area = forms.ChoiceField(label="Area", required=False)

    def __init__(self, *args: Any, choices: Choices, areas: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(code, label) for code, label in areas.items() if code in choices.areas]
        self.fields["area"].choices = [("", "All areas"), *mine]  # type: ignore[attr-defined]
        self.fields["round"].choices = list(choices.rounds.items())  # type: ignore[attr-defined]


def asked(request: Request) -> tuple[TotalsForm, Filter]:
    """The form, and what is asked for: the newest round with something accepted unless one is named."""
    labels = areas.labels(request.actor, clock.today())
    choices = inbox.choices(request.actor)
    form = TotalsForm(request.GET, choices=choices, areas=labels)
    form.is_valid()
    said = form.cleaned_data.get("round") or totals.newest(request.actor)
    return form, Filter(area=form.cleaned_data.get("area") or "", round=said)


def used(request: Request, kind: str, place: str, found: Iterable[Total], measures: Iterable[str] = ()) -> None:
    """Each provider reads that its accepted figures stood in these totals."""
    parts = {part.submission_uid for total in found for part in total.parts}
    uses.note(request.actor, kind, place, parts, measures=sorted(set(measures)))


@page(P.REVIEW_RETURNS)
def every(request: Request) -> HttpResponse:
    """Figure by figure: the sum where the definition lets it be added, else why not."""
    form, said = asked(request)
    found = totals.every(request.actor, said)
    used(request, "download" if files.wanted(request) else "dashboard", "totals", found)
    if (file := files.answer(request, "Totals", COLUMNS, lambda: map(_cells, found))) is not None:
        return file
    query = urlencode({"round": said.round, "area": said.area})
    accepted = len({part.return_uid for total in found for part in total.parts})
    return show(
        request, "commissioner/totals", form=form, said=said, groups=presentation.groups(found), query=query,
        caution=presentation.caution(found), accepted=accepted,
        expected=inbox.rows(request.actor, said).count() if said.round else 0,
    )  # fmt: skip


def _same(request: Request, measure: str) -> Same:
    """The figure that the address names."""
    version = request.GET.get("version", "")
    at = int(version) if version.isdecimal() and len(version) < 6 else 0
    return Same(request.GET.get("class", ""), measure, at, request.GET.get("code", ""), request.GET.get("since", ""))


@page(P.REVIEW_RETURNS)
def one(request: Request, measure: str) -> HttpResponse:
    """A total with the list of what it adds, contract by contract."""
    form, said = asked(request)
    same = _same(request, measure)
    total = totals.one(request.actor, said, same)
    used(request, "download" if files.wanted(request) else "dashboard", "totals", [total], [measure])
    if (file := files.answer(request, "Total", PARTS, lambda: _parts(total))) is not None:
        return file
    return show(
        request, "commissioner/total", total=total, shown=presentation.shown(total), said=said,
        rows=presentation.parts(total), round_words=dict(form.fields["round"].choices).get(said.round, ""),  # type: ignore[attr-defined]
        query=urlencode({"round": said.round, "area": said.area}), areas=areas.labels(request.actor, clock.today()),
        facts=presentation.facts(total),
    )  # fmt: skip


COLUMNS = (
    "Measure", "Version", "Class", "Breakdown", "Figure", "Basis", "Total", "Contracts", "Why not added", "Series",
)  # fmt: skip
PARTS = ("Contract", "Title", "Provider", "Area", "Value", "n", "Corrected by hand", "Series")


def _cells(total: totals.Total) -> tuple[Cell, ...]:
    same = total.same
    about = (same.measure, same.version, same.measure_class, same.code, total.label, "as accepted")
    return (*about, total.value, len(total.parts), total.why_not, presentation.series(total))


def _parts(total: Total) -> list[tuple[Cell, ...]]:
    series = presentation.series(total)
    return [_part(part, series) for part in total.parts]


def _part(part: totals.Part, series: str) -> tuple[Cell, ...]:
    about = (part.contract_reference, part.contract_title, part.provider_name, part.area)
    return (*about, part.value, part.n, part.is_by_hand, series)


@page(P.REVIEW_RETURNS)
def over_rounds(request: Request, measure: str) -> HttpResponse:
    """How a total went from round to round: no line joins what is not measured alike."""
    _, said = asked(request)
    found = trend.of(request.actor, said, _same(request, measure))
    used(request, "download" if files.wanted(request) else "dashboard", "totals", found.totals, [measure])
    drawn = trends.draw(found)
    if (file := files.answer(request, "Over the rounds", trends.COLUMNS, lambda: trends.cells(drawn))) is not None:
        return file
    return show(
        request, "commissioner/trend", trend=drawn, said=said, areas=areas.labels(request.actor, clock.today()),
        query=urlencode({"round": said.round, "area": said.area}),
    )  # fmt: skip


urls = [
    path("totals/", every, name="totals"),
    path("totals/<slug:measure>/", one, name="total"),
    path("totals/<slug:measure>/rounds/", over_rounds, name="trend"),
]
