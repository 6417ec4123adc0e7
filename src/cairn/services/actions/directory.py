"""Keep the directory of other services: added, changed, made sure of, closed; and brought in from a file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services import directory, rules_directory
from cairn.services.models import DirectoryEntry
from cairn.services.rules_directory import EntryFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry(EntryFacts):
    """An entry to add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A service as a file has it, to be written: what is to stand, and the whole record as it came. `entry_uid` names the
    entry that it changes; None for a new one."""

    facts: EntryFacts
    outside_id: str
    original: dict[str, Any] = field(default_factory=dict)
    entry_uid: str | None = None
    version: int | None = None


FIELDS = tuple(one.name for one in fields(EntryFacts))


def needs() -> frozenset[str]:
    """Every id of the needs dictionary."""
    return frozenset(need.id for need in registry.get("needs").needs)


def add(*, by: Actor, entries: Sequence[NewEntry]) -> Done[DirectoryEntry]:
    """Add entries, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.RECORD)
    new = [rules_directory.tidied(one) for one in entries]
    refuse_if([problem for row, one in enumerate(new) for problem in problems_of(by, one, row, new[:row])])
    rows = [DirectoryEntry(organisation_id=by.organisation_id, **_values(one)) for one in new]
    with deed("services.directory_added", by=by) as this:
        this.create_many(rows)
    return Done(tuple(rows), (), this.uid)


def change(*, by: Actor, entry_uid: object, version: int | None = None, **changes: Any) -> Done[DirectoryEntry]:
    """Change what is said of an entry (fields of `NewEntry`): closing it and opening it again among them. Raises Refused,
    Conflict and NotFound."""
    by.require(Permission.RECORD)
    if unknown := set(changes) - set(FIELDS):
        raise TypeError(f"not said of an entry: {', '.join(sorted(unknown))}")
    row = directory.get(by, entry_uid)
    after = rules_directory.tidied(replace(directory.facts_of(row), **changes))
    refuse_if(problems_of(by, after, but=row.pk))
    if version is not None:
        row.version = version
    with deed("services.directory_changed", by=by) as this:
        this.update(row, **_values(after))
    return Done((row,), (), this.uid)


def problems_of(
    by: Actor, facts: EntryFacts, row: int | None = None, earlier: Sequence[EntryFacts] = (), *, but: int = 0
) -> list[Problem]:
    """Everything wrong with an entry that is to stand beside those there; `but` is the one that it replaces."""
    found = rules_directory.entry_problems(facts, needs(), clock.today(), row)
    like = directory.visible_to(by).filter(name__iexact=facts.name).exclude(pk=but)
    taken = [directory.facts_of(one).key for one in like.defer("original")] + [one.key for one in earlier]
    return found + ([rules_directory.again(row)] if facts.name and facts.key in taken else [])


def bring_in(*, by: Actor, brought: Sequence[Brought], close: Sequence[str] = ()) -> Done[DirectoryEntry]:
    """Write what a file has, as one deed: new entries, changed ones, and those to close because the file has them no more
    (uids). Raises Refused, Conflict, NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    today = clock.today()
    clean = [replace(one, facts=rules_directory.tidied(one.facts)) for one in brought]
    known = needs()
    refuse_if([p for at, one in enumerate(clean) for p in rules_directory.entry_problems(one.facts, known, today, at)])
    rows = _rows(by, [one.entry_uid for one in clean if one.entry_uid] + list(close))
    with deed("services.directory_brought_in", by=by) as this:
        made = this.create_many(
            DirectoryEntry(
                organisation_id=by.organisation_id,
                outside_id=one.outside_id,
                original=one.original,
                **_values(one.facts),
            )
            for one in clean
            if one.entry_uid is None
        )
        for one in clean:
            if one.entry_uid is not None:
                row = rows[one.entry_uid]
                row.version = row.version if one.version is None else one.version
                this.update(row, outside_id=one.outside_id, original=one.original, **_values(one.facts))
        closed = [this.update(rows[uid], is_open=False) for uid in close]
    return Done((*made, *rows.values()), (), this.uid if made or rows or closed else "")


def _rows(by: Actor, uids: Sequence[str]) -> dict[str, Any]:
    found = directory.queries.by_uids(directory.visible_to(by), uids)
    return {str(row.uid): row for row in found}


def _values(facts: EntryFacts) -> dict[str, Any]:
    """What is said of an entry, as its row holds it."""
    return {**asdict(facts), "needs": list(facts.needs), "checked_date": facts.checked_date or clock.today()}
