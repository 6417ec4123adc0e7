"""Forms of asking somebody to rate themselves, and of writing down what they said of the service."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.intake import rules_rating
from cairn.interfaces.workspace.codes import choices
from cairn.web.formfields import CodeField, CodesField, VersionField

ONCE, LASTING, TABLET = "once", "lasting", "tablet"
WAYS = [
    (ONCE, "A link or a code to send or to print, used once"),
    (LASTING, "A link or a code that lasts: it asks whatever is due whenever they open it"),
    (TABLET, "Hand over this device now: it then shows nothing but the questions"),
]


class RatingForm(forms.Form):
    """Field names are those of `intake.actions.ratings.NewRating`, but for `way`."""

    scales = CodesField(label="What do you ask?", help_text="Those of the service are ticked already.")
    stage = CodeField(label="At which stage?", required=False)
    language = forms.ChoiceField(label="In which language is the page?", help_text="They can change it there.")
    way = CodeField(label="How do they get it?", choices=WAYS)
    days = forms.IntegerField(
        label="For how many days does a link open?",
        help_text=f"{rules_rating.DAYS} if used once, {rules_rating.LASTING_DAYS} if it lasts, unless you say otherwise.",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3", "suffix": "days"}),
    )

    def __init__(
        self, *args: Any, scales: Sequence[tuple[str, str]], languages: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scales"].choices = list(scales)  # type: ignore[attr-defined]
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            ("", "As things stand when they send it"), *choices("assessment_stage"),
        ]  # fmt: skip
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]


class WrittenForm(forms.Form):
    """Field names are those of `cases.actions.feedback.write`."""

    accessible = CodeField(label="", required=False)
    comment = forms.CharField(
        label="Anything else that they said", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        max_length=rules_rating.LONGEST_COMMENT, help_text="In their own words, as far as you can.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, question: str, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accessible"].label = question
        self.fields["accessible"].choices = [("", "They did not say"), *answers]  # type: ignore[attr-defined]
