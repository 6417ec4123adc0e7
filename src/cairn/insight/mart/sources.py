"""Reading marts: one connection over the files of one or several organisations, as views of base without the changed,
with the delta.

Connections are kept for the thread, by the inodes of their files: a file never changes once it is there.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from cairn.insight.gather import Kind, extracts
from cairn.insight.mart import files
from cairn.insight.mart.files import Manifest

KEPT = 12
_local = threading.local()


class NoMart(LookupError):
    """There is no mart to read: refresh it first."""


@dataclass(frozen=True, slots=True)
class Source:
    """The mart of one organisation; with `contracts`, only the rows that one of them pays for on some day."""

    organisation_uid: str
    contracts: tuple[str, ...] = ()


def connect(sources: Sequence[Source], kind: Kind = "own") -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table over all these sources. Raises NoMart. Not to be shared between threads."""
    for _ in range(5):  # a writer may remove a file between the reading of its name and the opening
        try:
            return _connect(tuple(sources), kind)
        except (FileNotFoundError, duckdb.IOException):
            continue
    return _connect(tuple(sources), kind)


def _connect(sources: tuple[Source, ...], kind: Kind) -> duckdb.DuckDBPyConnection:
    found = [(source, files.folder(source.organisation_uid, kind)) for source in sources]
    manifests = [(source, place, _manifest(place)) for source, place in found]
    key = (kind, tuple((s.contracts, _inodes(place, manifest)) for s, place, manifest in manifests))
    kept: OrderedDict[Any, duckdb.DuckDBPyConnection] = _local.__dict__.setdefault("kept", OrderedDict())
    _let_go_of_removed(kept)
    if key not in kept:
        kept[key] = _open(manifests, kind)
        while len(kept) > KEPT:
            kept.popitem(last=False)[1].close()
    kept.move_to_end(key)
    return kept[key]


def _let_go_of_removed(kept: "OrderedDict[Any, duckdb.DuckDBPyConnection]") -> None:
    """A file that was removed lives on while it is open: an erased person would be in it still."""
    for key in [key for key in kept if not all(os.path.exists(name) for _, files_ in key[1] for name, _ in files_)]:
        kept.pop(key).close()


def name_of(connection: duckdb.DuckDBPyConnection) -> Hashable | None:
    """What one of this thread's connections reads: files by name and inode, which never change, held to contracts. The
    same name says the same rows in every thread. None for one that was let go of."""
    kept: OrderedDict[Any, duckdb.DuckDBPyConnection] = _local.__dict__.get("kept", OrderedDict())
    return next((name for name, mine in kept.items() if mine is connection), None)


def close_all() -> None:
    """Let go of this thread's connections, so that removed files give back their space."""
    for connection in _local.__dict__.pop("kept", {}).values():
        connection.close()


def _manifest(place: Path) -> Manifest:
    if (manifest := files.read(place)) is None:
        raise NoMart(place.name)
    return manifest


def _inodes(place: Path, manifest: Manifest) -> tuple[tuple[str, int], ...]:
    names = (manifest.base, manifest.delta) if manifest.delta else (manifest.base,)
    return tuple((str(place / name), os.stat(place / name).st_ino) for name in names)


def _open(manifests: list[tuple[Source, Path, Manifest]], kind: Kind) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    parts: dict[str, list[str]] = {table: [] for table in extracts(kind)}
    for number, (source, place, manifest) in enumerate(manifests):
        _attach(connection, f"base{number}", place / manifest.base)
        if manifest.delta:
            _attach(connection, f"delta{number}", place / manifest.delta)
        for table, selects in parts.items():
            selects.append(_select(table, number, bool(manifest.delta), source.contracts, _spans(kind, table)))
    for table, selects in parts.items():
        connection.execute(f"CREATE VIEW {table} AS {' UNION ALL BY NAME '.join(selects)}")
    return connection


def _attach(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    if not path.exists():
        raise FileNotFoundError(path.name)
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")


def _spans(kind: Kind, table: str) -> bool:
    return any(column.name == "contract_spans" for column in extracts(kind)[table].columns)


def _select(table: str, number: int, has_delta: bool, contracts: tuple[str, ...], has_spans: bool) -> str:
    base, delta = f"base{number}", f"delta{number}"
    rows = f"SELECT * FROM {base}.{table}"
    if has_delta:
        rows += f" AS old WHERE NOT EXISTS (SELECT 1 FROM {delta}.changed AS new WHERE new.subject = old.subject)"
        rows += f" UNION ALL BY NAME SELECT * FROM {delta}.{table}"
    if not contracts:
        return f"SELECT * FROM ({rows})"
    return f"SELECT * FROM ({rows}) WHERE {' OR '.join(_paid_by(contract, has_spans) for contract in contracts)}"


def _paid_by(contract: str, has_spans: bool) -> str:
    if not all(letter.isalnum() or letter == "-" for letter in contract):
        raise ValueError("a contract is named by its uid")
    paid = f"list_contains(contracts, '{contract}')"
    if has_spans:
        paid += f" OR len(list_filter(contract_spans, lambda span: starts_with(span, '{contract} '))) > 0"
    return paid
