"""Load the table of values that a scale's file lacks: typed into a grid, pasted, or from a CSV file."""

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases.actions import rescoring
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.saving import fresh
from cairn.interfaces.workspace.pages import Request, page, pressed, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.interfaces.workspace.scales.library import one_of
from cairn.kernel.problems import Done, Refused
from cairn.scales import queries, tables
from cairn.scales.actions import tariffs
from cairn.web.formfields import VersionField
from cairn.web.forms import Field, add_problems

LARGEST = 64 * 1024


class TariffForm(forms.Form):
    """A cell for each answer to each item; where a table is pasted or sent as a file, it fills the cells."""

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        for item in scale.scored:
            for choice in scale.answers(item):
                self.fields[f"{item.id}_{choice.value}"] = forms.FloatField(
                    label=f"{item.number} {item.topic}, answer {choice.value}", required=False,
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                    error_messages={"invalid": "Give a number with a point, such as 0.1234."},
                )  # fmt: skip
        self.fields["pasted"] = forms.CharField(
            label="Or paste the table", required=False, max_length=LARGEST, widget=forms.Textarea(attrs={"rows": 6}),
            help_text="One line for each item, in order; its values from the lowest answer to the highest, apart by a "
            "comma, a semicolon or a tab. The name of the item may stand first.",
        )  # fmt: skip
        self.fields["file"] = forms.FileField(
            label="Or choose a file", required=False, help_text="CSV, as above.",
            widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}), max_length=200,
        )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label="Where does the table come from?", max_length=tariffs.LONGEST_SOURCE, required=False,
            help_text="The paper, its year and the number of the table.",
        )  # fmt: skip
        self.fields["version"] = VersionField()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        text = said.get("pasted") or ""
        if (file := said.get("file")) is not None:
            text = self._text_of(file)
        if text.strip() and not self.errors:
            self._fill(text, "pasted" if file is None else "file")
        return self.cleaned_data

    def _text_of(self, file: Any) -> str:
        if file.size > LARGEST:
            self.add_error("file", "This file is too large for such a table. Choose the table alone.")
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", "This file is not text. Save the table as CSV (UTF-8), and choose that.")
            return ""

    def _fill(self, text: str, field: str) -> None:
        """What was pasted stands in the cells, to be looked at; it counts even when somebody saves at once."""
        try:
            values = tables.read(self.scale, text)
        except Refused as refused:
            add_problems(self, [replace(one, field=field) for one in refused.problems])
            return
        typed = fresh(self.data, pasted="")
        for item in self.scale.scored:
            for choice, value in zip(self.scale.answers(item), values[item.id], strict=True):
                name = f"{item.id}_{choice.value}"
                self.cleaned_data[name] = value
                typed[name] = repr(value)
        self.data = typed

    def values(self) -> dict[str, list[float | None]]:
        said = self.cleaned_data
        return {
            item.id: [said.get(f"{item.id}_{choice.value}") for choice in self.scale.answers(item)]
            for item in self.scale.scored
        }


@page(P.MANAGE_SERVICES, writes=True)
def tariff(request: Request, scale: str) -> HttpResponse:
    found = one_of(request, scale)
    if found.tariff is None or found.tariff.lacking is None:
        raise NotFound("this scale lacks no table")

    def make(**given: Any) -> TariffForm:
        return TariffForm(scale=found, files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make, initial=_initial(request, found))
    form = cast(TariffForm, sending.form)
    is_fill, is_filled = "fill" in request.POST, form.is_valid()  # before it is drawn: the cells are filled by then

    def load(said: dict[str, Any]) -> Done[Any]:
        new = tariffs.NewTariff(scale=scale, values=form.values(), source=said["source"], version=said["version"])
        return tariffs.load(by=request.actor, tariffs=[new])

    def stands() -> tuple[int, dict[str, Any]]:
        values = _initial(request, found)
        return values.pop("version"), values

    if request.method == "POST" and not is_fill and attempt(request, sending, load, now=stands):
        made = sending.done.problems if sending.done else ()
        warned = " ".join(one.words for one in made)
        say(request, sending, f"The table is loaded. {_scored_again(request, scale)} {warned}".strip())
        return to(request, "scale", scale=scale, fragment="facts")
    if request.method == "GET" and is_oversize(request):
        sending.form.add_error("file", "This file is too large for such a table.")
    fields = {one.name: one for one in sending.view.fields}
    return draw_form(
        request, sending, title=f"Table of values of {found.short_label}", template="scales/tariff", submit="Load the table",
        back=address(request, "workspace:scale", scale=scale), scale=found, grid=_grid(found, fields),
        rest=[fields[name] for name in ("source", "version")], other=[fields[name] for name in ("pasted", "file")],
        is_filled=is_fill and is_filled,
    )  # fmt: skip


def _scored_again(request: Request, scale: str) -> str:
    """Give the readings from before their score, and say how many. Should it fail, the scale's own page offers it again."""
    try:
        found = len(rescoring.score_again(by=request.actor, scales=[scale]).items)
    except Refused:
        return "Readings from before are still to be scored: see below."
    if not found:
        return "Readings have a score from now on."
    return f"{found:,} {'reading' if found == 1 else 'readings'} from before {'is' if found == 1 else 'are'} scored by it too."


@page(P.MANAGE_SERVICES, only_post=True)
def again(request: Request, scale: str) -> HttpResponse:
    """Score what was read before by the table that stands."""
    one_of(request, scale)
    words = "The readings are scored by the table that stands."
    pressed(request, words, lambda: rescoring.score_again(by=request.actor, scales=[scale]))
    return to(request, "scale", scale=scale, fragment="facts")


def _grid(scale: Scale, fields: dict[str, Field]) -> list[tuple[Any, list[tuple[int, Field]]]]:
    return [
        (item, [(choice.value, fields[f"{item.id}_{choice.value}"]) for choice in scale.answers(item)])
        for item in scale.scored
    ]


def _initial(request: Request, scale: Scale) -> dict[str, Any]:
    row = queries.tariff(request.actor, scale)
    if row is None:
        return {"version": 0}
    found: dict[str, Any] = {"source": row.source, "version": row.version}
    for item in scale.scored:
        for choice, value in zip(scale.answers(item), row.values.get(item.id, ()), strict=False):
            found[f"{item.id}_{choice.value}"] = value
    return found
