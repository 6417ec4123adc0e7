"""The form of an instrument: an answer to each item in its own way, then stage, rater and date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from cairn.definitions.shapes.scale import Choice, Item, Scale
from cairn.interfaces.workspace.codes import code_field
from cairn.web.formfields import CodeField, DateField

ASSESS_REST = ("stage", "rater", "assessed_date", "with_blanks", "uid", "scale_version")
MOST_BUTTONS = 12
SKIP = "not_applicable"


@dataclass(frozen=True, slots=True)
class Asking:
    """How an item is asked: `kind` is buttons (numbers, perhaps with a name at either end), named (each answer has its
    own), or number (too many answers for buttons). `others` are answers that are none: not known, does not apply."""

    item: Item
    kind: str
    answers: tuple[Choice, ...]
    low: int
    high: int
    others: tuple[tuple[str, str], ...] = ()

    @property
    def codes(self) -> list[tuple[str, str]]:
        return [(str(one.value), one.label or str(one.value)) for one in self.answers] + list(self.others)


def asking(scale: Scale, item: Item) -> Asking:
    """How an item of a scale is asked."""
    low, high = scale.bounds(item)
    others = []
    unknown = scale.missing.unknown
    if unknown is not None:
        others.append((str(unknown), "Not known"))
    if item.may_skip:
        others.append((SKIP, item.may_skip))
    answers = tuple(one for one in scale.answers(item) if one.value != unknown)
    if len(answers) > MOST_BUTTONS:
        return Asking(item, "number", answers, low, high, tuple(others))
    between = [one for one in answers if one.value not in (low, high)]
    named = any(one.label for one in between) or len(answers) == 2
    return Asking(item, "named" if named else "buttons", answers, low, high, tuple(others))


class AssessForm(forms.Form):
    """The questions of a scale in its own order. A blank is asked about once, and may stay."""

    stage = code_field("assessment_stage", label="At which stage?")
    rater = code_field("assessment_rater", label="Who filled it in?")
    assessed_date = DateField(label="When?", not_future=True)
    with_blanks = forms.BooleanField(label="Save with answers missing", required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    scale_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Sequence[Asking] = [asking(scale, item) for item in scale.items]
        for one in self.asked:
            self.fields[one.item.id] = _field(one)
        rater = self.fields["rater"]
        rater.choices = [pair for pair in rater.choices if pair[0] in scale.raters]  # type: ignore[attr-defined]
        self.fields["with_blanks"].help_text = scale.missing.words
        self.order_fields([*(one.item.id for one in self.asked), *ASSESS_REST])

    def clean(self) -> dict[str, Any]:
        """`answers` in item order, None where blank. What is invalid blocks; what is absent does once it is said so."""
        said = super().clean() or self.cleaned_data
        given = [self._answer(one, said) for one in self.asked]
        return {**said, "answers": given}

    def _answer(self, one: Asking, said: dict[str, Any]) -> int | str | None:
        typed = str(said.get(one.item.id) or "").strip()
        if one.item.id in self.errors:
            return None
        if not typed:
            if not said.get("with_blanks") and not one.item.extra:
                self.add_error(one.item.id, "Choose one answer, or say below that it stays missing.")
            return None
        if typed == SKIP and one.item.may_skip:
            return SKIP
        codes = [code for code, _ in one.others]
        whole = typed.removeprefix("-").isdecimal() and len(typed) < 9
        if whole and (typed in codes or one.low <= int(typed) <= one.high):
            return int(typed)
        self.add_error(one.item.id, f"This is not an answer to it. Give a whole number from {one.low} to {one.high}.")
        return None


def _field(one: Asking) -> forms.Field:
    label = one.item.text or f"{one.item.number} {one.item.topic}"
    if one.kind == "number":
        return forms.CharField(label=label, required=False)
    return CodeField(label=label, choices=one.codes, required=False)
