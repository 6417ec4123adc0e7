"""The questions of the public referral form."""

from collections.abc import Collection
from typing import Any

from django import forms

from cairn.intake import referring, rules
from cairn.web.formfields import CodeField, DateField

WHO = [
    (referring.SELF, "Myself"),
    (referring.FAMILY, "Somebody in my family, or a friend"),
    (referring.WORKER, "Somebody whom I work with"),
]
AGREES = [("yes", "Yes, they know and they agree"), ("no", "No"), ("not_known", "I am not sure")]
#: Filled in by programs that fill in everything; nobody who reads the page is shown it.
TRAP = "homepage"


def _line(label: str, hint: str = "", **attrs: str) -> forms.CharField:
    said = {"autocomplete": "off", **attrs}
    return forms.CharField(label=label, help_text=hint, required=False, max_length=200, widget=forms.TextInput(said))


def _text(label: str, hint: str, rows: int, most: int) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=most, widget=area)


class ReferralForm(forms.Form):
    """Field names are those of `intake.referring.Written`. What a service did not ask for is not there."""

    who = CodeField(label="Who needs support?", choices=WHO)
    sector = CodeField(label="Where do you work?", required=False, choices=list(referring.SECTORS.items()))
    referrer = _line("Your name", "And your organisation, if you work for one.")
    referrer_contact = _line("How can we reach you?", "A phone number or an e-mail address.")
    agrees = CodeField(label="Does the person know that you are asking for them?", required=False, choices=AGREES)
    name = _line("Name of the person who needs support")
    birth_date = DateField(label="Their date of birth", required=False, not_future=True)
    phone = _line("Their phone number", inputmode="tel")
    email = _line("Their e-mail address", inputmode="email")
    postcode = _line("Their postcode", "The first half is enough.")
    language = forms.ChoiceField(label="The language they speak best", required=False)
    reason = _text("What is happening, and what would help?", "A sentence or two is enough.", 6, 4000)
    urgency = CodeField(label="How soon is it needed?", required=False)
    safe_contact = _text(
        "Is there a time or a way that is safe to get in touch?",
        "Such as: text first; never leave a message; only while the children are at school.",
        3,
        1000,
    )
    homepage = _line("Leave this empty", "It is not for people: programs that send rubbish fill it in.")
    ticket = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(rules.OPTIONAL) - set(asks):
            del self.fields[name]
        for name, list_id in (("language", "language"), ("urgency", "urgency")):
            if name in self.fields:
                choices = referring.choices(list_id)
                blank = [("", "Not sure, or rather not say")] if name == "language" else []
                self.fields[name].choices = [*blank, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("who") == referring.WORKER and not said.get("sector") and "sector" not in self.errors:
            self.add_error("sector", "Choose where you work.")
        if said.get(TRAP):
            self.add_error(TRAP, "Leave this empty: clear it and send again.")
        return said


def written(said: dict[str, Any], uid: str) -> referring.Written:
    """The answers as the room below takes them."""
    known = {name: value for name, value in said.items() if name not in (TRAP, "ticket") and value}
    return referring.Written(**{"who": "", "name": "", **known, "uid": uid})
