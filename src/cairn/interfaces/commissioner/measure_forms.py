"""What a commissioner says of an agreed measure: broken down by what, how often, about whom, and of which outcome it tells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from cairn.contracts.actions.measures import NewMeasure, Terms
from cairn.contracts.rules_measures import FIXED
from cairn.definitions import registry
from cairn.definitions.shapes.framework import Framework
from cairn.definitions.shapes.measure import Measure
from cairn.frameworks import items
from cairn.frameworks.outcomes import PREVENTION_FIRST
from cairn.interfaces.commissioner.forms import NARROW
from cairn.presentation import dimensions
from cairn.web.formfields import CodeField, CodesField, NumberField, VersionField

OFTEN = list(items.FREQUENCIES.items())
LEVELS = [("individual", "Rows stand behind it, and may leave"), ("aggregate", "Only the figure leaves")]
REACH = (
    "How many people come, by which way, and who is turned away. The same for every provider, so that figures compare."
)


def class_words() -> dict[str, str]:
    """What each declared class means, where one chooses."""
    framework: Framework = registry.get("framework", PREVENTION_FIRST)
    return {one.id: one.words for one in framework.measure_classes} | {"service_reach": REACH}


#: What a ticked measure brings: the field of `NewMeasure`, and how its field of the form begins.
PARTS = {
    "by": "by", "target": "target", "frequency": "often", "level": "level", "level_reason": "why",
    "area_outcome_uid": "outcome",
}  # fmt: skip


class MeasuresForm(forms.Form):
    """For each class a list of measures, `own` those that the provider made itself; each measure brings `by_<measure>`,
    `target_<measure>` and the rest of `PARTS`."""

    def __init__(
        self,
        *args: Any,
        agreed: Sequence[tuple[str, str]] = (),
        outcomes: Mapping[str, str] | None = None,
        own: Sequence[Measure] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reveals: dict[tuple[str, str], tuple[str, ...]] = {}
        self.outcomes = outcomes or {}
        self.known = {each.id: each for each in (*registry.all("measure"), *own)}
        taken, words = {measure for measure, _ in agreed}, class_words()
        for entry in registry.get("codes", "measure_class").entries:
            mine = [each for each in self.known.values() if each.measure_class == entry.code]
            if mine:
                self._add_class(entry.code, entry.label, words.get(entry.code, ""), mine, taken)

    def _add_class(self, code: str, label: str, words: str, measures: list[Measure], taken: set[str]) -> None:
        self.fields[code] = CodesField(
            label=label,
            required=False,
            help_text=words,
            choices=[(each.id, each.label) for each in measures],
            hints={each.id: _hint(each, each.id in taken) for each in measures},
        )
        for each in measures:
            made = {f"{start}_{each.id}": field for start, field in self._parts(each) if field}
            self.fields.update(made)
            self.reveals[code, each.id] = tuple(made)

    def _parts(self, each: Measure) -> Iterator[tuple[str, forms.Field | None]]:
        broken = [("", "Leave it whole"), *dimensions.choices(each.may_group_by)]
        yield "by", forms.ChoiceField(label="Broken down by", required=False, choices=broken)
        yield "target", NumberField(
            label="Target, if there is one", required=False, max_digits=12, decimal_places=2,
            error_messages={"invalid": f"Write a number for “{each.label}”, or leave it blank."},
            widget=forms.TextInput(attrs=NARROW),
        )  # fmt: skip
        usual = items.usual_frequency(each)
        yield "often", forms.ChoiceField(label="How often", required=False, choices=OFTEN, initial=usual)
        yield "level", forms.ChoiceField(label="At which level", required=False, choices=LEVELS, initial="individual")
        yield (
            "why",
            forms.CharField(
                label="Why only the figure?",
                required=False,
                max_length=300,
                help_text="Needed where no rows may leave.",
            ),
        )
        yield "outcome", outcome_field(self.outcomes)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not list(self.chosen()):
            raise forms.ValidationError("No measure is ticked. Tick at least one.")
        return said

    def chosen(self) -> Iterator[NewMeasure]:
        """The measures ticked, in the order of the page."""
        for _, measure in self._ticked():
            said = {part: self.cleaned_data.get(f"{start}_{measure}") for part, start in PARTS.items()}
            usual = items.usual_frequency(self.known[measure])
            yield NewMeasure(
                measure,
                by=said["by"] or "",
                target=said["target"],
                frequency=said["frequency"] or usual,
                level=said["level"] or "individual",
                level_reason=said["level_reason"] or "",
                area_outcome_uid=said["area_outcome_uid"] or "",
            )

    def places(self) -> list[dict[str, str]]:
        """For each chosen measure, the field of this form at which a problem with one of its parts is shown."""
        return [
            {"measure": code, "measure_class": code} | {part: f"{start}_{measure}" for part, start in PARTS.items()}
            for code, measure in self._ticked()
        ]

    def _ticked(self) -> Iterator[tuple[str, str]]:
        for code, measure in self.reveals:
            if measure in self.cleaned_data.get(code, ()):
                yield code, measure


def reason_field(label: str = "Why is it changed?") -> forms.CharField:
    """What is agreed changes with a reason, which is kept with its date."""
    return forms.CharField(
        label=label, max_length=500, help_text="Kept with today’s date as a variation of the contract. Both sides read it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class EndForm(forms.Form):
    """Why an agreed measure is taken out."""

    reason = reason_field("Why is it taken out?")
    version = VersionField()


def _hint(measure: Measure, is_agreed: bool) -> str:
    said = [measure.words]
    if measure.is_own:
        said.append(f"The provider’s own, version {measure.version}.")
    if measure.not_shown:
        said.append(f"What it does not show: {measure.not_shown}")
    return " ".join([*said, *(["Agreed already."] if is_agreed else [])])


def outcome_field(outcomes: Mapping[str, str]) -> forms.ChoiceField | None:
    """Which outcome of the commissioner's own list a measure tells of; nothing where there is no list."""
    if not outcomes:
        return None
    return forms.ChoiceField(
        label="Which outcome of your own list does it tell of?", required=False,
        choices=[("", "None of them"), *outcomes.items()],
    )  # fmt: skip


class TermsForm(forms.Form):
    """Field names are those of `Terms`."""

    measure_class = CodeField(label="Class")
    frequency = CodeField(label="How often do returns carry it?", choices=OFTEN)
    level = CodeField(label="At which level?", choices=LEVELS)
    level_reason = forms.CharField(
        label="Why only the figure?", required=False, max_length=300,
        help_text="Needed where no rows may leave. The provider reads it.", widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    area_outcome_uid = forms.ChoiceField(label="Which outcome of your own list does it tell of?", required=False)
    reason = reason_field()
    version = VersionField()

    def __init__(self, *args: Any, definition: Measure, outcomes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = class_words()
        classes: Any = self.fields["measure_class"]
        every = registry.get("codes", "measure_class").entries
        mine = definition.measure_class
        classes.choices = [(one.code, one.label) for one in every if one.code == mine or one.code not in FIXED]
        classes.hints = words
        usual = items.FREQUENCIES[items.usual_frequency(definition)].lower()
        self.fields["frequency"].help_text = f"The framework’s table has it {usual}."
        if (chosen := outcome_field(outcomes)) is None:
            del self.fields["area_outcome_uid"]
        else:
            self.fields["area_outcome_uid"] = chosen

    def terms(self) -> Terms:
        said = {name: value for name, value in self.cleaned_data.items() if name in Terms.__dataclass_fields__}
        return Terms(**said)
