"""A form of any scale, for trying its scoring and for practising: nothing of it is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms

from cairn.definitions.shapes.scale import Item, Scale
from cairn.kernel.problems import Refused
from cairn.scales.scoring import Scored, score
from cairn.web.forms import Field, add_problems

FEW = 11
SKIPPED = "not_applicable"
Shape = Literal["numbers", "words", "typed"]


@dataclass(frozen=True, slots=True)
class Asking:
    """One item as it is drawn: its answers side by side, one under another, or typed as a number."""

    item: Item
    field: Field
    shape: Shape
    ends: str


class AnswerForm(forms.Form):
    """One question an item. `whole`: every scored item is answered; else one answer is enough, and blanks are blanks."""

    def __init__(self, *args: Any, scale: Scale, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.whole, self.scored = scale, whole, None
        for item in scale.items:
            self.fields[item.id] = _field(scale, item)

    scored: Scored | None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        given = {id: _answer(said.get(id)) for id in self.fields if id not in self.errors}
        blank = [item for item in self.scale.scored if given.get(item.id) is None and item.id not in self.errors]
        if self.whole:
            for item in blank:
                self.add_error(item.id, "Choose one answer.")
        elif len(blank) == len(self.scale.scored):
            self.add_error(None, "Answer at least one item.")
        if not self.errors:
            self._count(given)
        return said

    def _count(self, given: Mapping[str, Any]) -> None:
        try:
            self.scored = score(self.scale, given)
        except Refused as refused:
            add_problems(self, refused.problems)


def asking(form: AnswerForm, fields: tuple[Field, ...]) -> list[Asking]:
    """The items with their questions, in order."""
    by_name = {field.name: field for field in fields}
    return [
        Asking(item, by_name[item.id], shape(form.scale, item), ends(form.scale, item)) for item in form.scale.items
    ]


def shape(scale: Scale, item: Item) -> Shape:
    answers = scale.answers(item)
    if len(answers) > FEW:
        return "typed"
    middle = answers[1:-1]
    return "words" if any(choice.label for choice in middle) or len(answers) < 3 or item.may_skip else "numbers"


def ends(scale: Scale, item: Item) -> str:
    """What the lowest and the highest answer are called, for answers that are numbers."""
    answers = scale.answers(item)
    named = [f"{choice.value} is {choice.label}" for choice in (answers[0], answers[-1]) if choice.label]
    return ", ".join(named)


def _field(scale: Scale, item: Item) -> forms.Field:
    label = item.text or f"{item.number} {item.topic}"
    low, high = scale.bounds(item)
    if shape(scale, item) == "typed":
        return forms.IntegerField(
            label=label, required=False, min_value=low, max_value=high,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            error_messages={"invalid": f"Give a whole number from {low} to {high}."},
        )  # fmt: skip
    choices = [(str(one.value), one.label or str(one.value)) for one in scale.answers(item)]
    if item.may_skip:
        choices.append((SKIPPED, item.may_skip))
    if (unknown := scale.missing.unknown) is not None and not low <= unknown <= high:
        choices.append((str(unknown), f"{unknown} (not known)"))
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def _answer(said: Any) -> int | str | None:
    return None if said in (None, "") else SKIPPED if said == SKIPPED else int(said)
