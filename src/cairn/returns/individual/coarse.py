"""Broader answers: what each can be said as, step by step, until it is not said at all. Pure.

A broader answer is a code of its own, so that it is never taken for a finer one; a missing answer stays what it is until it
is withheld. In a table of the mart, which knows only the codes of its lists, an answer that was made broader is withheld.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.codes import MISSING_LABELS
from cairn.kernel import postcodes

WITHHELD = "withheld"
"""The last step, and in a table of the mart what is left of an answer."""
NOT_SAID = "not_said"
"""In the row of a person, which has codes of its own: kept back so that nobody stands alone, and for no other reason."""
#: The steps of each field, the finest left out; every other field has only the last.
_STEPS: Mapping[str, tuple[str, ...]] = {
    "age_band": ("broad", WITHHELD),
    "ethnicity": ("group", WITHHELD),
    "disability": ("yes_no", WITHHELD),
    "postcode": ("sector", "district", WITHHELD),
    "sector": ("district", WITHHELD),
}
STEP_WORDS: Mapping[tuple[str, str], str] = {
    ("age_band", "broad"): "Age in three bands",
    ("ethnicity", "group"): "Ethnic group in five groups",
    ("disability", "yes_no"): "Disabled or not, without how much",
    ("postcode", "sector"): "Postcode to its sector",
    ("postcode", "district"): "Postcode to its district",
    ("sector", "district"): "Postcode sector to its district",
}
_AGES = ((25, "0-24", "24 and under"), (65, "25-64", "25 to 64"), (200, "65-plus", "65 and over"))
_BROAD = {code: label for _, code, label in _AGES}
_YES_NO = {"disabled": "Disabled", "not_disabled": "Not disabled"}
#: Fields of a mart table that say part of a field of a person: from which step of it on each is withheld.
_SAYS: Mapping[str, Mapping[str, str]] = {
    "postcode": {"sector": "district", "district": WITHHELD},
    "sector": {"sector": "district", "district": WITHHELD},
    "district": {"sector": WITHHELD, "district": WITHHELD},
    "ethnicity_group": {"ethnicity": WITHHELD, "ethnicity_group": WITHHELD},
}


def steps(name: str) -> tuple[str, ...]:
    """The steps that a field can be made broader by, the last that it is not said."""
    return _STEPS.get(name, (WITHHELD,))


def next_step(name: str, stands: str) -> str:
    """The step after the one at which a field stands ("" as answered); "" after the last."""
    every = ("", *steps(name))
    at = every.index(stands) + 1
    return every[at] if at < len(every) else ""


@lru_cache(maxsize=50_000)
def broader(name: str, value: str, to: str) -> str:
    """An answer at a step. What is as broad already stays."""
    if not to:
        return value
    if to == WITHHELD:
        return NOT_SAID
    return _MAKE[name](value, to)


@cache
def _of_list(name: str, what: str) -> dict[str, Any]:
    """What a list says of each of its codes."""
    return {entry.code: getattr(entry, what) for entry in registry.get("codes", name).entries}


def _age(value: str, to: str) -> str:
    low = _of_list("age_band", "low").get(value)
    return value if low is None else next(code for end, code, _ in _AGES if low < end)


def _group(value: str, to: str) -> str:
    group = _of_list("ethnicity", "group").get(value)
    return f"any_{group}" if group else value


def _yes_no(value: str, to: str) -> str:
    return _of_list("disability", "group").get(value) or value


def _place(value: str, to: str) -> str:
    """A postcode, or a sector, as its sector or district; a code for a missing answer has no digit and stays."""
    if not any(sign.isdigit() for sign in value):
        return value
    sector = postcodes.sector(value) if postcodes.normalise(value) else value
    return postcodes.district(sector) if to == "district" else sector


_MAKE = {"age_band": _age, "ethnicity": _group, "disability": _yes_no, "postcode": _place, "sector": _place}


def in_mart(values: Mapping[str, Any], coarser: Mapping[str, str]) -> dict[str, Any]:
    """What leaves of a row of a mart table whose person has broader answers: each of these is withheld there."""
    gone: set[str] = set()
    for name, to in coarser.items():
        every = steps(name)
        said = _SAYS.get(name, {name: every[0]})
        gone |= {column for column, since in said.items() if every.index(since) <= every.index(to)}
    return {name: WITHHELD if name in gone and value is not None else value for name, value in values.items()}


def stands_at(name: str, value: str) -> str:
    """The step at which an answer of a person's row was sent, as it reads; "" as answered."""
    if value == NOT_SAID:
        return WITHHELD
    if name in ("postcode", "sector"):
        return _place_at(name, value)
    return next((step for step in steps(name)[:-1] if value in _only_at(name, step)), "")


def _place_at(name: str, value: str) -> str:
    if not any(sign.isdigit() for sign in value):
        return ""
    found = "" if postcodes.normalise(value) else "sector" if " " in value else "district"
    return found if found in steps(name) else ""


@cache
def _only_at(name: str, step: str) -> frozenset[str]:
    """The broader answers of a step, which are no plain answers."""
    plain = _of_list(name, "label").keys()
    return frozenset(broader(name, code, step) for code in plain) - plain


def words(name: str, value: str) -> str:
    """An answer of a person's row as it reads; several codes are parted by semicolons."""
    return ", ".join(_word(name, code) for code in str(value).split(";"))


def _word(name: str, code: str) -> str:
    if code == NOT_SAID:
        return "Not said, so that nobody stands alone"
    if name == "age_band" and code in _BROAD:
        return _BROAD[code]
    if name == "ethnicity" and code.startswith("any_"):
        return _word("ethnicity_group", code.removeprefix("any_"))
    if name == "disability" and code in _YES_NO:
        return _YES_NO[code]
    listed = {"ward", "sector", "district", "postcode"}
    found = {} if name in listed else _of_list(name, "label")
    return found.get(code) or MISSING_LABELS.get(code, code)


def step_words(name: str, label: str, to: str) -> str:
    """A step as a choice reads."""
    return STEP_WORDS.get((name, to)) or f"{label}: not said"
