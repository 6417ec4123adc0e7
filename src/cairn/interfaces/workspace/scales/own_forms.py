"""The questions of the builder: what a scale asks, its areas one by one, and what its numbers mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairn.definitions import registry
from cairn.scales.building import Area, Plan, Stretch
from cairn.web.formfields import CodeField, CodesField, VersionField

PARTS = ("id", "label", "text", "better", "low_label", "high_label", "outcome")
MOST_ROWS = 61
BETTER = [("higher", "A higher number is better"), ("lower", "A lower number is better")]
TOTALS = [
    ("each", "No total: each area stands by itself"),
    ("sum", "The sum of all answers"),
    ("mean", "The mean of all answers"),
]
RATERS = [("client", "The person"), ("worker", "The worker"), ("both", "Both together")]
WHOSE = [("ours", "Our own"), ("theirs", "Somebody else's: we keep its readings under their licence")]


def _number(label: str, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})
    return forms.IntegerField(
        label=label, widget=widget, error_messages={"invalid": "Write a whole number, such as 1."}, **more
    )


def _lines(label: str, hint: str, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


class OwnScaleForm(forms.Form):
    """`areas` rows are asked as `area_<place>_<part>`; names are those of `scales.building.Plan`."""

    version = VersionField()
    areas = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_ROWS)
    label = forms.CharField(label="What is it called?", error_messages={"required": "Write how you call it."})
    short_label = forms.CharField(
        label="A short name, for tables", required=False, help_text="Left blank, it is the name."
    )
    about = _lines("What does it ask about, and whom is it for?", "One or two sentences for your colleagues.", 2)
    recall = forms.CharField(
        label="Which time do people think of?", required=False,
        help_text="Such as: now, the last two weeks. Left blank, it is “now”.",
    )  # fmt: skip
    low, high = _number("Lowest answer"), _number("Highest answer")
    low_label = forms.CharField(label="What the lowest answer means", required=False)
    high_label = forms.CharField(label="What the highest answer means", required=False)
    labels = _lines("Names of answers in between", "One a line, if you have them, such as: 3 = Sometimes", 3)
    better = CodeField(label="Which way is better?", choices=BETTER)
    total = CodeField(label="Is there a total?", choices=TOTALS)
    allow_blank = _number(
        "How many may be left blank and still give a total?", required=False,
        help_text="They are filled with the person's own mean. Left blank, it is none.",
    )  # fmt: skip
    bands = _lines(
        "Names for scores",
        "One a line, if you have them, such as: 1-3 = Stuck. They are shown as your own, not validated.",
        3,
    )
    change = forms.FloatField(
        label="From how many points on do you speak of a change?", required=False,
        help_text="Of the total, or of an area where there is none. It is shown as your own rule.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
        error_messages={"invalid": "Write a number, such as 2."},
    )  # fmt: skip
    raters = CodesField(label="Who may rate?", choices=RATERS)
    whose = CodeField(label="Whose scale is it?", choices=WHOSE)
    holder = forms.CharField(
        label="Who holds the rights?", required=False,
        help_text="Readings of an Outcomes Star need a licence of Triangle Consulting. Until you record yours on the page of "
        "this scale, nobody can use it.",
    )  # fmt: skip
    reveals = {("whose", "theirs"): ("holder",)}

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        outcomes = [("", "None"), *outcome_choices()]
        for place in range(rows):
            for part, field in _area_fields(place, outcomes).items():
                self.fields[f"area_{place}_{part}"] = field

    def clean_labels(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["labels"].splitlines())):
            value, equals, words = line.partition("=")
            if not equals or not _whole(value) or not words.strip():
                raise forms.ValidationError("Write a number, = and its name on each line, such as: 3 = Sometimes.")
            found[int(value)] = words.strip()
        return found

    def clean_bands(self) -> list[Stretch]:
        return [_stretch(line) for line in filter(None, map(str.strip, self.cleaned_data["bands"].splitlines()))]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("whose") == "theirs" and not said.get("holder"):
            self.add_error("holder", "Write who holds the rights, such as Triangle Consulting.")
        return said


def _area_fields(place: int, outcomes: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    return {
        "id": forms.CharField(widget=forms.HiddenInput, required=False, max_length=60),
        "label": forms.CharField(label="Name of the area", required=False),
        "text": forms.CharField(label="The question, where it is more than the name", required=False),
        "better": forms.ChoiceField(
            label="Which way is better here?", choices=[("", "As the scale"), *BETTER], required=False
        ),
        "low_label": forms.CharField(label="Lowest answer here", required=False),
        "high_label": forms.CharField(label="Highest answer here", required=False),
        "outcome": forms.ChoiceField(label="Tells of the outcome", choices=outcomes, required=False),
    }


def outcome_choices() -> list[tuple[str, str]]:
    """Every outcome of every framework, as `framework/reference` and words."""
    return [
        (f"{framework.id}/{one.ref}", f"{one.label} ({framework.label})")
        for framework in registry.all("framework")
        for one in framework.outcomes
    ]


def _whole(text: str) -> bool:
    text = text.strip().removeprefix("-")
    return text.isascii() and text.isdecimal() and len(text) < 6


def _stretch(line: str) -> Stretch:
    ends, equals, name = line.partition("=")
    low, dash, high = ends.strip().partition("-")
    try:
        if not equals or not name.strip() or len(ends) > 20:
            raise ValueError
        return Stretch(name=name.strip(), low=float(low), high=float(high) if dash else float(low))
    except ValueError:
        raise forms.ValidationError("Write two numbers, = and a name on each line, such as: 1-3 = Stuck.") from None


def plan_of(said: Mapping[str, Any], rows: int, before: Plan | None) -> Plan:
    """The plan that cleaned answers come to. What the builder does not ask of an area stays as it was before."""
    kept = {area.id: area.kept for area in before.areas} if before else {}
    parts = [{part: said.get(f"area_{place}_{part}") or "" for part in PARTS} for place in range(rows)]
    areas = [_area(one, kept) for one in parts if one["label"] or one["text"] or one["id"]]
    names = ("label", "short_label", "about", "low", "high", "low_label", "high_label", "labels", "better", "bands")
    return Plan(
        **{name: said[name] for name in names}, recall=said["recall"] or "now", total=said["total"], areas=areas,
        allow_blank=said.get("allow_blank") or 0, change=said["change"], raters=said["raters"],
        decimals=_decimals(said), holder=said["holder"] if said["whose"] == "theirs" else "",
        based_on=before.based_on if before else None, guidance=before.guidance if before else {},
    )  # fmt: skip


def _decimals(said: Mapping[str, Any]) -> int:
    """A mean has a decimal; so has a sum in which a blank is filled with a mean."""
    return int(said["total"] == "mean" or (said["total"] == "sum" and bool(said.get("allow_blank"))))


def _area(part: Mapping[str, Any], kept: Mapping[str, Mapping[str, Any]]) -> Area:
    id = part["id"] if part["id"] in kept else ""
    return Area(**{**part, "id": id, "better": part["better"] or None}, kept=kept.get(id, {}))


def initial_of(plan: Plan) -> dict[str, Any]:
    """A plan as the form shows it."""
    same = (
        "label",
        "short_label",
        "about",
        "recall",
        "low",
        "high",
        "low_label",
        "high_label",
        "better",
        "total",
        "holder",
    )
    told: dict[str, Any] = {name: getattr(plan, name) for name in (*same, "change")} | {
        "areas": len(plan.areas), "raters": list(plan.raters), "allow_blank": plan.allow_blank or None,
        "whose": "theirs" if plan.holder else "ours",
        "labels": "\n".join(f"{value} = {words}" for value, words in sorted(plan.labels.items())),
        "bands": "\n".join(f"{one.low:g}-{one.high:g} = {one.name}" for one in plan.bands),
    }  # fmt: skip
    for place, area in enumerate(plan.areas):
        told |= {f"area_{place}_{part}": getattr(area, part) or "" for part in PARTS}
    return told


def rearranged(values: Mapping[str, list[str]], do: str) -> tuple[dict[str, list[str]], int]:
    """What was typed, with an area more or less, or two changed about: as `do` says (`add`, `up-2`, `remove-0`); and the
    place to go on at."""
    told = dict(values)
    count = row_count((told.get("areas") or ["0"])[-1])
    rows = [{part: told.pop(f"area_{place}_{part}", [""]) for part in PARTS} for place in range(count)]
    deed, _, text = do.partition("-")
    place = int(text) if text.isdecimal() and text.isascii() and len(text) < 4 else 0
    if deed == "add" and count < MOST_ROWS:
        rows, place = [*rows, {part: [""] for part in PARTS}], count
    elif deed == "remove" and place < count:
        rows.pop(place)
    elif deed in ("up", "down"):
        other = place - 1 if deed == "up" else place + 1
        if 0 <= place < count and 0 <= other < count:
            rows[place], rows[other], place = rows[other], rows[place], other
    for number, row in enumerate(rows):
        told |= {f"area_{number}_{part}": value for part, value in row.items()}
    return {**told, "areas": [str(len(rows))]}, place


def row_count(text: Any) -> int:
    said = str(text)
    return min(int(said), MOST_ROWS) if said.isdecimal() and said.isascii() and len(said) < 5 else 0
