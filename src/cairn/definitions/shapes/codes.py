"""Code lists: what is stored, what is read, where it comes from."""

from typing import Any

from pydantic import model_validator

from cairn.definitions.shapes.base import Definition, Id, Sure, Words, shape

MISSING_LABELS = {
    "not_asked": "Not asked",
    "not_known": "Not known",
    "refused": "Prefer not to say",
    "withheld": "Known, kept back for safety",
    "not_applicable": "Does not apply",
    "not_collected": "Not collected by this service",
}
ASKED = ("not_asked", "not_known", "refused", "withheld")


@shape
class Code:
    """One entry. `source` and `sure` are the list's own unless said otherwise; `low` and `high` are inclusive."""

    code: Id
    label: Words
    source: Words
    sure: Sure
    missing: bool = False
    group: Id | None = None
    order: int | None = None
    low: int | None = None
    high: int | None = None
    when: Words | None = None


@shape
class CodeList(Definition):
    """A list of codes. `question` is what a person is asked; `derived` the rule, where the code is worked out."""

    entries: tuple[Code, ...]
    question: Words | None = None
    derived: Words | None = None
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        """Give entries the list's source, and add the codes for a missing answer: `asked: true`, `missing: […]`."""
        given = dict(getattr(data, "kwargs", None) or data)
        asked, missing = given.pop("asked", False), given.pop("missing", [])
        common = {key: given[key] for key in ("source", "sure") if key in given}
        entries = [{**common, **entry} for entry in given.get("entries", [])]
        blank = [*(ASKED if asked else ()), *missing]
        known = {entry.get("code") for entry in entries}
        entries += [_missing(code) for code in blank if code not in known]
        return {**given, "entries": entries}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.entries)

    def entry(self, code: str) -> Code:
        """The entry of this code. Raises KeyError when the list has no such code."""
        return {entry.code: entry for entry in self.entries}[code]

    def label_of(self, code: str) -> str:
        """The label to show. Raises KeyError when the list has no such code."""
        return self.entry(code).label


def _missing(code: str) -> dict[str, Any]:
    label = MISSING_LABELS.get(code, "")
    return {"code": code, "label": label, "source": "Cairn, house rules", "sure": "own", "missing": True}
