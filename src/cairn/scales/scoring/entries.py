"""What another program sends to be scored, and what it is told: one shape on the command line and in the API."""

import re
from collections.abc import Callable
from typing import Any

from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem, Refused
from cairn.scales.scoring.score import as_json, score

Find = Callable[[str, int | None], Scale]
"""(id, version or None for the newest) → a scale. Raises LookupError where there is none, Refused where it may not be used."""

NEEDED = frozenset({"scale", "answers"})
KNOWN = frozenset({"scale", "version", "answers"})
_NAME = re.compile(r"[a-z0-9_-]{1,80}")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Two values under one name are refused: programs differ in which they take, and an answer would be
    lost unseen."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused([Problem("json.twice", "A name stands twice in one object.", "Give each name once.")])
    return found


def told(entry: Any, find: Find) -> dict[str, Any]:
    """The score of `{"scale", "answers"}`, in the shape of `cairn score --json`. Raises Refused."""
    if problem := _misshapen(entry):
        raise Refused([problem])
    try:
        scale = find(_name(entry["scale"]), entry.get("version"))
    except LookupError:
        fix = "Ask for the list of scales, and for the versions of this one."
        raise Refused([Problem("scale.unknown", "There is no such scale.", fix, field="scale")]) from None
    return as_json(score(scale, entry["answers"]))


def refusal(problems: tuple[Problem, ...], **place: int) -> dict[str, Any]:
    """What is answered in place of a score; `place` says to which of several it belongs."""
    return {"error": [problem.as_json() for problem in problems], **place}


def _name(text: str) -> str:
    """What may be an id is looked for; anything else (half a character, a nought byte) reaches no database."""
    if not _NAME.fullmatch(text):
        raise LookupError
    return text


def _misshapen(entry: Any) -> Problem | None:
    fix = 'Give {"scale": "who5", "answers": [3, 3, 3, 2, 2]}, or the answers by item: {"i1": 3, …}.'
    if type(entry) is not dict or not NEEDED <= entry.keys() <= KNOWN:
        return Problem("score.shape", "This is no object of a scale and its answers.", fix)
    if not isinstance(entry["scale"], str):
        return Problem("score.shape", "The scale is not named by its id.", fix, field="scale")
    version = entry.get("version")
    if version is not None and type(version) is not int:
        return Problem(
            "score.shape", "The version is not a whole number.", "Leave it out for the newest.", field="version"
        )
    return None
