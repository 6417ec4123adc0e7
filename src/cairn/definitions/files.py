"""One definition file (or folder of parts) into one shape, or every problem of it at once, each with its line."""

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from cairn.definitions.shapes.base import Definition
from cairn.kernel.problems import Problem, Refused

Place = tuple[str | int, ...]


class DefinitionError(Refused):
    """A definition that cannot be used. Each problem has the file in `cell` and the line, from 1, in `row`."""


def load(paths: Sequence[Path], shape: type[Definition], id: str, version: int) -> Definition:
    """Read one version. Several paths are parts of it: lists are joined in the order given. Raises DefinitionError."""
    data, origins = _joined(paths)
    try:
        read: Definition = TypeAdapter(shape).validate_python({**data, "id": id, "version": version})
    except ValidationError as error:
        raise DefinitionError(_problem(details, origins, paths[0]) for details in _telling(error)) from None
    return read


def problem(path: Path, line: int, rule: str, message: str, fix: str) -> Problem:
    """A problem at a line of a definition file."""
    return Problem(rule, f"{path.parent.name}/{path.name}, line {line}: {message}", fix, row=line, cell=str(path))


def _yaml(path: Path) -> Any:
    try:
        return deepcopy(_parsed(path.read_text("utf-8")))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(
            [problem(path, line, "yaml", str(error.problem), "Mend the YAML at this line.")]
        ) from None


@lru_cache(maxsize=512)
def _parsed(text: str) -> Any:
    """A check reads the whole library again for each change that it is asked about; most of it is as it was."""
    return YAML(typ="safe", pure=True).load(text)


def _joined(paths: Sequence[Path]) -> tuple[dict[str, Any], dict[Place, tuple[Path, Place]]]:
    """The parts as one, and where each list entry came from."""
    data: dict[str, Any] = {}
    origins: dict[Place, tuple[Path, Place]] = {}
    for path in paths:
        part = _yaml(path)
        if not isinstance(part, dict):
            raise DefinitionError([problem(path, 1, "shape", "not a mapping of fields", "Write `field: value` lines.")])
        for key, value in part.items():
            origins.setdefault((key,), (path, (key,)))
            if isinstance(value, list):
                start = len(data.setdefault(key, []))
                origins.update({(key, start + n): (path, (key, n)) for n in range(len(value))})
                data[key] += value
            else:
                data[key] = value
    return data, origins


def _telling(error: ValidationError) -> list[Any]:
    return list(error.errors(include_url=False, include_context=False, include_input=False))


def _problem(details: Any, origins: dict[Place, tuple[Path, Place]], first: Path) -> Problem:
    place: Place = tuple(details["loc"])
    path, local = _origin(place, origins, first)
    field = ".".join(map(str, place)) or "the whole definition"
    rule = {"unexpected_keyword_argument": "unknown_field"}.get(details["type"], details["type"])
    words = str(details["msg"]).removeprefix("Value error, ")
    return problem(path, _line(path, local), rule, f"`{field}`: {words}", _fix(rule, str(place[-1]) if place else ""))


def _origin(place: Place, origins: dict[Place, tuple[Path, Place]], first: Path) -> tuple[Path, Place]:
    for length in (2, 1):
        if place[:length] in origins:
            path, local = origins[place[:length]]
            return path, (*local, *place[length:])
    return first, place


def _fix(rule: str, field: str) -> str:
    if rule == "missing":
        return f"Add `{field}:` with its value."
    if rule == "unknown_field":
        return f"Remove `{field}:`, or correct its spelling."
    return f"Correct `{field}`." if field else "Correct the definition."


def find(paths: Sequence[Path], place: Place) -> tuple[Path, int]:
    """The file and the line, from 1, of a place in a definition that has been read well."""
    path, local = _origin(place, _joined(paths)[1], paths[0])
    return path, _line(path, local)


def _line(path: Path, place: Place) -> int:
    """The line, from 1, of the deepest key or list entry that the place reaches."""
    node = YAML(typ="safe", pure=True).compose(path.read_text("utf-8"))
    line = int(node.start_mark.line)
    for step in place:
        found = _child(node, step)
        if found is None:
            break
        node, line = found
    return line + 1


def _child(node: Any, step: str | int) -> tuple[Any, int] | None:
    """The node at one step, and the line to name for it: its key's, or its own in a list."""
    if isinstance(step, int):
        inner = node.value[step] if node.id == "sequence" and step < len(node.value) else None
        return None if inner is None else (inner, inner.start_mark.line)
    pairs = node.value if node.id == "mapping" else ()
    return next(((value, key.start_mark.line) for key, value in pairs if key.value == step), None)
