"""What is asked about a funder's own form: the file, what goes into a cell, the period to fill it for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairn.exchange import sheets
from cairn.exchange.funders import filling
from cairn.web.formfields import CodeField

HIDES = (("4", "Leave out numbers from 1 to 4, and what would tell them"), ("0", "The funder may see every number"))
_MOST = sheets.LARGEST // 1024 // 1024


def _file(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=f"An Excel workbook (.xlsx) of up to {_MOST} MB, as the funder sent it. Only the cells that you choose "
        "are changed.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Choose the funder’s workbook.", "empty": "The file is empty."},
        max_length=200,
    )


class NewForm(forms.Form):
    name = forms.CharField(label="What do you call it?", help_text="For example: quarterly monitoring.", max_length=120)
    funder = forms.CharField(label="Who asks for it?", max_length=120)
    file = _file("Their form")
    hides_up_to = CodeField(label="Small numbers", choices=HIDES, initial="4")


class ReplaceForm(forms.Form):
    file = _file("The new form")


class CellForm(forms.Form):
    """`code` offers the parts of `by` once that is chosen."""

    sheet = forms.CharField(widget=forms.HiddenInput, max_length=40)
    cell = forms.CharField(label="Cell", max_length=10, widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))
    what = CodeField(label="What goes into it?", choices=list(filling.WHATS.items()), initial="figure")
    measure = forms.ChoiceField(label="Which figure?", required=False)
    by = forms.ChoiceField(
        label="Of a part only?",
        required=False,
        help_text="For example of women: choose gender, then save to choose which.",
    )
    code = forms.ChoiceField(label="Which part?", required=False)
    part = CodeField(label="How?", choices=list(filling.PARTS.items()), initial="value")
    span = CodeField(label="Of which period?", choices=list(filling.SPANS.items()), initial="asked")
    contract_uid = forms.ChoiceField(label="Of whom?", required=False)

    def __init__(
        self, *args: Any, measures: Mapping[str, str], dimensions: Sequence[tuple[str, str]],
        codes: Sequence[tuple[str, str]], contracts: Sequence[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choices = {
            "measure": [("", "Choose a figure"), *measures.items()], "by": [("", "No, of everybody"), *dimensions],
            "code": [("", "Choose which"), *codes], "contract_uid": [("", "Everybody we support"), *contracts],
        }  # fmt: skip
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        if not codes:
            del self.fields["code"]
        if not contracts:
            del self.fields["contract_uid"]

    def clean_cell(self) -> str:
        return str(self.cleaned_data["cell"]).strip().upper()


class FillForm(forms.Form):
    period = forms.ChoiceField(label="For which period?")

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
