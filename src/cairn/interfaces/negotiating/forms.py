"""What a side proposes: of each measure that stands whether it stays, changes or goes, and which are added."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cairn.contracts import wording
from cairn.contracts.rules_measures import FIXED
from cairn.contracts.rules_proposals import ADD, CHANGE, DROP, Ground, Key, NewLine
from cairn.contracts.rules_value_banks import NO_LONGER
from cairn.contracts.standing import Start
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.frameworks import items
from cairn.presentation import dimensions
from cairn.web.formfields import CodeField, CodesField

KEEP = "keep"
DOES = [(KEEP, "Stays as it is"), (CHANGE, "Changes"), (DROP, "Is taken out")]
OFTEN = list(items.FREQUENCIES.items())
LEVELS = [("individual", "Rows stand behind it, and may leave"), ("aggregate", "Only the figure leaves")]
NARROW = {"inputmode": "decimal", "class": "govuk-input--width-5"}
NUMBER = {"invalid": "Write a number, or leave it blank."}
#: The part of a line, and how its field of the form begins, for a measure that stands.
PARTS = {
    "target": "target", "frequency": "often", "measure_class": "class", "level": "level", "level_reason": "why",
    "area_outcome_uid": "outcome", "newest": "newest", "reason": "reason",
    "value_outcome_uid": "value",
}  # fmt: skip
#: The same for one that is added.
NEW = {
    "by": "new_by", "target": "new_target", "frequency": "new_often", "level": "new_level", "level_reason": "new_why",
    "area_outcome_uid": "new_outcome", "value_outcome_uid": "new_value",
}  # fmt: skip


def code_of(key: Key) -> str:
    return f"{key[0]}--{key[1]}" if key[1] else key[0]


class ProposalForm(forms.Form):
    """`reveals` shows the terms of a measure under the answer that needs them. `banked`: outcomes of value banks that were chosen
    for this proposal, in words, by uid."""

    from_date = forms.ChoiceField(
        label="From which round on?",
        help_text="It holds for rounds that begin then or later. What was sent stays as it was.",
    )

    def __init__(
        self,
        *args: Any,
        ground: Ground,
        starts: Sequence[Start],
        outcomes: Mapping[str, str],
        banked: Mapping[str, str],
        picked: Sequence[str] = (),
        shown: Mapping[Key, Mapping[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ground, self.outcomes, self.banked, self.picked = ground, outcomes, banked, picked
        self.shown = shown or {}
        self.keys = {code_of(key): key for key in ground.carried}
        self.reveals: dict[tuple[str, str], tuple[str, ...]] = {}
        when: Any = self.fields["from_date"]
        when.choices = [(one.day.isoformat(), f"{one.day:%-d %B %Y} ({one.name})") for one in starts]
        for code, key in self.keys.items():
            self._stands(code, key)
        self._addable()
        self.fields["words"] = forms.CharField(
            label="A word to the other side", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Why this set. Leave out names of people.",
        )  # fmt: skip
        self.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def _stands(self, code: str, key: Key) -> None:
        now = self.ground.carried[key]
        self.fields[f"do_{code}"] = CodeField(
            label=wording.label(*key, now["measure_version"]), choices=DOES, required=False, initial=KEEP,
            help_text=_now(key, now, self.outcomes),
        )  # fmt: skip
        made = {f"{start}_{code}": field for start, field in self._terms(key, now)}
        gone = {f"gone_{code}": _reason(f"Why is “{wording.label(*key, now['measure_version'])}” taken out?")}
        self.fields.update(made | gone)
        self.reveals[f"do_{code}", CHANGE] = tuple(made)
        self.reveals[f"do_{code}", DROP] = tuple(gone)

    def _terms(self, key: Key, now: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
        definition = registry.get("measure", key[0], now["measure_version"])
        classes = [
            (one.code, one.label) for one in registry.get("codes", "measure_class").entries
            if one.code == definition.measure_class or one.code not in FIXED
        ]  # fmt: skip
        name = wording.label(*key, now["measure_version"])
        yield "target", _target(definition, now["target"], name)
        yield "often", forms.ChoiceField(label="How often", required=False, choices=OFTEN, initial=now["frequency"])
        yield "class", forms.ChoiceField(label="Class", required=False, choices=classes, initial=now["measure_class"])
        yield "level", forms.ChoiceField(label="At which level", required=False, choices=LEVELS, initial=now["level"])
        yield "why", _why(now["level_reason"], name)
        if self.outcomes:
            yield "outcome", _outcome(self.outcomes, now["area_outcome_uid"])
        if (agreed := self.shown.get(key)) is not None:
            choices = {"": f"As agreed: {agreed['label']}", NO_LONGER: "None any longer"}
            yield "value", _banked({**choices, **self.banked}, name)
        elif self.banked:
            yield "value", _banked({"": "None", **self.banked}, name)
        newest = self.ground.known.get(key[0])
        if newest is not None and newest.version > now["measure_version"]:
            label = f"Go to version {newest.version} of the measure (version {now['measure_version']} is agreed)"
            yield "newest", forms.BooleanField(label=label, required=False)
        yield "reason", _reason(f"Why is “{name}” changed?")

    def _addable(self) -> None:
        whole = {key[0] for key in self.ground.carried if not key[1]}
        for entry in registry.get("codes", "measure_class").entries:
            mine = [one for one in self.ground.known.values() if one.measure_class == entry.code]
            if mine:
                self._class(entry.code, entry.label, mine, whole)

    def _class(self, code: str, label: str, measures: Sequence[Measure], whole: set[str]) -> None:
        self.fields[f"add_{code}"] = CodesField(
            label=label, required=False, choices=[(one.id, one.label) for one in measures],
            hints={one.id: _hint(one, one.id in whole) for one in measures},
        )  # fmt: skip
        for one in measures:
            made = {f"{start}_{one.id}": field for start, field in self._new(one)}
            self.fields.update(made)
            self.reveals[f"add_{code}", one.id] = tuple(made)

    def _new(self, one: Measure) -> Iterator[tuple[str, forms.Field]]:
        broken = [("", "Leave it whole"), *dimensions.choices(one.may_group_by)]
        yield "new_by", forms.ChoiceField(label="Broken down by", required=False, choices=broken)
        yield "new_target", _target(one, None, one.label)
        usual = items.usual_frequency(one)
        yield "new_often", forms.ChoiceField(label="How often", required=False, choices=OFTEN, initial=usual)
        yield (
            "new_level",
            forms.ChoiceField(label="At which level", required=False, choices=LEVELS, initial="individual"),
        )
        yield "new_why", _why("", one.label)
        if self.outcomes:
            yield "new_outcome", _outcome(self.outcomes, "")
        if self.banked:
            yield "new_value", _banked({"": "None", **self.banked}, one.label)

    def clean(self) -> dict[str, Any]:
        """An outcome that was just picked from a shelf does not go missing for want of a measure."""
        said: dict[str, Any] = super().clean() or {}
        named = {line.value_outcome_uid for line in self.lines()}
        for uid in dict.fromkeys(self.picked):
            if uid in self.banked and uid not in named:
                fix = "Choose it under a measure that you add or change, or untick it under “Choose others too”."
                self.add_error(None, f"No measure shows “{self.banked[uid]}” yet. {fix}")
        return said

    def lines(self) -> list[NewLine]:
        """What is proposed, in the order of the page."""
        return [line for line, _ in self._said()]

    def places(self) -> list[dict[str, str]]:
        """For each line, the field of this form at which a problem with one of its parts is shown."""
        return [places for _, places in self._said()]

    def _said(self) -> Iterator[tuple[NewLine, dict[str, str]]]:
        said = self.cleaned_data
        for code, key in self.keys.items():
            here = {"doing": f"do_{code}", "measure": f"do_{code}"}
            if said.get(f"do_{code}") == DROP:
                reason = said.get(f"gone_{code}") or ""
                yield NewLine(DROP, *key, reason=reason), here | {"reason": f"gone_{code}"}
            elif said.get(f"do_{code}") == CHANGE:
                yield self._changed(code, key), here | {part: f"{start}_{code}" for part, start in PARTS.items()}
        for entry in registry.get("codes", "measure_class").codes:
            for measure in said.get(f"add_{entry}") or ():
                here = {"doing": f"add_{entry}", "measure": f"add_{entry}", "measure_class": f"add_{entry}"}
                yield self._added(measure), here | {part: f"{start}_{measure}" for part, start in NEW.items()}

    def _changed(self, code: str, key: Key) -> NewLine:
        said = {part: self.cleaned_data.get(f"{start}_{code}") for part, start in PARTS.items()}
        now = self.ground.carried[key]
        outcome = said["area_outcome_uid"] if self.outcomes else now["area_outcome_uid"]
        definition = registry.get("measure", key[0], now["measure_version"])
        return NewLine(
            CHANGE, *key, reason=said["reason"] or "", target=_kept(definition, said["target"]),
            measure_class=said["measure_class"] or now["measure_class"],
            frequency=said["frequency"] or now["frequency"], level=said["level"] or now["level"],
            level_reason=said["level_reason"] or "", area_outcome_uid=outcome or "", newest=bool(said["newest"]),
            value_outcome_uid=said["value_outcome_uid"] or "",
        )  # fmt: skip

    def _added(self, measure: str) -> NewLine:
        said = {part: self.cleaned_data.get(f"{start}_{measure}") for part, start in NEW.items()}
        definition = self.ground.known[measure]
        return NewLine(
            ADD, measure, said["by"] or "", target=_kept(definition, said["target"]),
            frequency=said["frequency"] or items.usual_frequency(definition), level=said["level"] or "individual",
            level_reason=said["level_reason"] or "", area_outcome_uid=said["area_outcome_uid"] or "",
            value_outcome_uid=said["value_outcome_uid"] or "",
        )  # fmt: skip


def initial_of(lines: Sequence[Any], ground: Ground) -> dict[str, Any]:
    """The answers that would propose these lines again: rows of a proposal."""
    found: dict[str, Any] = {}
    for line in lines:
        code = code_of((line.measure, line.by))
        if line.doing == ADD:
            definition = ground.known.get(line.measure)
            if definition is not None:
                found.setdefault(f"add_{definition.measure_class}", []).append(line.measure)
                found |= {f"{start}_{line.measure}": _shown(part, line, definition) for part, start in NEW.items()}
        elif line.doing == DROP:
            found |= {f"do_{code}": DROP, f"gone_{code}": line.reason}
        else:
            definition = registry.get("measure", line.measure)
            found |= {f"{start}_{code}": _shown(part, line, definition) for part, start in PARTS.items()}
            found |= {f"do_{code}": CHANGE}
    return found


def _shown(part: str, line: Any, definition: Measure) -> Any:
    if part in ("by", "reason"):
        return getattr(line, part)
    if part == "value_outcome_uid":
        return line.outcome.get("uid", "")
    if part == "newest":
        return line.terms["measure_version"] > line.before["measure_version"]
    if part == "target":
        return _typed(definition, line.terms["target"])
    return line.terms[part]


def _now(key: Key, now: Mapping[str, Any], outcomes: Mapping[str, str]) -> str:
    said = [
        f"{word.lower()} {value}" if word == "Target" else f"{value[:1].lower()}{value[1:]}"
        for word, value in wording.facts(key[0], now, outcomes)
    ]
    return f"Now: {', '.join(said)}."


def _hint(one: Measure, is_carried: bool) -> str:
    return f"{one.words}{' Carried already, whole: choose it to break it down.' if is_carried else ''}"


def _target(definition: Measure, now: str | None, name: str) -> forms.DecimalField:
    is_share = definition.kind == "share"
    attrs = {**NARROW, "suffix": "%"} if is_share else NARROW
    return forms.DecimalField(
        label=f"Target of “{name}”", required=False, max_digits=12, decimal_places=0 if is_share else 2, error_messages=NUMBER,
        initial=_typed(definition, now), widget=forms.TextInput(attrs=attrs),
        help_text="As a whole percentage. Blank: no target." if is_share else "Blank: no target.",
    )  # fmt: skip


def _typed(definition: Measure, kept: str | None) -> str | None:
    """A share is kept from 0 to 1 and typed in per cent."""
    if kept is None:
        return None
    value = Decimal(kept) * 100 if definition.kind == "share" else Decimal(kept)
    return f"{value.normalize():f}"


def _kept(definition: Measure, typed: Decimal | None) -> Decimal | None:
    return typed / 100 if typed is not None and definition.kind == "share" else typed


def _why(now: str, name: str) -> forms.CharField:
    return forms.CharField(
        label=f"Why only the figure of “{name}”?", required=False, max_length=300, initial=now,
        help_text="Needed where no rows may leave.",
    )  # fmt: skip


def _outcome(outcomes: Mapping[str, str], now: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which outcome of your own list does it tell of?", required=False, initial=now,
        choices=[("", "None of them"), *outcomes.items()],
    )  # fmt: skip


def _banked(choices: Mapping[str, str], name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"Which outcome of a value bank does “{name}” show?", required=False,
        choices=list(choices.items()),
        help_text="Its survey item, evidence and licence stand on the proposal. Its value in pounds does not.",
    )  # fmt: skip


def _reason(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the day as a variation. Both sides read it.",
    )  # fmt: skip
