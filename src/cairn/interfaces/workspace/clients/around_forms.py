"""Forms of a person's circle, and of how to reach and speak with them. Field names are those of the actions."""

from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.interfaces.workspace.codes import choices, code_field
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField


class RelatedForm(forms.Form):
    """Somebody around a person; of somebody supported here (`linked`) neither name nor phone is asked again."""

    name = forms.CharField(label="What are they called?", required=False, help_text="A first name will do.")
    relation = code_field("relation", label="Who are they to the person?")
    lives_with = code_field("lives_with", label="Do they share a home?")
    roles = CodesField(
        label="What else are they?",
        required=False,
        choices=[
            ("is_carer", "They look after the person, unpaid"),
            ("is_cared_for", "The person looks after them"),
            ("is_emergency_contact", "To be called in an emergency"),
        ],
    )
    phone = forms.CharField(label="Phone", required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    words = forms.CharField(label="Anything to know?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    other_uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = VersionField(required=False)

    def __init__(self, *args: Any, linked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if linked:
            del self.fields["name"], self.fields["phone"]


class LeaveForm(forms.Form):
    why = CodeField(
        label="Why do you take them out?",
        choices=[("gone", "They are not part of this person’s life any more"), ("mistake", "It was noted by mistake")],
    )
    ended_date = DateField(label="Since when?", required=False, not_future=True)
    version = VersionField()

    reveals = {("why", "gone"): ("ended_date",)}


class SpeakingForm(forms.Form):
    """How to reach and speak with a person."""

    language = forms.ChoiceField(label="What is their main language?")
    interpreter = code_field("interpreter", label="Do they need an interpreter?")
    formats = CodesField(label="What helps in speaking and reading?", required=False)
    contact_by = code_field("contact_by", label="How do they like to be reached?")
    safe_contact = forms.CharField(
        label="When and how is it safe to call?",
        required=False,
        help_text="Stands beside their phone number on every page, like: do not leave a message.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        label="Anything else to know before meeting them?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = registry.get("codes", "language").entries
        missing = [(one.code, one.label) for one in entries if one.missing]
        self.fields["language"].choices = [*missing, *((o.code, o.label) for o in entries if not o.missing)]  # type: ignore[attr-defined]
        self.fields["formats"].choices = choices("communication_format")  # type: ignore[attr-defined]
