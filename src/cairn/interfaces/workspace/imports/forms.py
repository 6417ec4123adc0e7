"""The questions about a file: which it is, what its columns are, what its words mean."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from cairn.exchange import sheets
from cairn.exchange.clients.fields import BY_KEY, FIELDS, SUPPORT
from cairn.exchange.clients.mapping import LEAVE_OUT, ColumnMap, Headings
from cairn.exchange.clients.proposing import Word
from cairn.web.formfields import DateField

KINDS = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt"
_NOT_THERE = "That is not on the list."


class UploadForm(forms.Form):
    """One file. What is in it is looked at, not its name."""

    file = forms.FileField(
        label="Your list",
        help_text="An Excel, OpenDocument or CSV file of up to 20 MB and 100,000 rows, one person a row.",
        widget=forms.FileInput(attrs={"accept": KINDS}),
        error_messages={"required": "Choose the file that holds your list.", "empty": "The file is empty."},
        max_length=200,
    )

    @classmethod
    def turned_away(cls) -> "UploadForm":
        """The form as it comes back where what was sent was too large even to be looked at."""
        form = cls(data={})
        form.full_clean()
        most = sheets.LARGEST // 1024 // 1024
        form.errors["file"] = form.error_class([f"The file was larger than {most} MB, so it was not taken in."])
        return form

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > sheets.LARGEST:
            most = sheets.LARGEST // 1024 // 1024
            raise forms.ValidationError(
                f"The file has {file.size / 1024 / 1024:.0f} MB; at most {most} MB can be read. Take out pictures and "
                "sheets that are not the list, or divide the list into several files."
            )
        return file


class ColumnsForm(forms.Form):
    """What each column is, and what holds of every row. `column_3` is the fourth column of the sheet."""

    sheet = forms.CharField(widget=forms.HiddenInput, required=False)
    heading_row = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1_000_000)

    def __init__(self, *args: Any, names: Headings, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, name in names.items():
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name, choices=CHOICES, required=False, error_messages={"invalid_choice": _NOT_THERE}
            )
        nothing = [("", "As the sheet says, or none: the people only")]
        self.fields["service"] = forms.ChoiceField(
            label="All of these are with", choices=[*nothing, *services], required=False,
            error_messages={"invalid_choice": _NOT_THERE},
        )  # fmt: skip
        self.fields["start_date"] = DateField(
            label="Their support began on", required=False, not_future=True,
            help_text="Used where no column says when. Leave blank if a column does.",
        )  # fmt: skip
        self.fields["age_on_date"] = DateField(
            label="Ages were right on", required=False, not_future=True,
            help_text="Only if a column holds ages instead of dates of birth. Left blank, it is today.",
        )  # fmt: skip

    @staticmethod
    def initial_of(mapping: ColumnMap, names: Headings, services: Sequence[tuple[str, str]]) -> dict[str, Any]:
        dates = {key: date.fromisoformat(mapping.everyone[key]) for key in DATES if mapping.everyone.get(key)}
        columns = {f"column_{place}": mapping.columns.get(name, "") for place, name in names.items()}
        told = {
            "sheet": mapping.sheet,
            "heading_row": mapping.heading_row,
            "service": mapping.everyone.get("service", "") or _only(services, mapping),
        }
        return {**told, **columns, **dates}

    @staticmethod
    def mapping_of(said: Mapping[str, Any], names: Headings, before: ColumnMap) -> ColumnMap:
        """The mapping as it was sent; what words mean stays from before."""
        everyone = {key: said[key].isoformat() for key in DATES if said.get(key)}
        if said.get("service"):
            everyone["service"] = said["service"]
        if before.everyone.get("worker"):
            everyone["worker"] = before.everyone["worker"]
        columns = {name: said.get(f"column_{place}") or "" for place, name in names.items()}
        return ColumnMap(said.get("sheet", ""), said["heading_row"], columns, before.values, everyone)


def _only(services: Sequence[tuple[str, str]], mapping: ColumnMap) -> str:
    """The one service there is, where columns tell of support and none says with which."""
    return services[0][0] if len(services) == 1 and mapping.has(*SUPPORT) and not mapping.has("service") else ""


DATES = ("start_date", "age_on_date")
CHOICES: list[tuple[str, Any]] = [
    ("", "Leave this column out"),
    ("The person", [(field.key, field.label) for field in FIELDS if field.key not in SUPPORT]),
    ("Their support", [(key, BY_KEY[key].label) for key in SUPPORT]),
]


class WordsForm(forms.Form):
    """What each word of each coded column means: proposed where that is plain, asked where it is not."""

    def __init__(
        self, *args: Any, words: Mapping[str, Sequence[Word]], choices: Mapping[str, Sequence[tuple[str, str]]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.words = words
        for key, some in words.items():
            ask = [("", "Choose…"), *choices[key], (LEAVE_OUT, "Leave out the rows with this word")]
            for place, word in enumerate(some):
                self.fields[f"{key}_{place}"] = forms.ChoiceField(
                    label=f"“{word.shown[:80]}”", choices=ask, initial=word.code,
                    error_messages={"required": "Say what it means.", "invalid_choice": _NOT_THERE},
                )  # fmt: skip

    def values(self) -> dict[str, dict[str, str]]:
        """Word → code, for each field; a word whose rows are left out says so too."""
        said = self.cleaned_data
        return {
            key: {word.word: code for place, word in enumerate(some) if (code := said.get(f"{key}_{place}", ""))}
            for key, some in self.words.items()
        }
