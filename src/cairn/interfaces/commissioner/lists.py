"""What a contract has, list by list, as files: its rounds, what its returns carry, its agreements. `?list=` says which."""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpResponse

from cairn.contracts.views import ContractView
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner import forms
from cairn.interfaces.pages import Request
from cairn.presentation import dimensions
from cairn.returns.views import ReturnLine

Rows = Iterable[Sequence[Cell]]
ROUNDS = ("Contract", "Round", "From", "To", "Opens", "Due by", "State", "Version")
MEASURES = ("Contract", "Measure", "What it counts", "Class", "Broken down by", "Target")
AGREEMENTS = ("Contract", "From", "Until", "State", "Purpose", "Kept for, months", "Fields", "Signed by you", "By them")
STATES = {
    "draft": "Draft",
    "signed_by_one": "Signed by one side",
    "in_force": "In force",
    "not_yet": "Signed, not begun",
    "ended": "Ended",
}


def answer(request: Request, found: ContractView, lines: Sequence[ReturnLine]) -> HttpResponse | None:
    """The list that was asked for as a file; the rounds unless another is named; None for the page itself."""
    every: dict[str, tuple[str, Sequence[str], Callable[[], Rows]]] = {
        "rounds": ("Rounds", ROUNDS, lambda: _rounds(found, lines)),
        "measures": ("Agreed measures", MEASURES, lambda: _measures(found)),
        "agreements": ("Data-sharing agreements", AGREEMENTS, lambda: _agreements(found)),
    }
    return files.answer(request, *every.get(request.GET.get("list", ""), every["rounds"]))


def _rounds(found: ContractView, lines: Sequence[ReturnLine]) -> Rows:
    for line in lines:
        dates = (line.period.start, line.period.end, line.opens_date, line.closes_date)
        yield (found.reference, line.round_name, *dates, line.state, line.submissions)


def _measures(found: ContractView) -> Rows:
    classes = registry.get("codes", "measure_class")
    for view in found.measures:
        by = dimensions.label(view.by) if view.by else ""
        words = (view.label, view.definition.words, classes.label_of(view.measure_class), by)
        yield (found.reference, *words, forms.target_words(view.target))


def _agreements(found: ContractView) -> Rows:
    for one in found.agreements:
        fields = ", ".join(field.label for field in one.fields)
        about = (found.reference, one.start_date, one.end_date, STATES[one.state], one.purpose, one.retention_months)
        yield (*about, fields, one.commissioner_signed_date, one.provider_signed_date)
