"""Records as a device hands them over: read with care, because a browser's store can hold anything."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST, LONGEST = 200, 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `kind`: a contact (`record`), a session (`register`), or a form of a page that was open already
    (`form`), whose person and kind of activity stand in its `path`. `said` is what was typed."""

    uid: str
    kind: str
    title: str
    said: Mapping[str, Any]
    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def read(text: str) -> list[Entry]:
    """The entries of a hand-over; what is none of ours is passed over, and stays on the device."""
    try:
        given = json.loads(text)
    except ValueError:
        return []
    found = [_entry(one) for one in given[:MOST]] if isinstance(given, list) else []
    return [one for one in found if one is not None]


def _entry(one: Any) -> Entry | None:
    if not isinstance(one, dict) or one.get("kind") not in ("record", "register", "form"):
        return None
    try:
        uid = str(uuid.UUID(str(one.get("uid"))))
    except ValueError:
        return None
    fields = [pair for pair in one.get("fields") or () if isinstance(pair, list) and len(pair) == 2]
    said = {name: _plain(value) for name, value in one.items() if name not in ("fields", "path", "kind", "uid", "at")}
    pairs = tuple((str(name)[:LONGEST], str(value)[:LONGEST]) for name, value in fields)
    return Entry(uid, one["kind"], str(one.get("title", ""))[:200], said, str(one.get("path", "")), pairs)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [str(each)[:LONGEST] for each in value]
    return str(value)[:LONGEST]


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
