"""Every room's extracts, found through the app registry; one that carries what may not leave stops the start."""

import hashlib
import importlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from django.apps import apps

from cairn.access.feed import Changes
from cairn.definitions import registry
from cairn.kernel import canonical
from cairn.kernel.extracts import Column, Elsewhere, Extract
from cairn.kernel.privacy import MART_CLASSES, Privacy

Kind = Literal["own", "shared"]
_NAME: dict[Kind, str] = {"own": "EXTRACTS", "shared": "SHARED_EXTRACTS"}
_OUTSIDE: dict[Kind, str] = {"own": "outside", "shared": "shared_outside"}


class MayNotLeave(RuntimeError):
    """An extract names a field that no mart may hold."""


@cache
def extracts(kind: Kind) -> dict[str, Extract]:
    """The extracts of a kind of mart by table. Raises MayNotLeave."""
    found: dict[str, Extract] = {}
    for module in _modules():
        for extract in getattr(module, _NAME[kind], ()):
            check(extract)
            found[extract.table] = extract
    return found


def check_all() -> None:
    """Look through every extract at the start, so that a field that may not leave never does."""
    for kind in _NAME:
        extracts(kind)


@cache
def fingerprint(kind: Kind) -> str:
    """Changes whenever a rebuild would give other rows for the same records: columns, the code that makes them, the needs
    dictionary behind `need_area`, code lists and their groups, the scales and what frameworks map of them, the engine. A mart
    of another fingerprint is rebuilt, never migrated."""
    needs = registry.all("needs")
    return canonical.sha256(
        {
            "columns": {t: [[c.name, c.type, c.source] for c in e.columns] for t, e in sorted(extracts(kind).items())},
            "code": [hashlib.sha256(path.read_bytes()).hexdigest() for path in _code()],
            "areas": {f"{d.id}/{d.version}/{need.id}": need.area for d in needs for need in d.needs},
            "read": {kind: _files_of(kind) for kind in ("scale", "framework", "codes")},
            "engine": version("duckdb"),
        }
    )


def outside(kind: Kind, organisation_id: int) -> str:
    """A hash of what a mart depends on and its own feed does not tell, because somebody else wrote it: a room's
    `outside(organisation_id)` (or `shared_outside`) beside its extracts gives it, in a query or two."""
    asked = [getattr(module, _OUTSIDE[kind]) for module in _modules() if hasattr(module, _OUTSIDE[kind])]
    return canonical.sha256([ask(organisation_id) for ask in asked])


def brought(organisation_id: int, touched: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Subjects that no event names, because many came in with one thing that it does: a room's `brought` beside its extracts
    says which."""
    asked = [module.brought for module in _modules() if hasattr(module, "brought")]
    return frozenset[str]().union(*(ask(organisation_id, touched) for ask in asked))


def follows(kind: Kind, organisation_id: int) -> frozenset[int]:
    """Other organisations whose deeds change this one's mart, because they write rows that it holds too: a room's
    `follows(organisation_id)` beside its extracts says which."""
    if kind == "shared":  # its rows come only by accepted returns, of which `outside` tells
        return frozenset()
    asked = [module.follows for module in _modules() if hasattr(module, "follows")]
    return frozenset[int]().union(*(ask(organisation_id) for ask in asked)) - {organisation_id}


def followers(organisation_id: int) -> frozenset[int]:
    """The other way round: whose marts follow this one's deeds."""
    asked = [module.followers for module in _modules() if hasattr(module, "followers")]
    return frozenset[int]().union(*(ask(organisation_id) for ask in asked)) - {organisation_id}


@cache
def followed() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The kinds of subjects and the types of deeds that matter in another's feed: `FOLLOWED_KINDS`, `FOLLOWED_TYPES`."""
    kinds = {kind for module in _modules() for kind in getattr(module, "FOLLOWED_KINDS", ())}
    types = {type_ for module in _modules() for type_ in getattr(module, "FOLLOWED_TYPES", ())}
    return tuple(sorted(kinds)), tuple(sorted(types))


def elsewhere(organisation_id: int, whose: int, changes: Changes) -> Elsewhere:
    """What another's deeds did to this one's mart: a room's `elsewhere` beside its extracts says."""
    found = Elsewhere()
    for module in _modules():
        if hasattr(module, "elsewhere"):
            found |= module.elsewhere(organisation_id, whose, changes.subjects, changes.types)
    return found


def check(extract: Extract) -> None:
    """Refuse an extract that names a field which is not there, or whose class may not leave its organisation's records."""
    if not extract.columns or extract.columns[0].name != "subject":
        raise MayNotLeave(f"{extract.table} has no `subject` as its first column")
    for column in extract.columns:
        for source in column.source.split(","):
            _check_source(extract.table, column, source.strip())


def _check_source(table: str, column: Column, source: str) -> None:
    label, _, field = source.rpartition(".")
    field, _, kind = field.rstrip("]").partition("[")
    model = apps.get_model(label)
    privacy = getattr(getattr(model, "Privacy", None), field, None)
    if kind and privacy is Privacy.RESTRICTED and kind in getattr(model, "OPEN_KINDS", ()):
        privacy = Privacy.PERSONAL
    if privacy is None:
        raise MayNotLeave(f"{table}.{column.name} comes from {source}, which is no field with a Privacy class")
    if privacy not in MART_CLASSES:
        raise MayNotLeave(f"{table}.{column.name} comes from {source}, which is {privacy} and may not leave for a mart")


def _rooms() -> tuple[str, ...]:
    return tuple(config.name for config in apps.get_app_configs() if config.name.startswith("cairn."))


@cache
def _modules() -> tuple[Any, ...]:
    return tuple(importlib.import_module(f"{room}.extracts") for room in _rooms() if find_spec(f"{room}.extracts"))


def _files_of(kind: str) -> list[str]:
    """The hash of every file of the definitions of a kind."""
    library = registry.PACKAGE
    named = [(id, number) for id in library.ids(kind) for number in library.versions(kind, id)]
    files = [path for id, number in named for path in library.files(kind, id, number)]
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]


def _code() -> list[Path]:
    """Every file that decides what a row says: extracts, and the rules, scoring and mappings that they call."""
    rooms = [Path(apps.get_app_config(room.rpartition(".")[2]).path) for room in _rooms()]
    patterns = ("extracts.py", "extracts/*.py", "rules.py", "scoring/*.py", "mapping.py")
    return sorted(path for room in rooms for pattern in patterns for path in room.glob(pattern))
