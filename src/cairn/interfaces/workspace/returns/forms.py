"""What a data lead says of a return."""

from typing import Any

from django import forms

from cairn.web.formfields import VersionField


class OverrideForm(forms.Form):
    """A number of one's own in place of a derived one, with its reason. A share is written as a percentage."""

    value = forms.FloatField(
        label="The number to send",
        error_messages={"invalid": "That is not a number. Write figures, such as 12 or 1.5."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="Why is it different?",
        help_text="Say what was counted otherwise, and how. The commissioner reads it beside the number.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = VersionField()


class CommentForm(forms.Form):
    """Words beside a figure."""

    words = forms.CharField(
        label="What explains it?",
        help_text="Such as a service that opened or closed, or a way of counting that changed. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SubmitForm(forms.Form):
    """`seen` is the digest of the figures on the page: it refuses when they have moved since."""

    comment = forms.CharField(
        label="Anything to say with it?",
        required=False,
        help_text="Such as what went well, or what makes this quarter unlike others. Leave out names.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    figures_only = forms.BooleanField(
        label="Only figures leave",
        required=False,
        help_text="The agreement has ended, so no row about anybody can go with them.",
    )
    version = VersionField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_ended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_ended:
            del self.fields["figures_only"]
