"""The form that takes files for a person's record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cairn.desk import filetypes
from cairn.web.formats import short_date

RESTRICTED = "Restricted: only for me and whoever is responsible for safeguarding"
ACCEPT = ",".join(filetypes.ENDINGS)
MOST = 10


class SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """One file or several, each as it came; what is wrong with one is the deed's to say."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            raise forms.ValidationError(self.error_messages["required"])
        if len(given) > MOST:
            raise forms.ValidationError(f"These are {len(given)} files. Choose at most {MOST} at once.")
        return list(given)


class FilesForm(forms.Form):
    """Which files, what they are, and of which visit."""

    attached = SeveralFiles(
        label="Files",
        help_text="A letter, a form, a photograph, a sound; up to 25 MB each.",
        widget=SeveralInput(
            attrs={
                "accept": ACCEPT,
                "multiple": True,
                "data-largest": filetypes.LARGEST,
                "data-too-large": "make the picture smaller, or divide the document",
            }
        ),
        error_messages={"required": "Choose a file, or several."},
    )
    words = forms.CharField(label="What is it?", required=False, help_text="A few words, for whoever looks for it.")
    activity_uid = forms.ChoiceField(label="Of which visit?", required=False)
    is_restricted = forms.BooleanField(label=RESTRICTED, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, visits: Sequence[tuple[str, date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if visits:
            shown = [(uid, f"{short_date(day)}: {name}") for uid, day, name in visits]
            self.fields["activity_uid"].choices = [("", "No one visit"), *shown]  # type: ignore[attr-defined]
        else:
            del self.fields["activity_uid"]
