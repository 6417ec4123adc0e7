"""Forms of links, consent and of what a person sees otherwise; and of the public form of a service."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.intake import rules
from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodesField, DateField, VersionField


class LinkForm(forms.Form):
    """Field names are those of `intake.actions.links.NewLink`."""

    purpose = code_field("link_purpose", label="What is the link for?")
    language = forms.ChoiceField(label="In which language does it open?", help_text="They can change it there.")
    questions = CodesField(
        label="Which questions may they answer alone?",
        required=False,
        help_text="Only those that a service of theirs asks are there. They may leave out any of them.",
    )
    days = forms.IntegerField(
        label="For how many days does it open the page?",
        initial=rules.DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3", "suffix": "days"}),
    )

    def __init__(
        self, *args: Any, languages: Sequence[tuple[str, str]], questions: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
        self.fields["questions"].choices = list(questions)  # type: ignore[attr-defined]
        if not questions:
            del self.fields["questions"]


class ConsentForm(forms.Form):
    """Field names are those of `people.consents.NewConsent`."""

    purpose = code_field("consent_purpose", label="What is it about?")
    recipient_uid = forms.ChoiceField(
        label="Is it about one organisation?", required=False, help_text="Only for passing on and for sharing."
    )
    state = code_field("consent_state", leave_out=("not_known", "not_asked"), label="What do they say?")
    how = code_field("consent_how", leave_out=("own_page", "online_form"), label="How did they say it?")
    start_date = DateField(label="When?", not_future=True)
    words = forms.CharField(
        label="Anything to know?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, recipients: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient_uid"].choices = [("", "No: about anybody"), *recipients]  # type: ignore[attr-defined]
        if not recipients:
            del self.fields["recipient_uid"]


class OtherwiseForm(forms.Form):
    """What a person sees otherwise, written down for them."""

    thing = forms.ChoiceField(label="What do they see otherwise?")
    words = forms.CharField(label="In their own words", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    said_by = code_field("judged_by", label="Who wrote it down?")

    def __init__(self, *args: Any, things: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", "Choose one"), *things]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    words = forms.CharField(
        label="What do you answer?",
        help_text="They read it on their own page, under their words.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    version = VersionField()


class DoorForm(forms.Form):
    """How the public form of a service opens."""

    words = forms.CharField(
        label="Words of welcome",
        required=False,
        help_text="What a stranger reads first: who you are, whom you can help, how soon you answer.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=rules.LONGEST_WORDS,
    )
    asks = CodesField(
        label="What else do you ask?",
        required=False,
        choices=list(rules.OPTIONAL.items()),
        help_text="Name, a way to reach them, what would help and when it is safe to get in touch are always asked. Ask little.",
    )
