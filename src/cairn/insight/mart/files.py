"""Where marts lie. A mart is a folder: a manifest that points at one immutable base and perhaps one immutable delta.

The one place of `insight` that reads a setting: the data directory is chosen before the program starts and asked for deep
inside a reading, where nobody could pass it in.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings  # noqa: TID251  # see above

from cairn.insight.gather import Kind

try:
    import fcntl
except ImportError:  # Windows: one process serves, so nobody else writes
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a mart is made of. `seq` is the place in the feed it has reached, `outside` a hash of what it depends on that
    the feed does not tell, `rows` the rows of each table as read, `changed` how many subjects the delta replaces. `others`:
    the place reached in the feed of each other organisation that it follows, by its number."""

    seq: int
    fingerprint: str
    outside: str
    base: str
    delta: str
    built_at: str
    rows: dict[str, int]
    changed: int = 0
    others: dict[str, int] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.built_at)


def root() -> Path:
    return Path(settings.DATA_DIR) / "marts"


def folder(organisation_uid: str, kind: Kind) -> Path:
    return root() / kind / organisation_uid


def read(place: Path) -> Manifest | None:
    """The manifest of a mart; None when there is none, or one that an older program wrote."""
    try:
        return Manifest(**json.loads((place / MANIFEST).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def new_file(place: Path, what: str) -> Path:
    """A name nobody has used: files are never written again once they are pointed at."""
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{what}-{secrets.token_hex(8)}.duckdb"


def point(place: Path, manifest: Manifest) -> None:
    """Make this the mart, at once for every new reader, and remove what nobody points at any more. Hold the lock."""
    new = place / f"{MANIFEST}.{secrets.token_hex(4)}"
    new.write_text(json.dumps(asdict(manifest), sort_keys=True))
    os.replace(new, place / MANIFEST)
    keep = {MANIFEST, manifest.base, manifest.delta, "lock"}
    for path in place.iterdir():
        if path.name not in keep:
            path.unlink(missing_ok=True)


def forget(place: Path) -> None:
    """Remove a mart altogether; the next refresh builds it anew."""
    for path in place.iterdir() if place.is_dir() else ():
        path.unlink(missing_ok=True)


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """One writer of a mart at a time, over all processes. Readers never wait."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as handle:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
