"""A folder of definitions: which versions there are, and each read once, when first asked for."""

from collections.abc import Callable
from pathlib import Path

from cairn.definitions.files import load
from cairn.definitions.kinds import KINDS
from cairn.definitions.shapes.base import Definition

Resolver = Callable[[str, str, int | None], Definition | None]
"""(kind, id, version or None for the newest) → a definition made by an organisation, or None."""


class NotDefined(LookupError):
    """Nothing of this kind, id and version is known."""


class Library:
    """Definitions under one folder: `<kind's folder>/<id>/<version>.yaml`, or `<version>/*.yaml` for one in parts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.resolvers: list[Resolver] = []
        self._read: dict[tuple[str, str, int], Definition] = {}
        self._found: dict[str, dict[str, dict[int, tuple[Path, ...]]]] = {}

    def get(self, kind: str, id: str, version: int | None = None) -> Definition:
        """One definition; without a version, the newest published. Raises NotDefined, or DefinitionError if faulty."""
        for number in self._candidates(kind, id, version):
            found = self._load(kind, id, number)
            if version is not None or found.status == "published":
                return found
        for resolver in self.resolvers:
            if (made := resolver(kind, id, version)) is not None:
                return made
        known = ", ".join(self.ids(kind))
        raise NotDefined(f"no {kind} `{id}`{f' of version {version}' if version else ''}; there are: {known}")

    def all(self, kind: str) -> tuple[Definition, ...]:
        """The newest published version of every definition of this kind in the folder, by id."""
        newest = ((id, self._newest(kind, id)) for id in self.ids(kind))
        return tuple(self._load(kind, id, number) for id, number in newest if number is not None)

    def ids(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(self._index(kind)))

    def versions(self, kind: str, id: str) -> tuple[int, ...]:
        """Version numbers, oldest first."""
        return tuple(sorted(self._index(kind).get(id, {})))

    def files(self, kind: str, id: str, version: int) -> tuple[Path, ...]:
        """The file of one version, or the parts of it in order."""
        return self._index(kind)[id][version]

    def _candidates(self, kind: str, id: str, version: int | None) -> tuple[int, ...]:
        known = self.versions(kind, id)
        return known[::-1] if version is None else tuple(number for number in known if number == version)

    def _newest(self, kind: str, id: str) -> int | None:
        newest_first = self.versions(kind, id)[::-1]
        return next((n for n in newest_first if self._load(kind, id, n).status == "published"), None)

    def _load(self, kind: str, id: str, version: int) -> Definition:
        key = (kind, id, version)
        if key not in self._read:
            self._read[key] = load(self.files(kind, id, version), KINDS[kind].shape, id, version)
        return self._read[key]

    def _index(self, kind: str) -> dict[str, dict[int, tuple[Path, ...]]]:
        if kind not in KINDS:
            raise NotDefined(f"no kind `{kind}`; there are: {', '.join(KINDS)}")
        if kind not in self._found:
            self._found[kind] = _scan(self.root / KINDS[kind].folder)
        return self._found[kind]


def _scan(folder: Path) -> dict[str, dict[int, tuple[Path, ...]]]:
    found: dict[str, dict[int, tuple[Path, ...]]] = {}
    for path in sorted(folder.glob("*/*")) if folder.is_dir() else ():
        if path.stem.isdecimal():
            parts = tuple(sorted(path.glob("*.yaml"))) if path.is_dir() else (path,)
            found.setdefault(path.parent.name, {})[int(path.stem)] = parts
    return found
