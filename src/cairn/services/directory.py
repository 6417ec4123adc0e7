"""The directory of other services as an actor may see it: every member may know of it; what came of telling people of
them is asked in `cases`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.services import queries
from cairn.services.models import DirectoryEntry
from cairn.services.rules_directory import NEVER, EntryFacts, is_stale

FIELDS = (
    "name", "provider_name", "description", "phone", "email", "url", "address", "postcode", "who_for", "cost", "checked_date",
    "is_open",
)  # fmt: skip
MOST = 20_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry. `checked_date` is None where nobody knows when it was checked; `is_stale`: not for a year."""

    uid: str
    version: int
    name: str
    provider_name: str
    description: str
    phone: str
    email: str
    url: str
    address: str
    postcode: str
    who_for: str
    cost: str
    needs: tuple[str, ...]
    checked_date: date | None
    is_stale: bool
    is_open: bool
    came: bool

    @property
    def called(self) -> str:
        """The service, and who runs it where that is another word."""
        return self.name if self.provider_name in ("", self.name) else f"{self.name}, {self.provider_name}"

    @property
    def need_labels(self) -> tuple[str, ...]:
        labels = {need.id: need.label for need in registry.get("needs").needs}
        return tuple(labels.get(need, need) for need in self.needs)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for; `state` is "open", "closed" or "" for both; `stale`: only what nobody checked for a year."""

    text: str = ""
    need: str = ""
    state: str = "open"
    stale: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.need or self.stale or self.state != "open")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list. `ever`: whether the directory holds anything at all; `stale`: open ones to check."""

    rows: tuple[EntryView, ...]
    total: int
    page: int
    pages: int
    ever: int
    stale: int


def visible_to(by: Actor) -> "QuerySet[DirectoryEntry]":
    return DirectoryEntry.objects.filter(organisation_id=by.organisation_id)


def get(by: Actor, uid: object) -> DirectoryEntry:
    """One entry. Raises NotFound."""
    return queries.by_uids(visible_to(by), [uid])[0]


def entry(by: Actor, uid: object) -> EntryView:
    """One entry, to be read. Raises NotFound."""
    return view(get(by, uid), clock.today())


def listed(by: Actor, asked: Asked, page: int = 1) -> Listed:
    """Entries by name, a page at a time."""
    found = fitting(by, asked)
    page = min(max(page, 1), max(1, -(-len(found) // PAGE)))
    today = clock.today()
    opened = visible_to(by).filter(is_open=True)
    return Listed(
        rows=tuple(found[(page - 1) * PAGE : page * PAGE]), total=len(found), page=page, pages=-(-len(found) // PAGE),
        ever=visible_to(by).count(), stale=sum(is_stale(day, today) for day in opened.values_list("checked_date", flat=True)),
    )  # fmt: skip


def fitting(by: Actor, asked: Asked) -> list[EntryView]:
    """All that fit, by name. Each word must stand somewhere in what is said of the service."""
    rows = visible_to(by)
    if asked.state:
        rows = rows.filter(is_open=asked.state == "open")
    for word in asked.text.split()[:8]:
        rows = rows.filter(_says(word))
    today = clock.today()
    found = [view(row, today) for row in rows.defer("original").order_by("name", "pk")[:MOST]]
    if asked.need:
        found = [one for one in found if asked.need in one.needs]
    return [one for one in found if one.is_stale] if asked.stale else found


def _says(word: str) -> Q:
    said = Q()
    for field in ("name", "provider_name", "description", "who_for", "address", "postcode"):
        said |= Q(**{f"{field}__icontains": word})
    return said


def offered(by: Actor, need: str = "", text: str = "") -> list[EntryView]:
    """What people may be told of: open entries, those for this need first, then by name."""
    return sorted(fitting(by, Asked(text=text)), key=lambda one: need not in one.needs if need else False)


def view(row: Any, today: date) -> EntryView:
    same = {name: getattr(row, name) for name in FIELDS if name != "checked_date"}
    return EntryView(
        uid=str(row.uid), version=row.version, needs=tuple(row.needs), came=bool(row.outside_id),
        checked_date=None if row.checked_date == NEVER else row.checked_date,
        is_stale=is_stale(row.checked_date, today), **same,
    )  # fmt: skip


def facts_of(row: Any) -> EntryFacts:
    return EntryFacts(**{name: getattr(row, name) for name in FIELDS}, needs=tuple(row.needs))
