"""Following others: what their deeds did to a mart that holds rows of theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from cairn.access import feed
from cairn.insight import gather
from cairn.insight.gather import Kind, extracts
from cairn.insight.mart.files import Manifest
from cairn.insight.mart.sources import Source, connect
from cairn.kernel.extracts import Elsewhere


@dataclass(frozen=True, slots=True)
class Followed:
    """Subjects that others changed, and the place now reached with each of them. `erased`: some may not stay in a file."""

    others: dict[str, int]
    subjects: frozenset[str] = frozenset()
    erased: bool = False


def heads(organisation_id: int, kind: Kind) -> tuple[int, dict[str, int]]:
    """How far one's own feed has come, and that of each other that has done anything, by its number."""
    found = feed.heads({organisation_id, *gather.follows(kind, organisation_id)})
    own = found.pop(organisation_id, 0)
    return own, {str(other): seq for other, seq in found.items()}


def changed(organisation_id: int, uid: str, kind: Kind, manifest: Manifest) -> Followed:
    """What the others did since. One that was not followed before is read from its first deed."""
    others = heads(organisation_id, kind)[1]
    behind = {int(other): manifest.others.get(other, 0) for other, seq in others.items()
              if manifest.others.get(other) != seq}  # fmt: skip
    if not behind:
        return Followed(others)
    found = Elsewhere()
    for other, told in feed.of_others(behind, *gather.followed()).items():
        others[str(other)] = told.upto
        if told.subjects or told.types:
            found |= gather.elsewhere(organisation_id, other, told)
    still = _held(uid, kind, found.gone)
    return Followed(others, found.changed | still, bool(still & found.erased))


def _held(uid: str, kind: Kind, subjects: Iterable[str]) -> frozenset[str]:
    """Those of these subjects of which the mart has rows."""
    if not (wanted := sorted(subjects)):
        return frozenset()
    mart = connect([Source(uid)], kind)
    mart.register("wanted", pa.table({"subject": pa.array(wanted, pa.string())}))
    try:
        return frozenset(one for table in extracts(kind) for one in _in(mart, table))
    finally:
        mart.unregister("wanted")


def _in(mart: duckdb.DuckDBPyConnection, table: str) -> Iterable[str]:
    rows = mart.execute(f"SELECT DISTINCT subject FROM {table} SEMI JOIN wanted USING (subject)").fetchall()
    return (subject for (subject,) in rows)
