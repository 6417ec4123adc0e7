"""Taking a referral, and what becomes of it. Field names are those of the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField, VersionField


class ReferralForm(forms.Form):
    """A request for support."""

    service_uid = CodeField(label="To which service?")
    received_date = DateField(label="When did it come?", not_future=True)
    sector = code_field("referral_sector", label="Who sent it?")
    kind = code_field("referral_kind", label="What kind of referrer is that?", required=False)
    source = forms.CharField(
        label="Name of the referrer", required=False, help_text="Such as: GP surgery, housing officer."
    )
    referrer_contact = forms.CharField(
        label="How to reach the referrer", required=False, help_text="Their phone or e-mail at work."
    )
    urgency = code_field("urgency", label="How urgent is it?", required=False)
    reason = forms.CharField(label="Why were they referred?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    crisis = code_field("crisis", label="Are they in crisis now?", required=False)
    first_contact_date = DateField(
        label="First contact with the person", required=False, help_text="Blank if none yet."
    )
    assessed_date = DateField(label="Assessed", required=False, help_text="Leave blank if not yet.")
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_uid"].choices = list(services)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A question left open is not known; the reader is not made to say so."""
        said = super().clean() or self.cleaned_data
        for name in ("kind", "crisis", "urgency"):
            if name in said:
                said[name] = said[name] or "not_known"
        return said


class ContactForm(forms.Form):
    first_contact_date = DateField(label="First contact with the person", required=False, not_future=True)
    assessed_date = DateField(label="Assessed", required=False, not_future=True)
    version = VersionField()


class DecisionForm(forms.Form):
    """A decision on a referral; with words for the organisation that sent it, where one did."""

    answer_words = forms.CharField(
        label="A word to the organisation that sent it", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read these words, your decision and its date; nothing else that you record.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, has_sender: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_sender:
            self.order_fields([name for name in self.fields if name != "answer_words"])
        else:
            del self.fields["answer_words"]


class AcceptForm(DecisionForm):
    decided_date = DateField(label="When was it accepted?", not_future=True)
    start_date = DateField(label="When does support start?")
    worker_uid = forms.ChoiceField(label="Who will work with them?", required=False)

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = [("", "Not decided yet"), *workers]  # type: ignore[attr-defined]


class CloseForm(DecisionForm):
    reason = code_field("unsuccessful_reason", label="Why was it unsuccessful?")
    decided_date = DateField(label="When was that decided?", not_future=True)


class WithdrawForm(DecisionForm):
    decided_date = DateField(label="When was it withdrawn?", not_future=True)
