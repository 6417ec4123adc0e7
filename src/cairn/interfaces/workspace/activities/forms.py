"""An activity: when, how long, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.web.formfields import CodesField, DateField, VersionField

MINUTES = {"inputmode": "numeric", "class": "govuk-input--width-4", "suffix": "minutes"}


class WhenForm(forms.Form):
    """What every activity says."""

    activity_date = DateField(label="When?", not_future=True)
    minutes = forms.IntegerField(label="How long?", min_value=0, widget=forms.TextInput(attrs=MINUTES))
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class HeadsForm(WhenForm):
    """Where nobody is named, two numbers stand instead."""

    heads = forms.IntegerField(
        label="How many people came?",
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    heads_new = forms.IntegerField(
        label="How many of them for the first time?",
        min_value=0,
        required=False,
        help_text="Leave blank if you cannot tell.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    field_order = ("heads", "heads_new", "activity_date", "minutes", "uid")


class ChangeForm(forms.Form):
    """`also` are the other workers who were there; left out where nobody else works here."""

    activity_date = DateField(label="When was it?", not_future=True)
    minutes = forms.IntegerField(label="How long?", min_value=0, widget=forms.TextInput(attrs=MINUTES))
    also = CodesField(label="Who else was there?", required=False)
    version = VersionField()

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if workers:
            self.fields["also"].choices = workers  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class ChangeHeadsForm(ChangeForm):
    """Where nobody was named, the two numbers too."""

    heads = HeadsForm.base_fields["heads"]
    heads_new = HeadsForm.base_fields["heads_new"]
    field_order = ("heads", "heads_new", "activity_date", "minutes", "also", "version")
