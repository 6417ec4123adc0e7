"""The questions of the builder: what is counted and how, which of it, broken down by what, and what it does not show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from cairn.contracts import rules_own_measures as rules
from cairn.contracts.measuring import COLUMNS, KINDS, SUBJECTS, Subject, title
from cairn.contracts.measuring_choices import Choices
from cairn.contracts.rules_own_measures import MOST_CONDITIONS, TESTS, Plan, Said
from cairn.kernel.problems import Problem
from cairn.web.formfields import CodeField, CodesField, VersionField

JOINED = [("all", "All of these hold"), ("any", "Any one of these holds")]
LISTS = ("where", "parts")


@dataclass(frozen=True, slots=True)
class Stands:
    """What the page is drawn for: which records, how they are counted, and the column of each condition."""

    subject: Subject
    kind: str
    where: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def stands_of(plan: Plan) -> Stands:
    columns = {name: tuple(said.column for said in getattr(plan, name)) for name in LISTS}
    return Stands(SUBJECTS[plan.subject], plan.kind, **columns)


def stands_in(values: Mapping[str, Any], otherwise: Stands) -> Stands:
    """The same from what was sent, or kept while it was typed. What is not known is as it was."""

    def one(name: str) -> str:
        found = values.get(name)
        return str(found[-1]) if isinstance(found, list) and found else str(found or "")

    subject = SUBJECTS.get(one("subject"), otherwise.subject)
    kind = one("kind") if one("kind") in subject.kinds else subject.kinds[0]
    columns = {name: tuple(one(f"{name}_{at}_column") for at in range(count_of(one(name)))) for name in LISTS}
    return Stands(subject, kind, **columns)


def count_of(text: str) -> int:
    """How many conditions a page says it has; more than may be are still read, so that they can be refused."""
    return min(int(text), MOST_CONDITIONS + 1) if text.isdecimal() and text.isascii() and len(text) < 4 else 0


class MeasureForm(forms.Form):
    """Names are those of `Plan`; a condition brings `where_<place>_column`, `_test`, `_values` or `_number`."""

    version = VersionField()
    label = forms.CharField(label="What do you call it?", help_text="Such as: People who came to ESOL", required=False)
    subject = forms.ChoiceField(label="Count", choices=[(one.id, one.label) for one in SUBJECTS.values()])
    better = CodeField(label="Which way is better?", choices=list(rules.BETTER.items()))
    not_shown = forms.CharField(
        label="What does it not show?",
        required=False,
        help_text="A sentence for whoever reads the figure. Such as: whether their English is better.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, stands: Stands, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands, self.choices = stands, choices
        subject = stands.subject
        self.fields["kind"] = CodeField(label="How?", choices=[(kind, KINDS[kind]) for kind in subject.kinds])
        if stands.kind in ("average", "change") and len(subject.numbers) > 1:
            numbers = [(name, title(name)) for name, _ in subject.numbers]
            self.fields["value"] = forms.ChoiceField(label="The average of", choices=numbers)
        self._add_conditions("where", stands.where)
        if stands.kind == "share":
            self._add_conditions("parts", stands.parts)
        self.fields["by"] = CodesField(
            label="May be broken down by",
            required=False,
            choices=[(name, title(name)) for name in subject.groups],
            help_text="Always by quarter and by contract.",
        )

    def _add_conditions(self, name: str, columns: Sequence[str]) -> None:
        self.fields[name] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.initial[name] = len(columns)
        joined = f"{name}_joined" if name == "parts" else "joined"
        if len(columns) > 1:
            self.fields[joined] = CodeField(label="Of the conditions", choices=JOINED, required=False)
        for place, column in enumerate(columns):
            for part, field in self._condition(column).items():
                self.fields[f"{name}_{place}_{part}"] = field
            self.initial[f"{name}_{place}_column"] = column
        known = [(column, title(column)) for column in self.stands.subject.columns]
        choices = [("", "Choose what it is about"), *sorted(known, key=lambda one: one[1])]
        self.fields[f"{name}_add"] = forms.ChoiceField(label="Add a condition", required=False, choices=choices)

    def _condition(self, column: str) -> dict[str, forms.Field]:
        hidden = forms.CharField(widget=forms.HiddenInput, required=False)
        kind = self.stands.subject.columns.get(column)
        if kind is None:
            return {"column": hidden}
        sort = rules.sort_of(kind)
        test = forms.ChoiceField(label=title(column), choices=list(TESTS[sort].items()))
        if sort == "number":
            return {"column": hidden, "test": test, "number": _number(column)}
        if sort == "flag":
            return {"column": hidden, "test": test}
        values = CodesField(label=title(column), required=False, choices=list(self.choices.get(column, {}).items()))
        return {"column": hidden, "test": test, "values": values}


def _number(column: str) -> forms.FloatField:
    return forms.FloatField(
        label=f"Number for {COLUMNS.get(column, column)}",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write a number, such as 3."},
    )


def plan_of(said: Mapping[str, Any], stands: Stands) -> Plan:
    """The plan that cleaned answers come to. What a list shows first stands for what was not said."""
    numbers = [name for name, _ in stands.subject.numbers] if stands.kind in ("average", "change") else []
    return Plan(
        label=said.get("label") or "",
        subject=stands.subject.id,
        kind=said.get("kind") or stands.kind,
        value=said.get("value") or next(iter(numbers), ""),
        where=_conditions("where", stands, said),
        joined=said.get("joined") or "all" if len(stands.where) > 1 else "all",
        parts=_conditions("parts", stands, said) if stands.kind == "share" else (),
        parts_joined=said.get("parts_joined") or "all" if len(stands.parts) > 1 else "all",
        by=tuple(said.get("by") or ()),
        better=said.get("better") or "",
        not_shown=said.get("not_shown") or "",
    )


def _conditions(name: str, stands: Stands, said: Mapping[str, Any]) -> tuple[Said, ...]:
    columns = enumerate(getattr(stands, name))
    return tuple(_said(f"{name}_{at}", column, stands.subject.columns.get(column), said) for at, column in columns)


def _said(place: str, column: str, kind: str | None, said: Mapping[str, Any]) -> Said:
    first = next(iter(TESTS[rules.sort_of(kind)])) if kind else ""
    test, number = said.get(f"{place}_test") or first, said.get(f"{place}_number")
    values = tuple(said.get(f"{place}_values") or ()) if test in ("in", "not_in") else ()
    takes = test in ("at_least", "at_most") and number is not None and math.isfinite(number)
    return Said(column, test, values, number if takes else None)


def initial_of(plan: Plan) -> dict[str, Any]:
    """A plan as the form shows it."""
    told: dict[str, Any] = {name: getattr(plan, name) for name in ("label", "subject", "kind", "value", "better")}
    told |= {"joined": plan.joined, "parts_joined": plan.parts_joined, "not_shown": plan.not_shown, "by": list(plan.by)}
    for name in LISTS:
        for place, said in enumerate(getattr(plan, name)):
            numbers = {"number": f"{said.number:g}"} if said.number is not None else {}
            parts = {"column": said.column, "test": said.test, "values": list(said.values), **numbers}
            told |= {f"{name}_{place}_{part}": value for part, value in parts.items()}
    return told


def rearranged(values: Mapping[str, list[str]], do: str) -> tuple[dict[str, list[str]], str]:
    """What was typed with a condition more or less, as `do` says (`where-add`, `parts-remove-2`), and where to go on."""
    told = dict(values)
    name, _, rest = do.partition("-")
    for joined in ("joined", "parts_joined"):
        told.setdefault(joined, ["all"])
    if name not in LISTS:
        return told, "tried" if do == "try" else "questions"
    count = count_of((told.get(name) or ["0"])[-1])
    rows = [{part: told.pop(f"{name}_{at}_{part}", []) for part in ("column", "test", "values", "number")}
            for at in range(count)]  # fmt: skip
    deed, _, place = rest.partition("-")
    chosen = (told.pop(f"{name}_add", [""]) or [""])[-1]
    at = int(place) if place.isdecimal() and place.isascii() and len(place) < 4 else count
    if deed == "add" and chosen and count < MOST_CONDITIONS:
        rows.append({"column": [chosen], "test": [], "values": [], "number": []})
        at = count
    elif deed == "remove" and at < count:
        rows.pop(at)
        at = len(rows)
    for number, row in enumerate(rows):
        told |= {f"{name}_{number}_{part}": value for part, value in row.items() if value}
    told[name] = [str(len(rows))]
    return told, f"{name}-{at}" if at < len(rows) else f"{name}-all"


def placed(problem: Problem, form: forms.Form) -> Problem:
    """A problem of a condition at the part of the page where it is put right."""
    name = problem.field.partition("_")[0]
    places = [f"{problem.field}{part}" for part in ("_values", "_number", "_test", "_add")]
    found = (place for place in [*places, f"{name}_add"] if name in LISTS and place in form.fields)
    return replace(problem, field=next(found, problem.field))


def as_sent(form: Any) -> QueryDict:
    """The values of a form that was not sent, as if it had been."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form.initial.get(name)
        many = isinstance(value, list | tuple)
        data.setlist(name, [str(each) for each in value] if many else [] if value is None else [str(value)])
    return data
