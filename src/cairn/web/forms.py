"""Django forms as plain view models, which the `form` component draws.

A form may have a class attribute `reveals`: `{("gender", "other"): ("gender_words",)}` shows the field `gender_words`
under the answer `other` of `gender` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise

from cairn.kernel.problems import Problem
from cairn.web.formfields import Listed
from cairn.web.options import Option
from cairn.web.widgets import DateParts, TypedDate

Kind = Literal["text", "textarea", "password", "file", "date", "radios", "checkboxes", "checkbox", "select", "hidden"]
KINDS: tuple[tuple[type[forms.Widget], Kind], ...] = (
    (DateParts, "date"), (forms.HiddenInput, "hidden"), (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"), (forms.CheckboxSelectMultiple, "checkboxes"), (forms.RadioSelect, "radios"),
    (forms.Select, "select"), (forms.PasswordInput, "password"), (forms.FileInput, "file"),
)  # fmt: skip
SAID = ("autocomplete", "inputmode", "autocapitalize", "rows", "prefix", "suffix", "class", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All that a template needs to draw one question. `value` is what was typed, right or wrong."""

    name: str
    id: str
    label: str
    kind: Kind
    hint: str = ""
    value: Any = ""
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    required: bool = False
    disabled: bool = False
    type: str = "text"
    autocomplete: str = ""
    autocapitalize: str = ""
    inputmode: str = ""
    rows: int = 5
    classes: str = ""
    prefix: str = ""
    suffix: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> str:
        """Every error of this field as one text."""
        return " ".join(self.errors)

    @property
    def href(self) -> str:
        """Where an error summary links to: the first input that is at fault."""
        return f"#{self.id}-{(self.wrong or ('day',))[0]}" if self.kind == "date" else f"#{self.id}"


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of an error summary; without `href` where no field is at fault."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """A form ready to be drawn: its questions and every problem there is, each linked to its field."""

    fields: tuple[Field, ...]
    errors: tuple[ErrorLink, ...] = ()
    multipart: bool = False


def view(form: forms.BaseForm) -> FormView:
    """The form with its questions and all of its errors, in the order of the page."""
    every = [_field(bound) for bound in form]
    general = [ErrorLink(str(text)) for text in form.non_field_errors()]
    linked = [_link(one, text) for one in every for text in one.errors]
    return FormView(tuple(_nested(form, every)), (*general, *linked), form.is_multipart())


def fields(form: forms.BaseForm) -> list[Field]:
    """The questions of a form; those revealed by an answer stand inside that answer's option."""
    return list(view(form).fields)


def add_problems(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Put the problems of a refused deed at their fields; one with no field here stands at the head of the form."""
    for problem in problems:
        place = problem.field if problem.field in form.fields else None
        form.add_error(place, " ".join(filter(None, (problem.message, problem.fix))))


def with_conditional(options: Sequence[Option], draw: Any) -> list[Option]:
    """Options with the fields that each reveals drawn by the macro `draw`."""
    return [replace(one, conditional=draw(one.reveals)) if one.reveals else one for one in options]


def _link(one: Field, text: str) -> ErrorLink:
    """A line of the summary, which must be understood without its field beside it."""
    if one.kind == "hidden":
        return ErrorLink(text)
    said = one.label if one.label.endswith(("?", ".", ":")) else f"{one.label}:"
    return ErrorLink(f"{said} {text}", one.href)


def _nested(form: forms.BaseForm, every: list[Field]) -> list[Field]:
    reveals: Mapping[tuple[str, str], Sequence[str]] = getattr(form, "reveals", {})
    by_name = dict(zip(form.fields, every, strict=True))
    inside = {name for names in reveals.values() for name in names}

    def revealing(name: str) -> Field:
        options = tuple(
            replace(option, reveals=tuple(revealing(each) for each in reveals.get((name, option.value), ())))
            for option in by_name[name].options
        )
        return replace(by_name[name], options=options)

    return [revealing(name) for name in by_name if name not in inside]


def _field(bound: BoundField) -> Field:
    widget, kind = bound.field.widget, _kind(bound.field.widget)
    said = {key: value for key, value in widget.attrs.items() if key in SAID}
    options = _options(bound, kind)
    return Field(
        name=bound.html_name,
        id=bound.auto_id or bound.html_name,
        label=str(bound.label),
        kind=kind,
        hint=str(bound.help_text),
        value=_value(bound, kind),
        options=options,
        errors=tuple(_plain(str(text), kind) for text in bound.errors),
        wrong=_wrong_parts(bound),
        required=bound.field.required,
        disabled=bound.field.disabled,
        type=said.pop("type", getattr(widget, "input_type", None) or "text"),
        classes=said.pop("class", ""),
        rows=int(said.pop("rows", 5)),
        attributes={key: value for key, value in widget.attrs.items() if key not in SAID},
        **said,
    )


def _plain(text: str, kind: Kind) -> str:
    """Django's own words for an answer that is missing, in ours."""
    if text != str(forms.Field.default_error_messages["required"]):
        return text
    return "Choose an answer." if kind in ("radios", "checkboxes", "select") else "Enter an answer."


def _kind(widget: forms.Widget) -> Kind:
    return next((kind for type_, kind in KINDS if isinstance(widget, type_)), "text")


def _value(bound: BoundField, kind: Kind) -> Any:
    value = bound.value()
    match kind:
        case "password" | "file":
            return ""
        case "checkbox":
            return bool(value)
        case "checkboxes":
            return tuple(str(each) for each in value or ())
        case "date":
            return value or TypedDate()
        case "radios" | "select":
            return None if value is None else str(value)
    return "" if value is None else value


def _options(bound: BoundField, kind: Kind) -> tuple[Option, ...]:
    if kind not in ("radios", "checkboxes", "select"):
        return ()
    choices = [(str(code), label) for code, label in _flat(bound.field.widget.choices)]
    if kind == "select":
        return tuple(Option(value=code, text=label) for code, label in choices)
    choices = [choice for choice in choices if choice[0]]
    if not isinstance(bound.field, Listed):
        return tuple(Option(value=code, text=label) for code, label in choices)
    found: list[Option] = []
    listed, several = bound.field, kind == "checkboxes"
    for (code, label), apart in zip(choices, listed.divided([code for code, _ in choices]), strict=True):
        found += [Option(divider="or")] if apart else []
        alone = "exclusive" if several and code in listed.apart else ""
        found.append(Option(value=code, text=label, hint=listed.hints.get(code, ""), behaviour=alone))
    return tuple(found)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, str | Promise]]:
    """Choices without their groups."""
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield code, label


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    errors = bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []
    named = [part for error in errors for part in (error.params or {}).get("wrong", ())]
    return tuple(part for part in TypedDate._fields if part in named)
