"""Forms of an episode: needs, judgements, readings, funding, closing. Field names are those of the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField, VersionField


class CloseForm(forms.Form):
    closure_reason = code_field("closure_reason", label="Why is it ending?")
    closure_planned = code_field("closure_planned")
    destination = code_field("destination")
    end_date = DateField(label="What was the last day?", not_future=True)
    no_last_reason = code_field("missing_last_reason")
    version = VersionField()

    def __init__(self, *args: Any, lacks_last: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lacks_last:
            del self.fields["no_last_reason"]


class AssignForm(forms.Form):
    worker_uid = CodeField(label="Who works with them now?")
    note = forms.CharField(
        label="What should they know?", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A handover note: it waits on their Today until they have dealt with it.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = list(workers)  # type: ignore[attr-defined]


class EndFundingForm(forms.Form):
    end_date = DateField(label="What is the last day they pay for?")
    version = VersionField()


class NoBaselineForm(forms.Form):
    reason = code_field("missing_baseline_reason", label="Why is there no first reading?")
    version = VersionField()


class FundForm(forms.Form):
    """Who pays, from when."""

    kind = code_field("funding_kind", label="Who pays?")
    contract_uid = forms.ChoiceField(label="Which contract or grant?", required=False)
    funder = forms.CharField(label="Which funder?", required=False, max_length=120)
    start_date = DateField(label="From when?")
    end_date = DateField(label="Until when?", required=False, help_text="Leave blank while it goes on.")

    def __init__(self, *args: Any, contracts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract_uid"].choices = [("", "None"), *contracts]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """A step seen outside any activity, or lost for now."""

    rung_uid = CodeField(label="Which step?")
    state = CodeField(
        label="What happened?", choices=[("reached", "They took it, or kept it up"), ("lost", "It is lost for now")]
    )
    step_date = DateField(label="When?", not_future=True)

    def __init__(self, *args: Any, rungs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rung_uid"].choices = list(rungs)  # type: ignore[attr-defined]
