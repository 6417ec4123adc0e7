"""Keys of the API: what they may be made for, how one looks, and whether it opens anything."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cairn.access.permissions import Permission
from cairn.kernel.problems import Problem, too_long

PREFIX = "cairn_"
RANDOM = 32  # bytes: a plain hash of so much chance cannot be searched
LONGEST_NAME = 100
DAYS = (1, 730)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a key may be for. `words` is what the manager who makes it reads; `permissions` what its program may do."""

    key: str
    label: str
    words: str
    permissions: frozenset[Permission] = field(default_factory=frozenset)


SCOPES: dict[str, Scope] = {
    scope.key: scope
    for scope in (
        Scope("scales", "Scales", "Reads the scales and scores answers. Sees nobody's record, and keeps no answers."),
        Scope(
            "returns",
            "Returns",
            "Reads the organisation's returns and their figures, and sends them, with rows about people under codes.",
            frozenset({Permission.PREPARE_RETURNS}),
        ),
        Scope(
            "collection",
            "Forms of collections",
            "Reads what the collections that the organisation takes part in ask, and sends forms about people under codes.",
            frozenset({Permission.PREPARE_RETURNS}),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to be made; without `days` it does not run out."""

    name: str
    scopes: Sequence[str]
    days: int | None = None


def new() -> str:
    """A key that nobody can guess."""
    return PREFIX + secrets.token_urlsafe(RANDOM)


def hash_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_live(revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> bool:
    return revoked_at is None and (expires_at is None or now < expires_at)


def permissions_of(scopes: Iterable[str]) -> frozenset[Permission]:
    """All that these scopes allow together; one no longer known allows nothing."""
    return frozenset().union(*(SCOPES[key].permissions for key in scopes if key in SCOPES))


def problems(wanted: NewKey, row: int) -> list[Problem]:
    """What is wrong with a key to be made."""
    found = too_long(wanted.name, LONGEST_NAME, "name", row)
    if not wanted.name.strip():
        fix = "Name the program that will use it."
        found.append(Problem("key.name", "This key has no name.", fix, field="name", row=row))
    if not wanted.scopes or set(wanted.scopes) - set(SCOPES):
        fix = f"Choose from: {', '.join(SCOPES)}."
        found.append(Problem("key.scopes", "This key is for nothing that there is.", fix, field="scopes", row=row))
    if wanted.days is not None and not DAYS[0] <= wanted.days <= DAYS[1]:
        fix = f"Give {DAYS[0]} to {DAYS[1]} days, or leave it blank."
        found.append(Problem("key.days", "A key cannot last so long or so short.", fix, field="days", row=row))
    return found
