"""What each column of a list of readings is, and what its words mean. Pure.

Columns tell the person (their reference), the date, the scale, the stage, who rated, if need be the service; and the
answers: a column for each item, by its id, its name or its number; or one column `answers` with all of them in order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.exchange.clients.fields import squeezed
from cairn.exchange.clients.mapping import Headings, headings
from cairn.exchange.sheets import Sheet
from cairn.kernel.problems import Problem, Refused

FIELDS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        "reference",
        "client reference",
        "client",
        "client id",
        "person",
        "id",
        "case number",
        "ref",
        "our reference",
    ),
    "date": ("date", "assessed date", "assessment date", "date of reading", "date completed", "reading date"),
    "scale": ("scale", "star", "instrument", "tool", "measure", "questionnaire"),
    "stage": ("stage", "reading", "type", "type of reading", "point"),
    "rater": ("rater", "rated by", "completed by", "filled in by", "who rated"),
    "service": ("service", "project", "programme"),
    "answers": ("answers", "scores", "ratings"),
}
LABELS = {
    "reference": "Reference of the person", "date": "Date", "scale": "Scale", "stage": "Stage", "rater": "Who rated",
    "service": "Service", "answers": "All answers in order",
}  # fmt: skip
STAGES = {
    "start": ("initial", "baseline", "first", "entry", "beginning", "intake"),
    "review": ("mid", "interim", "middle", "update"),
    "end": ("final", "exit", "closing", "last", "closure"),
    "follow_up": ("follow up", "followup", "after"),
}
RATERS = {
    "client": ("person", "self", "service user", "citizen", "the person", "client"),
    "worker": ("staff", "keyworker", "key worker", "support worker", "the worker", "worker"),
    "both": ("together", "joint", "jointly", "both", "both together"),
}
FOR_ALL = ("scale", "rater", "stage", "service")


@dataclass(slots=True)
class ReadingMap:
    """`columns`: heading → field or `item:<id>`, where the heading does not say it. `everyone`: what holds of every row."""

    sheet: str = ""
    heading_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    everyone: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "heading_row": self.heading_row, "columns": self.columns, "all": self.everyone}


def from_json(said: Any) -> ReadingMap:
    """Raises Refused for what is no mapping of readings."""
    fix = 'Write {"columns": {"Money": "item:money"}, "all": {"scale": "ladder", "rater": "both"}}.'
    wrong = Refused([Problem("mapping.shape", "This is not a mapping of columns.", fix, field="mapping")])
    if not isinstance(said, Mapping):
        raise wrong
    columns, everyone, row = said.get("columns") or {}, said.get("all") or {}, said.get("heading_row", 1)
    if not isinstance(columns, Mapping) or not isinstance(everyone, Mapping) or type(row) is not int or row < 1:
        raise wrong
    unknown = {
        str(key) for key in columns.values() if key and str(key) not in FIELDS and not str(key).startswith("item:")
    }
    if unknown or set(everyone) - set(FOR_ALL):
        fix = f"Columns are: {', '.join(FIELDS)}, item:<id>. For all: {', '.join(FOR_ALL)}."
        raise Refused([Problem("mapping.field", "A column is mapped to what is not known.", fix, field="mapping")])
    return ReadingMap(
        str(said.get("sheet") or ""), row, {str(name): str(key or "") for name, key in columns.items()},
        {str(key): str(value) for key, value in everyone.items() if value},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """Where each field stands, and for a scale where each item stands."""

    names: Headings
    fields: Mapping[str, int]
    mapped: Mapping[str, int]

    def items(self, scale: Scale) -> dict[str, int]:
        """Item id → column, for every item that has one: as mapped, else by its id, name, question or number."""
        found = {id: place for item in scale.items if (place := self.mapped.get(id := item.id)) is not None}
        taken = {*self.fields.values(), *self.mapped.values()}
        said = {squeezed(name): place for place, name in reversed(self.names.items()) if place not in taken}
        for item in scale.items:
            ways = (item.id, item.topic, item.text or "", str(item.number), f"item {item.number}", f"q{item.number}")
            known = next((said[way] for way in map(squeezed, ways) if way in said), None)
            if item.id not in found and known is not None:
                found[item.id] = known
        return found


def places(sheet: Sheet, told: ReadingMap) -> Places:
    """Columns by what the mapping says, then by their headings."""
    names = headings(sheet, told.heading_row)
    fields = {key: place for place, name in names.items() if (key := told.columns.get(name, "")) in FIELDS}
    for key, words in FIELDS.items():
        for place, name in names.items():
            if key not in fields and name not in told.columns and squeezed(name) in words:
                fields[key] = place
    mapped = {
        told.columns[name].removeprefix("item:"): place
        for place, name in names.items()
        if told.columns.get(name, "").startswith("item:")
    }
    return Places(names, fields, mapped)


def lacking(found: Places, told: ReadingMap) -> list[Problem]:
    """Columns without which no row can be read."""
    missing = [key for key in ("reference", "date") if key not in found.fields]
    missing += [key for key in ("scale", "stage", "rater") if key not in found.fields and key not in told.everyone]
    return [
        Problem(
            f"readings.{key}", f"No column says it: {LABELS[key]}.", _fix(key), field=key if key in FOR_ALL else "file"
        )
        for key in missing
    ]


def _fix(key: str) -> str:
    return f"Name a column “{LABELS[key]}”" + (", or say it for all rows." if key in FOR_ALL else ".")


def words_of(list_id: str, more: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Word → code: the codes, their labels, and what people write instead."""
    known = {squeezed(word): code for code, words in more.items() for word in words}
    for entry in registry.get("codes", list_id).entries:
        known |= {squeezed(entry.code): entry.code, squeezed(entry.label): entry.code}
    return known


def scale_words(scales: Iterable[Scale]) -> dict[str, Scale]:
    """Word → scale: id, label and short label; a word that two scales share is none."""
    found: dict[str, Scale | None] = {}
    for scale in scales:
        bare = scale.label.rpartition(" (")[0] or scale.label  # “ONS4 personal wellbeing (4 items)”
        for word in {*map(squeezed, (scale.id, scale.label, scale.short_label, bare))}:
            found[word] = None if word in found else scale
    return {word: scale for word, scale in found.items() if scale}
