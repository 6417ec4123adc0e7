"""Hold every definition against its shape, what it names, and the lock; and lock new published versions."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from cairn.definitions.files import DefinitionError, Place, find, problem
from cairn.definitions.kinds import KINDS
from cairn.definitions.library import Library
from cairn.definitions.references import References, mart_problems, starter_problems
from cairn.definitions.registry import PACKAGE
from cairn.definitions.shapes.base import Definition
from cairn.kernel.problems import Problem, refuse_if

Version = tuple[str, str, int]
_EDITED = "Put the old text back, and write the change as a new version beside it."


def check(library: Library = PACKAGE) -> list[Problem]:
    """Every problem of every definition: shapes first; what they name and the lock once all shapes are right."""
    fresh = Library(library.root)
    shapes = list(_shape_problems(fresh))
    return shapes or [*_reference_problems(fresh), *_lock_problems(fresh)]


def must_hold() -> None:
    """What the program says before it starts: Refused, with file, line and rule of everything that is wrong."""
    refuse_if(check())


def lock(library: Library = PACKAGE) -> list[str]:
    """Write the hash of each published version that has none yet; returns what was added. A hash is never replaced."""
    fresh = Library(library.root)
    locked = _locked(fresh.root)
    new = {_key(version): _hash(fresh, version) for version in _versions(fresh) if _published(fresh, version)}
    added = sorted(new.keys() - locked.keys())
    text = json.dumps({**new, **locked}, indent=1, sort_keys=True)
    _lock_file(fresh.root).write_text(text + "\n", "utf-8")
    return added


def _versions(library: Library) -> Iterator[Version]:
    for kind in KINDS:
        for id in library.ids(kind):
            yield from ((kind, id, number) for number in library.versions(kind, id))


def _get(library: Library, version: Version) -> Definition:
    return library.get(*version)


def _shape_problems(library: Library) -> Iterator[Problem]:
    for version in _versions(library):
        try:
            _get(library, version)
        except DefinitionError as error:
            yield from error.problems


def _reference_problems(library: Library) -> Iterator[Problem]:
    references = References(library)
    for version in _versions(library):
        for field, words in references.lost(_get(library, version)):
            path, line = find(library.files(*version), _place(field))
            yield problem(path, line, "unknown_reference", f"`{field}`: {words}", "Correct the name, or define it.")
    for _, words in starter_problems(library):
        yield Problem("unknown_reference", words, "Add a starter for it.")
    for table, words in mart_problems(library):
        yield Problem("unknown_reference", f"mart table `{table}`: {words}", "Define the list, or correct mart.py.")


def _place(field: str) -> Place:
    return tuple(int(step) if step.isdecimal() else step for step in field.split("."))


def _lock_problems(library: Library) -> Iterator[Problem]:
    locked = _locked(library.root)
    present = {_key(version): version for version in _versions(library)}
    for key, version in present.items():
        path = library.files(*version)[0]
        if key in locked and locked[key] != _hash(library, version):
            yield problem(path, 1, "edited_after_lock", "a published version was edited after it was locked", _EDITED)
        if key not in locked and _published(library, version):
            words = "published, but not locked"
            yield problem(path, 1, "not_locked", words, "Run `python -m cairn.definitions lock`, or mark it a draft.")
    for key in sorted(locked.keys() - present.keys()):
        yield Problem("removed_after_lock", f"{key} was locked and is gone", "Put it back: records refer to it.")


def _published(library: Library, version: Version) -> bool:
    return _get(library, version).status == "published"


def _key(version: Version) -> str:
    return "/".join(map(str, version))


def _hash(library: Library, version: Version) -> str:
    """Over the text of the files, line ends made alike."""
    parts = [path.read_text("utf-8").replace("\r\n", "\n") for path in library.files(*version)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _lock_file(root: Path) -> Path:
    return root / "lock.json"


def _locked(root: Path) -> dict[str, str]:
    path = _lock_file(root)
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found
