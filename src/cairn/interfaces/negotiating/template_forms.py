"""What the questions of a change for a whole area are: its lines, when replies end, what a provider replies, what is decided."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from cairn.contracts import wording
from cairn.contracts.rules_measures import FIXED
from cairn.contracts.rules_proposals import ADD, CHANGE, DROP, Key
from cairn.contracts.rules_templates import DECISIONS, LEAST_DAYS, LONGEST_TITLE, TemplateLine
from cairn.contracts.standing import Start
from cairn.contracts.wording import Terms
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.interfaces.negotiating.forms import DOES, KEEP, LEVELS, OFTEN, code_of
from cairn.presentation import dimensions
from cairn.web.formfields import CodeField, CodesField, DateField, VersionField

#: The part of a line, and how its field begins.
PARTS = {
    "frequency": "often", "measure_class": "class", "level": "level", "level_reason": "why", "newest": "newest",
    "differently": "otherwise", "reason": "reason",
}  # fmt: skip
NEW = {"by": "new_by", "frequency": "new_often", "level": "new_level", "level_reason": "new_why"}
#: The stances, as who takes one says it.
OURS = {"agree": "We agree", "change": "We agree with conditions", "against": "We object"}
AS_IT_IS = ("", "As each contract has it")
Held = Sequence[Mapping[Key, Terms]]


class Versioned(forms.Form):
    """A form that knows from which version of a change it was drawn; none was given: from none that there is."""

    version = VersionField()

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


def _long(label: str, help_text: str, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text, **more
    )


def terms_of(key: Key, name: str, newest: int) -> Iterator[tuple[str, forms.Field]]:
    """How a measure that is carried may change; `newest`: the version of its definition to which some could go, 0 for none."""
    classes = [
        AS_IT_IS,
        *((one.code, one.label) for one in registry.get("codes", "measure_class").entries if one.code not in FIXED),
    ]
    yield "otherwise", forms.BooleanField(
        label="It is measured differently from then on", required=False,
        help_text="Figures from before and after are then never compared, added or joined by a line.",
    )  # fmt: skip
    if newest:
        yield "newest", forms.BooleanField(label=f"Go to version {newest} of its definition", required=False)
    yield "often", forms.ChoiceField(label="How often", required=False, choices=[AS_IT_IS, *OFTEN])
    yield "class", forms.ChoiceField(label="Class", required=False, choices=classes)
    yield "level", forms.ChoiceField(label="At which level", required=False, choices=[AS_IT_IS, *LEVELS])
    yield "why", forms.CharField(label=f"Why only the figure of “{name}”?", required=False, max_length=300)


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the day as a variation of each contract. Everybody reads it.",
    )  # fmt: skip


class TemplateForm(Versioned):
    """The draft. `held` is what each contract of the area carries; `reveals` shows the terms of a measure under its answer."""

    title = forms.CharField(
        label="What is it called?", max_length=LONGEST_TITLE, help_text="A few words, such as: One wellbeing scale for all.",
    )  # fmt: skip

    def __init__(self, *args: Any, held: Held, known: Mapping[str, Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.known = held, known
        self.keys = {code_of(key): key for carried in held for key in carried}
        self.reveals: dict[tuple[str, str], tuple[str, ...]] = {}
        self.fields["words"] = _long("Why?", "Every provider of the area reads it before it replies.")
        for code, key in self.keys.items():
            self._stands(code, key)
        for entry in registry.get("codes", "measure_class").entries:
            if mine := [one for one in known.values() if one.measure_class == entry.code]:
                self._class(entry.code, entry.label, mine)
        self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def _stands(self, code: str, key: Key) -> None:
        mine = [carried[key] for carried in self.held if key in carried]
        versions = {terms["measure_version"] for terms in mine}
        name = wording.label(*key, max(versions))
        newest = self.known[key[0]].version if key[0] in self.known else 0
        self.fields[f"do_{code}"] = CodeField(
            label=name, choices=DOES, required=False, initial=KEEP,
            help_text=f"Carried by {len(mine)} of {len(self.held)} {'contract' if len(self.held) == 1 else 'contracts'}.",
        )  # fmt: skip
        terms = {
            f"{start}_{code}": field for start, field in terms_of(key, name, newest if newest > min(versions) else 0)
        }
        terms[f"reason_{code}"] = _reason(f"Why is “{name}” changed?")
        gone = {f"gone_{code}": _reason(f"Why is “{name}” taken out?")}
        self.fields.update(terms | gone)
        self.reveals[f"do_{code}", CHANGE] = tuple(terms)
        self.reveals[f"do_{code}", DROP] = tuple(gone)

    def _class(self, code: str, label: str, measures: Sequence[Measure]) -> None:
        self.fields[f"add_{code}"] = CodesField(
            label=label, required=False, choices=[(one.id, one.label) for one in measures],
            hints={one.id: one.words for one in measures},
        )  # fmt: skip
        for one in measures:
            made = {f"{start}_{one.id}": field for start, field in _added(one)}
            self.fields.update(made)
            self.reveals[f"add_{code}", one.id] = tuple(made)

    def lines(self) -> list[TemplateLine]:
        """What is to change, in the order of the page."""
        return [line for line, _ in self._said()]

    def places(self) -> list[dict[str, str]]:
        """For each line, the field of this form at which a problem with one of its parts is shown."""
        return [places for _, places in self._said()]

    def _said(self) -> Iterator[tuple[TemplateLine, dict[str, str]]]:
        said = self.cleaned_data
        for code, key in self.keys.items():
            here = {"doing": f"do_{code}", "measure": f"do_{code}"}
            if said.get(f"do_{code}") == DROP:
                yield TemplateLine(DROP, *key, reason=said.get(f"gone_{code}") or ""), here | {"reason": f"gone_{code}"}
            elif said.get(f"do_{code}") == CHANGE:
                changed = {part: f"{start}_{code}" for part, start in PARTS.items()}
                yield TemplateLine(CHANGE, *key, **terms_said(said, code)), here | changed
        for entry in registry.get("codes", "measure_class").codes:
            for measure in said.get(f"add_{entry}") or ():
                here = {"doing": f"add_{entry}", "measure": f"add_{entry}", "measure_class": f"add_{entry}"}
                parts: dict[str, Any] = {part: said.get(f"{start}_{measure}") or "" for part, start in NEW.items()}
                yield TemplateLine(ADD, measure, **parts), here | {part: f"{at}_{measure}" for part, at in NEW.items()}


def terms_said(said: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The parts of a changed line as they were answered."""
    found = {part: said.get(f"{start}_{code}") for part, start in PARTS.items()}
    return {part: bool(value) if part in ("newest", "differently") else value or "" for part, value in found.items()}


def _added(one: Measure) -> Iterator[tuple[str, forms.Field]]:
    broken = [("", "Leave it whole"), *dimensions.choices(one.may_group_by)]
    yield "new_by", forms.ChoiceField(label="Broken down by", required=False, choices=broken)
    yield (
        "new_often",
        forms.ChoiceField(label="How often", required=False, choices=[("", "As is usual for it"), *OFTEN]),
    )
    yield "new_level", forms.ChoiceField(label="At which level", required=False, choices=LEVELS)
    yield "new_why", forms.CharField(label=f"Why only the figure of “{one.label}”?", required=False, max_length=300)


def initial_of(lines: Sequence[TemplateLine], known: Mapping[str, Measure]) -> dict[str, Any]:
    """The answers that would make these lines again."""
    found: dict[str, Any] = {}
    for line in lines:
        if line.doing == ADD and line.measure in known:
            found.setdefault(f"add_{known[line.measure].measure_class}", []).append(line.measure)
            found |= {f"{start}_{line.measure}": getattr(line, part) for part, start in NEW.items()}
        elif line.doing == DROP:
            found |= {f"do_{line.code}": DROP, f"gone_{line.code}": line.reason}
        elif line.doing == CHANGE:
            found |= {f"{start}_{line.code}": getattr(line, part) for part, start in PARTS.items()}
            found |= {f"do_{line.code}": CHANGE}
    return found


class UntilForm(Versioned):
    replies_until_date = DateField(
        label="Until which day do you take replies?",
        help_text=f"The last day, at least {LEAST_DAYS} days from today: the earliest stands here. You decide after it.",
    )


class WhyForm(Versioned):
    words = _long("Why?", "Every provider that was asked reads it.")


class AnswerForm(Versioned):
    words = _long("What do you answer?", "The provider reads it beside its reply.")


class ReplyForm(Versioned):
    """`others`: how many other contracts of the same provider are asked the same."""

    stance = CodeField(label="What do you think of it?", choices=list(OURS.items()))
    words = _long("In your words", "Which conditions, or why not. Leave out names of people.", required=False)
    minutes = forms.IntegerField(
        label="How many minutes a quarter would it cost you, for each contract?", required=False,
        help_text="Of everybody who records, together. A rough number is enough; blank: you cannot say.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write a whole number, or leave it blank."},
    )  # fmt: skip

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            many = (
                "the other contract of ours that is"
                if others == 1
                else f"the {others} other contracts of ours that are"
            )
            self.fields["for_all"] = forms.BooleanField(label=f"Say the same for {many} asked", required=False)


AS_PROPOSED, OTHERWISE, LEFT_OUT = "keep", "otherwise", "out"


class DecideForm(Versioned):
    """Of each line that was asked about, where it goes ahead with changes: as proposed, with other terms, or not."""

    decision = CodeField(label="What do you decide?", choices=list(DECISIONS.items()))

    def __init__(
        self, *args: Any, lines: Sequence[TemplateLine], starts: Sequence[Start], unanswered: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(lines)
        self.reveals: dict[tuple[str, str], tuple[str, ...]] = {}
        names = tuple(name for line in lines for name in self._line(line))
        self.reveals["decision", "go_ahead_changed"] = names
        first = starts[0]
        self.fields["from_date"] = forms.ChoiceField(
            label="From which round on?", required=False,
            choices=[(one.day.isoformat(), f"{one.day:%-d %B %Y} ({one.name})") for one in starts],
            help_text="After one whole round in which everybody can get ready. Not asked where it does not go ahead.",
            error_messages={"invalid_choice": f"One whole round must lie between. The earliest is {first.day:%-d %B %Y}."},
        )  # fmt: skip
        self.fields["words"] = _long("Why?", "Published with the decision to every provider that was asked.")
        if unanswered:
            many = "the reply" if unanswered == 1 else f"all {unanswered} replies"
            self.fields["answer_to_rest"] = _long(
                f"Your answer to {many} with conditions or objections that you have not answered yet",
                "It stands beside each of them. You can also answer each on its own first.", required=False,
            )  # fmt: skip

    def _line(self, line: TemplateLine) -> Iterator[str]:
        """Its question; its terms are revealed by the answer that needs them."""
        name, code = wording.label(*line.key), line.code
        choices = [(AS_PROPOSED, "As proposed"), (LEFT_OUT, "Not done")]
        if line.doing != DROP:
            choices.insert(1, (OTHERWISE, "With other terms"))
            fields = {f"{start}_{code}": field for start, field in self._terms(line, name)}
            self.fields.update(fields)
            self.reveals[f"line_{code}", OTHERWISE] = tuple(fields)
        said = {"add": "is added", "change": "changes", "drop": "is taken out"}[line.doing]
        self.fields[f"line_{code}"] = CodeField(
            label=f"“{name}” {said}", choices=choices, required=False, initial=AS_PROPOSED
        )
        yield f"line_{code}"

    def _terms(self, line: TemplateLine, name: str) -> Iterator[tuple[str, forms.Field]]:
        for start, field in terms_of(line.key, name, 0):
            if line.doing == CHANGE or start in ("often", "level", "why"):
                part = next(part for part, at in PARTS.items() if at == start)
                field.initial = getattr(line, part)
                yield start, field

    def lines(self) -> tuple[TemplateLine, ...]:
        """What goes ahead, where it goes ahead with changes."""
        return tuple(found for line in self.asked if (found := self._decided(line)))

    def _decided(self, line: TemplateLine) -> TemplateLine | None:
        said = self.cleaned_data.get(f"line_{line.code}") or AS_PROPOSED
        if said == LEFT_OUT:
            return None
        if said == AS_PROPOSED:
            return line
        given = {**line.as_json(), **terms_said(self.cleaned_data, line.code)}
        return TemplateLine(**{**given, "reason": line.reason, "newest": line.newest})
