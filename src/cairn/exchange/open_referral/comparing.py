"""What a file would change: each of its services beside the entry that it became before. Nothing is written here.

What somebody said here is never lost: of each field, what the file had when it last came is compared with what it has now
and with what stands; a field that was changed here stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.exchange.open_referral import mapping, reading
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.services import directory, rules_directory
from cairn.services.actions import directory as actions
from cairn.services.actions.directory import Brought
from cairn.services.rules_directory import NEVER, EntryFacts


@dataclass(frozen=True, slots=True)
class Compared:
    """A service of the file: `what` is "new", "changed", "unchanged" or "closed"; `fields` those that change; `kept` those
    that the file says otherwise but that were changed here."""

    name: str
    provider_name: str
    what: str
    brought: Brought
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`missing`: (uid, name) of open entries that came from a file before and are not in this one."""

    rows: tuple[Compared, ...]
    problems: tuple[Problem, ...]
    missing: tuple[tuple[str, str], ...]
    received: int
    is_page: bool
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, what: str) -> tuple[Compared, ...]:
        return tuple(row for row in self.rows if row.what == what)

    @property
    def to_write(self) -> list[Brought]:
        return [row.brought for row in self.rows if row.what != "unchanged"]

    @property
    def wrong(self) -> int:
        """How many services of the file have an error, and so stay out."""
        return len({problem.row for problem in self.problems})


NAMES = tuple(one.name for one in fields(EntryFacts))
EMPTY = EntryFacts(name="", checked_date=NEVER)


def compare(by: Actor, data: bytes) -> Comparison:
    """Read a file and lay it beside the directory. Raises Refused for a file that is none."""
    found = reading.read(data)
    stands = list(directory.visible_to(by).order_by("pk"))
    theirs = {row.outside_id: row for row in stands if row.outside_id}
    own = {directory.facts_of(row).key: row for row in stands if not row.outside_id}
    rows: list[Compared] = []
    wrong: list[Problem] = []
    seen: set[str] = set()
    known, today = actions.needs(), clock.today()
    for at, (place, record) in enumerate(zip(found.places, found.records, strict=True)):
        problems, facts = _read(record, place, at, seen, known, today)
        if facts is None or problems:
            wrong += problems
            continue
        outside_id = str(record["id"]).strip()
        row = theirs.get(outside_id) or own.pop(facts.key, None)
        rows.append(_beside(facts, record, outside_id, row))
    return Comparison(
        rows=tuple(rows), problems=tuple(wrong), missing=_missing(theirs, seen), received=len(found.records),
        is_page=found.is_page,
        counts={what: sum(row.what == what for row in rows) for what in ("new", "changed", "unchanged", "closed")},
    )  # fmt: skip


def _read(
    record: Any, place: str, at: int, seen: set[str], known: frozenset[str], today: date
) -> tuple[list[Problem], EntryFacts | None]:
    problems = reading.problems_of(record, place, at)
    uid = str(record.get("id", "")).strip() if isinstance(record, dict) else ""
    if uid and uid in seen:
        fix = "Each service stands once in a file."
        problems.append(
            Problem("service.id.twice", "This id came before in the file.", fix, row=at, cell=f"{place}.id")
        )
    seen.add(uid)
    if problems:
        return problems, None
    facts = rules_directory.tidied(mapping.facts(record))
    wrong = rules_directory.entry_problems(facts, known, today, at)
    return [replace(one, cell=f"{place}.{PATHS.get(one.field, one.field)}") for one in wrong], facts


PATHS = {"checked_date": "assured_date", "provider_name": "organization.name"}


def _beside(file: EntryFacts, record: dict[str, Any], outside_id: str, row: Any) -> Compared:
    if row is None:
        return Compared(
            file.name, file.provider_name, "new", Brought(facts=file, outside_id=outside_id, original=record)
        )
    now = directory.facts_of(row)
    was = rules_directory.tidied(mapping.facts(row.original)) if row.original else EMPTY
    after, kept = _merged(now, was, file)
    changed = tuple(name for name in NAMES if getattr(after, name) != getattr(now, name))
    brought = Brought(facts=after, outside_id=outside_id, original=record, entry_uid=str(row.uid), version=row.version)
    same = not changed and row.original == record and row.outside_id == outside_id
    what = "unchanged" if same else "closed" if now.is_open and not after.is_open else "changed"
    return Compared(after.name, after.provider_name, what, brought, changed, kept)


def _merged(now: EntryFacts, was: EntryFacts, file: EntryFacts) -> tuple[EntryFacts, tuple[str, ...]]:
    """Of each field: what the file says now, unless somebody here said something else since it last came."""
    said: dict[str, Any] = {}
    kept = []
    for name in NAMES:
        if name == "checked_date":
            said[name] = max(now.checked_date or NEVER, file.checked_date or NEVER)
        elif getattr(now, name) == getattr(was, name) or getattr(now, name) in ("", ()):
            said[name] = getattr(file, name)
        else:
            said[name] = getattr(now, name)
            if getattr(file, name) not in (getattr(was, name), getattr(now, name)):
                kept.append(name)
    return EntryFacts(**said), tuple(kept)


def _missing(theirs: dict[str, Any], seen: set[str]) -> tuple[tuple[str, str], ...]:
    gone = [row for uid, row in theirs.items() if uid not in seen and row.is_open]
    return tuple((str(row.uid), row.name) for row in gone)


def agree(by: Actor, comparison: Comparison, *, close_missing: bool = False) -> Any:
    """Write what a comparison says: services with an error stay out. One deed, one undo. Raises Refused, Conflict."""
    close = [uid for uid, _ in comparison.missing] if close_missing else []
    if not comparison.to_write and not close:
        message = "Nothing of this file is to be written."
        raise Refused(
            [Problem("file.nothing", message, "All that it says stands there, or has an error.", field="file")]
        )
    return actions.bring_in(by=by, brought=comparison.to_write, close=close)


def exported(by: Actor, asked: directory.Asked) -> list[dict[str, Any]]:
    """The directory as services of Open Referral UK, by name."""
    wanted: Sequence[str] = [one.uid for one in directory.fitting(by, asked)]
    rows = {str(row.uid): row for row in directory.visible_to(by)}
    return [
        mapping.record(uid, directory.facts_of(rows[uid]), rows[uid].outside_id, rows[uid].original) for uid in wanted
    ]
