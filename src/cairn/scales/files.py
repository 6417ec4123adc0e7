"""A scale as a file that goes from one organisation to another: canonical JSON with its hash. Pure.

{"cairn_scale": 1, "from": "Harbour Trust", "scale": {"id": …, "version": …, …}, "sha256": …}
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cairn.definitions.shapes.scale import Scale
from cairn.kernel import canonical
from cairn.kernel.problems import Problem, Refused, refuse_if
from cairn.scales import fitting, local

FORM = 1
LARGEST, DEEPEST, MOST_PARTS, LONGEST = 500_000, 12, 20_000, 2_000
FARTHEST = 1_000  # of an answer: what is listed answer by answer must end
_ID = re.compile(r"own-[0-9a-f]{12}")
# PostgreSQL keeps no NUL; half a character is none; the last four turn round what stands beside them.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a\u202b\u202d\u202e]")
_WHOLE_FILE = "Ask for the file again, as Cairn gave it away."


@dataclass(frozen=True, slots=True)
class ScaleFile:
    """What a file holds: the scale as published, what is stored of it, and who gave it away."""

    scale: Scale
    definition: dict[str, Any]
    sha256: str
    came_from: str


def written(definition: dict[str, Any], id: str, version: int, came_from: str) -> bytes:
    """The file of one published version."""
    told = {**definition, "id": id, "version": version}
    return canonical.dumps({"cairn_scale": FORM, "from": came_from, "scale": told, "sha256": canonical.sha256(told)})


def parsed(data: bytes) -> Any:
    """Any JSON of a size and depth that a scale can have. Raises Refused in plain words."""
    if len(data) > LARGEST:
        raise refused("large", "The file is larger than a scale can be.", "Choose the file of one scale.")
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
        parts = _measure(value)
    except RecursionError:
        raise refused(
            "deep", "The file is nested deeper than a scale can be.", "Choose the file of one scale."
        ) from None
    except (ValueError, UnicodeDecodeError) as error:
        line = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        fix = "Choose a file that Cairn gave away, or a FHIR Questionnaire in JSON."
        raise refused("json", f"The file cannot be read as JSON{line}.", fix) from None
    if parts > MOST_PARTS:
        raise refused("large", "The file holds more than a scale can.", "Choose the file of one scale.")
    return value


def refused(rule: str, message: str, fix: str) -> Refused:
    return Refused([Problem(f"file.{rule}", message, fix, field="file")])


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values under one name: programs differ in which they take, so neither is."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def _measure(value: Any, depth: int = 0) -> int:
    """How many values there are. Raises RecursionError when they nest too deep, ValueError on what is too long or large."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, str) and (len(value) > LONGEST * 5 or NO_TEXT.search(value)):
        raise ValueError("a text is too long, or has what is no character")
    if isinstance(value, dict) and any(NO_TEXT.search(name) for name in value):
        raise ValueError("a name has what is no character")
    if isinstance(value, int | float) and not isinstance(value, bool) and not _is_small(value):
        raise ValueError("a number is too large")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(_measure(one, depth + 1) for one in inner)


def _is_small(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= 10**9


def read(data: bytes) -> ScaleFile:
    """A scale from its file, whole and unaltered; or Refused with everything that is wrong, each at its place."""
    value = parsed(data)
    if not isinstance(value, dict) or "cairn_scale" not in value or not isinstance(value.get("scale"), dict):
        fix = "Choose a file that ends in .cairn-scale.json, or a FHIR Questionnaire in JSON."
        raise refused("scale", "This file holds no scale.", fix)
    if value["cairn_scale"] != FORM:
        raise refused("form", "This file is of a newer Cairn than this one.", "Update Cairn, then take it in.")
    told = value["scale"]
    refuse_if(_altered(told, value.get("sha256")))
    refuse_if(_strange(told))
    try:
        scale = local.read(
            {name: part for name, part in told.items() if name not in _BESIDE},
            told["id"],
            told["version"],
            strictly=True,
        )
    except ValidationError as error:
        raise Refused(_located(each) for each in error.errors(include_url=False, include_input=False)) from None
    refuse_if(_at(place, words, _WHOLE_FILE) for place, words in fitting.unfit(scale))
    definition = {name: part for name, part in told.items() if name not in ("id", "version")}
    return ScaleFile(scale, definition, str(value["sha256"]), _line(value.get("from")))


_BESIDE = ("id", "version", "status")


def _line(text: Any) -> str:
    return " ".join(text.split())[:200] if isinstance(text, str) else ""


def _altered(told: dict[str, Any], sha256: Any) -> Iterator[Problem]:
    if canonical.sha256(told) != sha256:
        message = "The file was changed after it was published: its check sum does not fit what is in it."
        fix = f"{_WHOLE_FILE} To ask something else, take in the original and make a scale of your own from it."
        yield Problem("file.altered", message, fix, field="file")


def _strange(told: dict[str, Any]) -> Iterator[Problem]:
    """What must be looked at before the shape is: an answer that lies far away would be listed up to there."""
    if not (isinstance(told.get("id"), str) and _ID.fullmatch(told["id"])):
        yield _at("id", "no id of an organisation's own scale", _WHOLE_FILE)
    if not (type(told.get("version")) is int and 1 <= told["version"] <= 30_000):
        yield _at("version", "a version is a whole number from 1", _WHOLE_FILE)
    if told.get("status", "published") != "published" or told.get("template"):
        yield _at("status", "only a published scale can be taken in", "Ask for a published version.")
    items = told.get("items")
    if not (isinstance(items, list) and 1 <= len(items) <= 200):
        yield _at("items", "a scale has 1 to 200 areas or questions", _WHOLE_FILE)
        return
    for place, one in [("", told), *((f"items.{n}.", item) for n, item in enumerate(items) if isinstance(item, dict))]:
        for end in ("low", "high"):
            if isinstance(one.get(end), int | float) and abs(one[end]) > FARTHEST:
                yield _at(f"{place}{end}", f"answers lie between -{FARTHEST} and {FARTHEST}", "Use smaller numbers.")


def _at(place: str, message: str, fix: str) -> Problem:
    return Problem("file.place", f"`{place}`: {message}.", fix, field="file", cell=place)


def _located(details: Any) -> Problem:
    place = ".".join(map(str, details["loc"])) or "scale"
    words = {"unexpected_keyword_argument": "this Cairn does not know such a field", "missing": "this is missing"}
    said = words.get(details["type"]) or str(details["msg"]).removeprefix("Value error, ")
    return _at(place, said, _WHOLE_FILE)
