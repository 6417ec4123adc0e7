"""Forms of the directory and of sending somebody on. Field names are those of the actions."""

from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.exchange.open_referral import reading
from cairn.interfaces.workspace.codes import code_field
from cairn.services.rules_directory import LONGEST
from cairn.web.formfields import CodesField, DateField, VersionField


def _text(name: str, label: str, hint: str = "", *, rows: int = 0, **kwargs: Any) -> forms.CharField:
    widget: Any = {"widget": forms.Textarea(attrs={"rows": rows})} if rows else {}
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST[name], required=False, **widget, **kwargs)


class EntryForm(forms.Form):
    name = forms.CharField(label="What is the service called?", max_length=LONGEST["name"])
    provider_name = _text("provider_name", "Who runs it?")
    description = _text("description", "What does it do?", rows=3)
    needs = CodesField(
        label="Which needs is it for?", required=False, help_text="It stands first where one of these is passed on."
    )
    who_for = _text("who_for", "For whom?", "Such as: adults in the north of the city; carers.")
    cost = _text("cost", "What does it cost?", "Such as: free; £3 a session.")
    phone = _text("phone", "Phone")
    email = _text("email", "E-mail")
    url = _text("url", "Web page", "Such as https://example.org/advice")
    address = _text("address", "Address")
    postcode = _text("postcode", "Postcode")
    checked_date = DateField(
        label="When did somebody last make sure that this holds?", not_future=True, required=False,
        help_text="Today, if you just called them.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["needs"]
        choices.choices = [(need.id, need.label) for need in registry.get("needs").needs]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "needs" in said:
            said["needs"] = tuple(said["needs"] or ())
        return said


class FileForm(forms.Form):
    """A directory in Open Referral UK's form."""

    file = forms.FileField(
        label="The file",
        help_text="Open Referral UK: JSON of up to 25 MB, an array of services or a page of them.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
        max_length=200,
    )

    @classmethod
    def turned_away(cls) -> "FileForm":
        """As it comes back where what was sent was too large even to be looked at."""
        form = cls(data={})
        form.full_clean()
        form.errors["file"] = form.error_class([too_large()])
        return form

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > reading.LARGEST:
            raise forms.ValidationError(too_large())
        return file


def too_large() -> str:
    most = reading.LARGEST // 1024 // 1024
    return f"The file is larger than {most} MB, so it was not taken in. Divide it, or ask for it in pages."


class SendForm(forms.Form):
    """To whom is chosen before; `to_words` where it is nobody of the directory."""

    to_words = forms.CharField(
        label="Who else can help?", max_length=300, required=False,
        help_text="The organisation, and the person there if you know.",
    )  # fmt: skip
    kind = code_field("signposting_kind")
    agreed = forms.BooleanField(
        label="They agreed that their details go there", required=False,
        help_text="Ask first. This is about details sent by post, phone or e-mail, outside Cairn.",
    )  # fmt: skip
    made_date = DateField(label="When?", not_future=True)
    ask_again_date = DateField(
        label="When will you ask what came of it?", required=False,
        help_text="It stands on your Today from that day. Leave it blank if nobody will ask.",
    )  # fmt: skip
    words = forms.CharField(
        label="Anything to remember", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    entry_uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    reveals = {("kind", "passed_on"): ("agreed",)}

    def __init__(self, *args: Any, has_entry: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_entry:
            del self.fields["to_words"]


class HeardForm(forms.Form):
    """Each answer is a button of its own; the rest is there for who wants it."""

    result_date = DateField(label="As of when?", not_future=True)
    ask_again_date = DateField(
        label="If there is more to hear: ask again on",
        required=False,
        help_text="Only for a waiting list, or not known.",
    )
    words = forms.CharField(
        label="Anything to remember", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    result = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Choose what came of it."})
    version = VersionField()

    def clean_result(self) -> str:
        said = str(self.cleaned_data["result"])
        if said not in registry.get("codes", "signposting_result").codes:
            raise forms.ValidationError("Choose one of the answers.")
        return said
