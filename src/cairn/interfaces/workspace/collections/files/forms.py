"""The questions about a file of forms: which it is, and what is to be done with what was found."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.exchange.forms.files import SubmissionView
from cairn.exchange.forms.pipeline import LARGEST_BOOK, LARGEST_TEXT, MOST_FORMS, too_large

MOST = LARGEST_TEXT // 1024 // 1024
_TOO_LARGE = f"The file was larger than {MOST} MB, so it was not taken in. Divide the list into several files."


class SendForm(forms.Form):
    """One file, for one collection. What is in it is looked at, not its name."""

    collection = forms.ChoiceField(
        label="For which collection?", error_messages={"required": "Say for which collection."}
    )
    file = forms.FileField(
        label="Your file",
        help_text=f"CSV of up to {MOST} MB and {MOST_FORMS:,} forms, or an Excel workbook (.xlsx) of up to "
        f"{LARGEST_BOOK // 1024 // 1024} MB. One form a row. Choose it, or drop it here.",
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.xlsx,.txt,.tsv",
                "data-largest": LARGEST_TEXT,
                "data-too-large": "divide the list into several files",
            }
        ),
        error_messages={"required": "Choose the file that holds your forms.", "empty": "The file is empty."},
        max_length=200,
    )

    def __init__(self, *args: Any, collections: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"].choices = collections  # type: ignore[attr-defined]
        if len(collections) == 1:
            self.fields["collection"].widget = forms.HiddenInput()
            self.fields["collection"].initial = collections[0][0]

    def turned_away(self) -> "SendForm":
        """The form as it comes back where what was sent was too large even to be looked at."""
        form = SendForm(data={}, collections=self.fields["collection"].choices)  # type: ignore[attr-defined]
        form.full_clean()
        form.errors.pop("collection", None)
        form.errors["file"] = form.error_class([_TOO_LARGE])
        return form

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_TEXT:
            kind = too_large(file.size)
            raise forms.ValidationError(f"{kind.message} {kind.fix}")
        return file


class AgreeForm(forms.Form):
    """What to do: soft findings that are right, and whether the good forms go without the others."""

    confirmed = forms.MultipleChoiceField(
        label="Which of these are right?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="A tick stands for every row of the file in which it was found. Forms without a tick stay out.",
    )  # fmt: skip
    good_rows = forms.BooleanField(required=False)

    def __init__(self, *args: Any, seen: SubmissionView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soft = [(group.kind.key, asked(group)) for group in seen.of_grade("soft")]
        if soft:
            self.fields["confirmed"].choices = soft  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed"]
        wrong = seen.counts.get("rejected", 0)
        if wrong or soft:
            self.fields["good_rows"].label = "Take the good forms, and leave the others out"
            self.fields["good_rows"].help_text = "You get the others as a file, each row with what to mend."
        else:
            del self.fields["good_rows"]


def asked(group: Any) -> str:
    """A soft rule, as one is asked about it."""
    kind = group.kind
    where = f"{kind.column}: " if kind.column else ""
    rows = f" ({group.count:,} {'form' if group.count == 1 else 'forms'})" if group.rows else " (the whole column)"
    return f"{where}{kind.message}{rows}"
