"""An activity: when, how long, and what came of it."""

from typing import Any

from django import forms

from cairn.cases.queries import Proposal
from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodesField, DateField, VersionField

MINUTES = {"inputmode": "numeric", "class": "govuk-input--width-4", "suffix": "minutes"}


class WhenForm(forms.Form):
    """What every activity says."""

    activity_date = DateField(label="When?", not_future=True)
    minutes = forms.IntegerField(label="How long?", min_value=0, widget=forms.TextInput(attrs=MINUTES))
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class OneForm(WhenForm):
    """With one person: the steps and outcomes that usually go with it are offered, one tap each."""

    state = code_field("attendance_state", label="Did it happen?")
    steps = CodesField(label="Steps", required=False)
    outcomes = CodesField(label="Outcomes", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ("steps", "outcomes", "note", "activity_date", "minutes", "state", "uid")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps, outcomes = self.fields["steps"], self.fields["outcomes"]
        steps.choices = [(one.rung_uid, one.label) for one in proposal.steps]  # type: ignore[attr-defined]
        steps.hints = {one.rung_uid: _said(one) for one in proposal.steps}  # type: ignore[attr-defined]
        outcomes.choices = [(f"{one.framework}|{one.outcome}", one.label) for one in proposal.outcomes]  # type: ignore[attr-defined]
        for name, there in (("steps", proposal.steps), ("outcomes", proposal.outcomes)):
            if not there:
                del self.fields[name]


def _said(step: Any) -> str:
    if step.is_next:
        return "The next step."
    return (
        f"Reached on {step.reached_date.day}/{step.reached_date.month}/{step.reached_date.year}."
        if step.reached_date
        else ""
    )


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
    activity_date = DateField(label="When was it?", not_future=True)
    minutes = forms.IntegerField(label="How long?", min_value=0, widget=forms.TextInput(attrs=MINUTES))
    version = VersionField()
