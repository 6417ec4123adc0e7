"""Forms of notes. Field names are those of the action."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.cases.queries.notes import Places
from cairn.web.formfields import DateField

RESTRICTED = "Restricted: only for me, whom it is to, and whoever is responsible for safeguarding"


class NoteForm(forms.Form):
    """Words about a person; with a colleague chosen, a memo to them."""

    text = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 5}), strip=True)
    to_uid = forms.ChoiceField(
        label="To a colleague", required=False, help_text="Then it is a memo: it waits on their Today until it is dealt with."
    )  # fmt: skip
    is_restricted = forms.BooleanField(label=RESTRICTED, required=False)
    episode_uid = forms.ChoiceField(label="Within which support?", required=False)
    need_uid = forms.ChoiceField(label="About which need?", required=False)
    note_date = DateField(label="About which day?", not_future=True)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]], places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to_uid", "Nobody: it is a note", workers)
        _choose(self, "episode_uid", "The person as a whole", places.episodes)
        _choose(self, "need_uid", "No one need", places.needs)


class AnswerForm(forms.Form):
    """An answer in a thread, which may be to a colleague; it is as restricted as what it answers."""

    text = forms.CharField(label="Answer", widget=forms.Textarea(attrs={"rows": 4}), strip=True)
    to_uid = forms.ChoiceField(label="To a colleague", required=False)
    deals = forms.BooleanField(label="The memo is dealt with", required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, workers: Sequence[tuple[str, str]], may_deal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to_uid", "Nobody: for whoever reads it", workers)
        if not may_deal:
            del self.fields["deals"]


def _choose(form: forms.Form, name: str, nothing: str, choices: Sequence[tuple[str, str]]) -> None:
    """Nothing, or one of these; not asked where there is nothing to choose."""
    if choices:
        form.fields[name].choices = [("", nothing), *choices]  # type: ignore[attr-defined]
    else:
        del form.fields[name]
