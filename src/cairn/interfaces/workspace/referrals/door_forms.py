"""What is asked when somebody at the door is taken in, closed as not for us, or is no referral."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField, VersionField

BEGINS, WAITS = "begins", "waits"
NEW = "new"
ANSWER = "They read these words, your decision and its date; nothing else that you record."


class WhoForm(forms.Form):
    """Whom it is about, and what kind of referral it is. `known`: who on record it may be, with why."""

    client_uid = CodeField(label="Whose record is it?")
    sector = code_field("referral_sector", label="Who sent it?")
    kind = code_field("referral_kind", label="What kind of referrer is that?", required=False)
    urgency = code_field("urgency", label="How urgent is it?", required=False)
    crisis = code_field("crisis", label="Are they in crisis now?", required=False)
    answer_words = forms.CharField(
        label="A word to the organisation that sent it", required=False, help_text=ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = VersionField()

    def __init__(
        self, *args: Any, known: Sequence[tuple[str, str, str]] = (), has_sender: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["client_uid"]
        who.choices = [*((uid, name) for uid, name, _ in known), (NEW, "Somebody new")]
        who.hints = {uid: why for uid, _, why in known if why}
        if not known:
            who.widget, who.required = forms.HiddenInput(), False
        if not has_sender:
            del self.fields["answer_words"]

    def clean(self) -> dict[str, Any]:
        """A question left open is not known."""
        said = super().clean() or self.cleaned_data
        for name in ("kind", "crisis", "urgency"):
            if name in said:
                said[name] = said[name] or "not_known"
        if "client_uid" in said:
            said["client_uid"] = "" if said["client_uid"] in ("", NEW) else said["client_uid"]
        return said


class TakeForm(WhoForm):
    next = CodeField(
        label="What happens now?", choices=[(WAITS, "The referral waits for a decision"), (BEGINS, "Support begins")]
    )
    start_date = DateField(label="When does support start?", required=False)
    worker_uid = forms.ChoiceField(label="Who works with them?", required=False)

    reveals = {("next", BEGINS): ("start_date", "worker_uid")}

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = [("", "Not decided yet"), *workers]  # type: ignore[attr-defined]
        self.order_fields([*WhoForm.base_fields, "next", "start_date", "worker_uid", "answer_words"])
        self.order_fields(["client_uid", "next", "start_date", "worker_uid", "sector", "kind", "urgency", "crisis"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("next") == BEGINS and not said.get("start_date") and "start_date" not in self.errors:
            self.add_error("start_date", "Enter the day, or let the referral wait.")
        return said


class NotForUsForm(WhoForm):
    reason = code_field("unsuccessful_reason", label="Why is it not for you?", leave_out=("not_known",))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["reason", "answer_words", "client_uid", "sector", "kind", "urgency", "crisis"])


class DismissForm(forms.Form):
    reason = code_field("not_a_referral", label="What is it?")
    version = VersionField()
