"""A page of a form as a Django form: one field for each column, of its name, so that every problem finds its field."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from cairn.collection.actions.filling import LEFT_OUT
from cairn.collection.columns import DIVIDER, FormColumn
from cairn.collection.due import Line
from cairn.collection.known import Proposal
from cairn.web.formats import short_date
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

MANY_CHOICES = 8
GROUPS = {"client": "To do with the person", "service": "To do with the service", "external": "Outside both"}
LEFT_OUT_WORDS = {
    "declined": "The person does not want a form to be sent",
    "no_contact": "They left, and nobody could be asked",
    "not_asked_for": "The authority does not ask for this one",
    "recorded_elsewhere": "It is sent in another way, such as a file",
    "other": "Another reason",
}


class PageForm(forms.Form):
    """The questions of one task. Nothing must be there; `version` is what the page was drawn from."""

    version = VersionField()

    def __init__(
        self, *args: Any, columns: Sequence[FormColumn], proposals: Mapping[str, Proposal],
        reveals: Mapping[tuple[str, str], tuple[str, ...]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.columns, self.reveals = columns, reveals
        for column in columns:
            self.fields[column.name] = _field(column, proposals.get(column.name))

    def clean(self) -> dict[str, Any]:
        """Add `answers`: what was said, as text."""
        said = super().clean() or self.cleaned_data
        said["answers"] = {column.name: as_text(said.get(column.name)) for column in self.columns}
        return said


def _field(column: FormColumn, proposal: Proposal | None) -> forms.Field:
    told: dict[str, Any] = {
        "label": column.short, "required": False, "help_text": hint(column, proposal) if column.role == "field" else "",
    }  # fmt: skip
    choices = [(one.code, one.label) for one in column.choices]
    if column.kind == "many":
        return CodesField(choices=choices, **told)
    if column.role == "reason":
        return forms.ChoiceField(choices=[("", "Choose the main reason"), *grouped(column)], **told)
    if column.kind == "one" and len(choices) > MANY_CHOICES:
        return forms.ChoiceField(choices=[("", "Choose one"), *choices], **told)
    if column.kind == "one":
        return CodeField(choices=choices, **told)
    if column.kind == "date":
        return DateField(**told)
    attrs = {"class": "govuk-input--width-5", "inputmode": "numeric"} if column.kind == "number" else {"class": ""}
    return forms.CharField(widget=forms.TextInput(attrs={**attrs, "autocomplete": "off"}), **told)


def hint(column: FormColumn, proposal: Proposal | None) -> str:
    """The question's own hint, without how it stands in a file, and where what stands there comes from."""
    own = "" if column.kind == "date" else column.hint.replace(", divided by semicolons", "")
    return " ".join(filter(None, (own, from_record(proposal))))


def from_record(proposal: Proposal | None) -> str:
    """Where a proposal comes from, in words."""
    if proposal is None:
        return ""
    day = f", {short_date(proposal.date)}" if proposal.date else ""
    return f"From the record: {proposal.source}{day}."


def grouped(column: FormColumn) -> list[tuple[str, list[tuple[str, str]]]]:
    """Reasons under their three groups."""
    groups = dict.fromkeys(one.group for one in column.choices)
    return [
        (GROUPS.get(group, group), [(one.code, one.label) for one in column.choices if one.group == group])
        for group in groups
    ]


def as_text(value: Any) -> str:
    """An answer as it stands in files."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return DIVIDER.join(value)
    return "" if value is None else str(value)


def as_shown(columns: Iterable[FormColumn], answers: Mapping[str, str]) -> dict[str, Any]:
    """Answers as the fields of the page hold them."""
    return {column.name: _shown(column, answers.get(column.name, "")) for column in columns}


def _shown(column: FormColumn, text: str) -> Any:
    if column.kind == "many":
        return text.split(DIVIDER) if text else []
    if column.kind == "date" and text:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text


class LeaveOutForm(forms.Form):
    """Why no form will be sent."""

    reason = CodeField(label="Why is no form sent?", choices=[(code, LEFT_OUT_WORDS[code]) for code in LEFT_OUT])


class NewForm(forms.Form):
    """A form about somebody who is not recorded here: which one, of which service, for which day."""

    of = CodeField(label="Which form, and of which service?", choices=[])
    date = DateField(
        label="On which day?",
        not_future=True,
        help_text="The day they came, left, or had their plan reviewed. It decides the year and the version.",
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = list(offered)  # type: ignore[attr-defined]


def ticked(lines: Iterable[Line], keys: Iterable[str]) -> list[Line]:
    """The lines of a list that were ticked."""
    wanted = set(keys)
    return [line for line in lines if line.key in wanted]
