"""Forms of how life stands. Field names are those of the actions."""

from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField, VersionField


def own_uid() -> forms.UUIDField:
    """Made when the page is drawn, so that sending twice writes once."""
    return forms.UUIDField(widget=forms.HiddenInput, required=False)


def words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NewStatusForm(forms.Form):
    """Since when, and what: each answer is a button of its own, so that there is no more to tap."""

    start_date = DateField(label="Since when?", not_future=True)
    code = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_code(self) -> str:
        said = str(self.cleaned_data["code"])
        if said not in registry.get("codes", self.kind).codes:
            raise forms.ValidationError("Choose one of the answers.")
        return said


class StatusForm(forms.Form):
    """What an entry says, and since when."""

    start_date = DateField(label="Since when?", not_future=True)
    version = VersionField()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = registry.get("codes", kind).label
        self.fields = {"code": code_field(kind, label=label), **self.fields}


class BlockForm(forms.Form):
    cause = code_field("move_on_cause", label="What stands in the way?")
    start_date = DateField(label="Ready to move on since", not_future=True)
    end_date = DateField(label="Until", required=False, not_future=True, help_text="Leave blank while it goes on.")
    words = words("Anything to add", "Such as who was asked, and when to ask again.")
    uid = own_uid()
    version = VersionField()


class LevelForm(forms.Form):
    """Each level is a button of its own."""

    start_date = DateField(label="From when?", not_future=True)
    level_uid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Choose one of the levels."})


class CarersForm(forms.Form):
    """A carer's assessment. `near` are (uid, name) of the carer's circle."""

    kind = code_field("carers_assessment_kind", label="Which assessment?")
    state = code_field("carers_assessment_state", label="What came of it?")
    assessment_date = DateField(label="On which day?", not_future=True)
    review_date = DateField(label="When is it looked at again?", required=False, help_text="Leave blank if it is not.")
    words = words("Anything to add")
    uid = own_uid()
    version = VersionField()

    def __init__(self, *args: Any, near: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if near:
            offered = [*near, ("", "Nobody in particular, or not said")]
            field = CodeField(label="For whom do they care?", choices=offered, required=False)
            self.fields = {"cared_for_uid": field, **self.fields}


class SafeguardingForm(forms.Form):
    """A safeguarding referral that was made. `support` are (uid, name) of the person's episodes."""

    body = code_field("safeguarding_body", label="Who was it made to?")
    made_date = DateField(label="On which day?", not_future=True)
    words = words("What was it about?", "In short. It stays here: only the count of referrals ever leaves.")
    uid = own_uid()

    def __init__(self, *args: Any, support: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(support) > 1:
            field = CodeField(label="In which support is it counted?", choices=support)
            fields = dict(self.fields)
            self.fields = {
                "body": fields.pop("body"),
                "made_date": fields.pop("made_date"),
                "episode_uid": field,
                **fields,
            }


class HeardForm(forms.Form):
    """What came of a safeguarding referral."""

    outcome = code_field("safeguarding_outcome", label="What came of it?")
    outcome_date = DateField(label="When did you hear?", required=False, not_future=True,
                             help_text="Leave blank while you are waiting.")  # fmt: skip
    words = words("In their words, or yours")
    version = VersionField()
