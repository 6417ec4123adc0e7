"""Forms of a concern and of its chronology. Field names are those of the actions."""

from django import forms

from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import DateField, VersionField

TIME = forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"})


def _words(label: str, hint: str = "", rows: int = 6, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, widget=forms.Textarea(attrs={"rows": rows}))


class ConcernForm(forms.Form):
    """What worries the worker."""

    kind = code_field("concern_kind", label="What is the concern?")
    summary = _words(
        "What was seen, heard or said?", "Plain facts: who, what, when, in whose words. Not what you conclude."
    )
    level = code_field("concern_level", label="How serious does it seem?")
    plan = _words("What keeps them safe for now?", "What was done, who was told.", rows=3, required=False)
    raised_date = DateField(label="When did you learn of it?", not_future=True)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ChangeForm(forms.Form):
    kind = code_field("concern_kind", label="What is the concern?")
    level = code_field("concern_level", label="How serious is it?")
    summary = _words("What was seen, heard or said?")
    plan = _words("What keeps them safe?", rows=4, required=False)
    version = VersionField()


class EntryForm(forms.Form):
    """One line of a chronology."""

    kind = code_field("concern_entry_kind", label="What is this?")
    text = _words("What happened?", rows=5)
    entry_date = DateField(label="On which day?", not_future=True)
    entry_time = forms.TimeField(
        label="At what time?", required=False, widget=TIME, help_text="If it matters, like 14:30."
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class CloseForm(forms.Form):
    text = _words("Why is it closed?", "Stands in the chronology as a decision.", rows=4)
    closed_date = DateField(label="From which day?", not_future=True)
    version = VersionField()


class ReopenForm(forms.Form):
    text = _words("Why is it taken up again?", "Stands in the chronology as a decision.", rows=4)
    version = VersionField()
