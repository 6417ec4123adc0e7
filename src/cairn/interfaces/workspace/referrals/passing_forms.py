"""Referring somebody to another organisation: what goes, and the person's yes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, CodesField


class PassingForm(forms.Form):
    """`held`: what is on record and may be chosen, with its label and what it says."""

    reason = forms.CharField(
        label="Why do you refer them?", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What they want help with, in words that they would agree to.",
    )  # fmt: skip
    fields_sent = CodesField(
        label="What do you send beside the name?", required=False,
        help_text="Only what the other needs to reach them and to decide. Nothing else leaves.",
    )  # fmt: skip
    urgency = code_field("urgency", label="How urgent is it?")
    sector = code_field(
        "referral_sector", label="What kind of organisation are you?", leave_out=("self", "family_or_friend")
    )
    referrer_contact = forms.CharField(
        label="How can they reach you?", required=False, max_length=200, help_text="Your phone or e-mail at work."
    )
    agreed = CodeField(
        label="Do they agree that this is sent?",
        choices=[("yes", "Yes: they know what is sent, and to whom"), ("no", "No, or not asked yet")],
    )
    how = code_field("consent_how", label="How did they say so?", required=False, leave_out=("own_page", "online_form"))
    consent_words = forms.CharField(
        label="Anything they said about it", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    service_uid = forms.UUIDField(widget=forms.HiddenInput)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    reveals = {("agreed", "yes"): ("how", "consent_words")}

    def __init__(self, *args: Any, held: Sequence[tuple[str, str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["fields_sent"]
        chosen.choices = [(name, label) for name, label, _ in held]
        chosen.hints = {name: words for name, _, words in held}
        if not held:
            del self.fields["fields_sent"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("agreed") == "yes" and not said.get("how"):
            said["how"] = "spoken"
        return said
