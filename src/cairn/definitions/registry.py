"""The one registry: (kind, id, version) → a frozen dataclass. Read when first asked for, then kept for the process."""

from pathlib import Path
from typing import Literal, overload

from cairn.definitions.kinds import KindName
from cairn.definitions.library import Library, NotDefined, Resolver
from cairn.definitions.shapes.base import Definition
from cairn.definitions.shapes.checklist import Checklist
from cairn.definitions.shapes.codes import CodeList
from cairn.definitions.shapes.crosswalk import Crosswalk
from cairn.definitions.shapes.form import CollectionForm
from cairn.definitions.shapes.framework import Framework
from cairn.definitions.shapes.ladder import Ladder
from cairn.definitions.shapes.measure import Measure
from cairn.definitions.shapes.needs import NeedsDictionary
from cairn.definitions.shapes.scale import Scale
from cairn.definitions.shapes.starter import Starter
from cairn.definitions.shapes.upkeep import QualityRule, Retention

PACKAGE = Library(Path(__file__).parent / "data")


@overload
def get(kind: Literal["codes"], id: str, version: int | None = None) -> CodeList: ...
@overload
def get(kind: Literal["needs"], id: str = "common", version: int | None = None) -> NeedsDictionary: ...
@overload
def get(kind: Literal["framework"], id: str, version: int | None = None) -> Framework: ...
@overload
def get(kind: Literal["scale"], id: str, version: int | None = None) -> Scale: ...
@overload
def get(kind: Literal["measure"], id: str, version: int | None = None) -> Measure: ...
@overload
def get(kind: Literal["ladder"], id: str, version: int | None = None) -> Ladder: ...
@overload
def get(kind: Literal["starter"], id: str, version: int | None = None) -> Starter: ...
@overload
def get(kind: Literal["retention"], id: str, version: int | None = None) -> Retention: ...
@overload
def get(kind: Literal["rule"], id: str, version: int | None = None) -> QualityRule: ...
@overload
def get(kind: Literal["checklist"], id: str, version: int | None = None) -> Checklist: ...
@overload
def get(kind: Literal["form"], id: str, version: int | None = None) -> CollectionForm: ...
@overload
def get(kind: Literal["crosswalk"], id: str, version: int | None = None) -> Crosswalk: ...
@overload
def get(kind: Literal["form_measure"], id: str, version: int | None = None) -> Measure: ...
def get(kind: KindName, id: str = "common", version: int | None = None) -> Definition:
    """One definition; without a version, the newest published. Raises NotDefined (a LookupError)."""
    return PACKAGE.get(kind, id, version)


@overload
def all(kind: Literal["codes"]) -> tuple[CodeList, ...]: ...
@overload
def all(kind: Literal["needs"]) -> tuple[NeedsDictionary, ...]: ...
@overload
def all(kind: Literal["framework"]) -> tuple[Framework, ...]: ...
@overload
def all(kind: Literal["scale"]) -> tuple[Scale, ...]: ...
@overload
def all(kind: Literal["measure"]) -> tuple[Measure, ...]: ...
@overload
def all(kind: Literal["ladder"]) -> tuple[Ladder, ...]: ...
@overload
def all(kind: Literal["starter"]) -> tuple[Starter, ...]: ...
@overload
def all(kind: Literal["retention"]) -> tuple[Retention, ...]: ...
@overload
def all(kind: Literal["rule"]) -> tuple[QualityRule, ...]: ...
@overload
def all(kind: Literal["form"]) -> tuple[CollectionForm, ...]: ...
@overload
def all(kind: Literal["crosswalk"]) -> tuple[Crosswalk, ...]: ...
@overload
def all(kind: Literal["form_measure"]) -> tuple[Measure, ...]: ...
def all(kind: KindName) -> tuple[Definition, ...]:
    """The newest published version of every definition that the package ships of this kind, by id."""
    return PACKAGE.all(kind)


def resolve_with(resolver: Resolver) -> None:
    """Let rows that organisations made be found by `get` too, after the package's own. Called once, by a room above."""
    PACKAGE.resolvers.append(resolver)


__all__ = ["PACKAGE", "NotDefined", "all", "get", "resolve_with"]
