"""The fixed words of a person's own page, in their language: one file each in `words/`, English where one is missing.

What staff wrote (names of steps and services, goals) stays as they wrote it; the page marks it as English."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "words"
FALLBACK = "english"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: `language` is its code in the list `language`, `tag` what HTML calls it. Not `checked`: no native
    speaker has read it yet, and the page says so."""

    language: str
    name: str
    tag: str
    direction: str
    checked: bool
    months: tuple[str, ...]
    date_form: str
    texts: Mapping[str, str]
    fallback: Mapping[str, str]

    def __call__(self, key: str, **values: Any) -> str:
        """A text with its values filled in. Raises KeyError for a key that English has not."""
        text = self.texts.get(key) or self.fallback[key]
        return text.format(**{name: self._said(value) for name, value in values.items()})

    @property
    def others(self) -> "list[Words]":
        """The other languages that the page is there in."""
        return [one for one in every().values() if one.language != self.language]

    def has(self, key: str) -> bool:
        return key in self.fallback

    def date(self, day: dt.date | None) -> str:
        """A date as this language writes it; "" for none."""
        if day is None:
            return ""
        return self.date_form.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def _said(self, value: Any) -> Any:
        return self.date(value) if isinstance(value, dt.date) else value


@cache
def every() -> dict[str, Words]:
    """The languages that there are, English first, the others by their own name."""
    found = [_read(path) for path in FOLDER.glob("*.yaml")]
    found.sort(key=lambda one: (one.language != FALLBACK, one.name))
    return {one.language: one for one in found}


def words_of(*wanted: str) -> Words:
    """The first of these languages that is there, else English."""
    there = every()
    return next((there[one] for one in wanted if one in there), there[FALLBACK])


@cache
def _texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((FOLDER / f"{language}.yaml").read_text("utf-8"))
    return found


def _read(path: Path) -> Words:
    said, english = _texts(path.stem), _texts(FALLBACK)
    return Words(
        path.stem, said["name"], said["tag"], said["direction"], bool(said["checked"]), tuple(said["months"]),
        said["date_form"], said["texts"], english["texts"],
    )  # fmt: skip
