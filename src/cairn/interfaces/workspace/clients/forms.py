"""Who somebody is, and erasing."""

from typing import Any

from django import forms

from cairn.people.rules import ERASURE_REASONS
from cairn.web.formfields import CodeField, VersionField


class PersonForm(forms.Form):
    """Who somebody is. Field names are those of `people.rules.Answers`."""

    name = forms.CharField(
        label="Name", required=False, widget=forms.TextInput(attrs={"autocapitalize": "words", "autocomplete": "off"})
    )
    known_as = forms.CharField(
        label="Known as", required=False, help_text="What they like to be called, if it is different."
    )
    phone = forms.CharField(
        label="Phone", required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel"})
    )
    email = forms.CharField(label="E-mail", required=False, widget=forms.TextInput(attrs={"inputmode": "email"}))
    reference = forms.CharField(
        label="Your own reference", required=False, max_length=40, help_text="Leave blank and one is made."
    )
    version = VersionField()


class EraseForm(forms.Form):
    """The reference is typed, so that nobody is erased by a slip."""

    reason = CodeField(label="Why is this person erased?", choices=list(ERASURE_REASONS.items()))
    reference = forms.CharField(
        label="Type the reference to confirm", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"].strip()
        if typed.casefold() != self.expected.casefold():
            raise forms.ValidationError(
                "This is not the reference of this person. Type it as it stands at the top of the page."
            )
        return str(typed)
