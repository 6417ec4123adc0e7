"""What happened with a person, newest first, a page at a time.

Two questions to the database, however long the line: the newest few of every source, then what the visits among them
brought. A page goes on where the last ended (`before`), so that its cost does not grow with what lies behind.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.loading import canonical
from cairn.cases.queries import concerns
from cairn.cases.queries.base import NotFound, visible_to
from cairn.cases.queries.entries import Entry, around, entry
from cairn.cases.queries.sources import KINDS, SOURCES, Source, codes_with
from cairn.kernel.gather import day, gather
from cairn.people import queries as people

EVERYTHING = tuple(kind for kind in KINDS if kind != "concern")


@dataclass(frozen=True, slots=True)
class Line:
    """One page of the line, newest first; `older` is where the next page begins, "" where there is none."""

    entries: tuple[Entry, ...]
    older: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the line is wanted. No `kinds`: everything but concerns. `text` is looked for in what was written and in
    the words of what it is about."""

    kinds: Collection[str] = ()
    episode_uid: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""
    before: str = ""
    limit: int = 30

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset(self.kinds) & set(KINDS) or frozenset(EVERYTHING)

    @property
    def is_nested(self) -> bool:
        """Whether what a visit brought stands within it, rather than each by itself."""
        return "visit" in self.wanted and not self.text.strip()


def timeline(by: Actor, client: object, asked: Asked | None = None) -> Line:
    """One page of a person's line. Raises NotFound. The screen logs the read."""
    asked = asked or Asked()
    person = client if hasattr(client, "reference") else people.get(by, client)
    sources = [one for one in SOURCES if one.kind in asked.wanted and (one.episode or not asked.episode_uid)]
    found = gather({one.what: (_rows(by, person, one, asked), {"id": "pk", "day": one.date, **one.facts}) for one in sources})
    placed = [(row["day"], one.rank, row["id"], one, row) for one in sources for row in found[one.what]]
    placed.sort(key=lambda place: place[:3], reverse=True)
    shown = placed[: asked.limit]
    more = around(by, person, [(one, row) for *_, one, row in shown], asked.is_nested)
    entries = tuple(entry(one, row, more) for *_, one, row in shown)
    return Line(entries, entries[-1].key if len(placed) > asked.limit else "")


def _rows(by: Actor, client: Any, source: Source, asked: Asked) -> "QuerySet[Any]":
    """The newest few of one source, from where the page begins."""
    rows = source.visible(by).filter(source.where, client=client, **{f"{source.date}__isnull": False})
    if source.nested and asked.is_nested:
        rows = rows.filter(activity=None)
    if asked.episode_uid:
        rows = rows.filter(**{_episode(source): canonical(asked.episode_uid) or None})
    if asked.since:
        rows = rows.filter(**{f"{source.date}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{source.date}__lte": asked.until})
    if asked.before:
        rows = rows.filter(_beyond(source, asked.before))
    for word in asked.text.split():
        rows = rows.filter(_has(source, word))
    return rows.order_by(f"-{source.date}", "-pk")[: asked.limit + 1]


def _episode(source: Source) -> str:
    return "uid" if source.episode == "pk" else f"{source.episode}__uid"


def _beyond(source: Source, before: str) -> Q:
    """After this place, in the order newest first. Raises NotFound for what is no place."""
    try:
        told, rank, pk = before.split(".")
        when, at, last = dt.date.fromisoformat(told), int(rank), int(pk)
    except ValueError:
        raise NotFound("no such place on the line") from None
    if source.rank > at:
        return Q(**{f"{source.date}__lt": when})
    if source.rank < at:
        return Q(**{f"{source.date}__lte": when})
    # The first half alone would do; the second lets an index begin where the page does.
    return Q(**{f"{source.date}__lte": when}) & (Q(**{f"{source.date}__lt": when}) | Q(pk__lt=last))


def _has(source: Source, word: str) -> Q:
    """Rows that have a word in what was written, or whose codes stand for it."""
    found = Q(pk__in=[])
    for path in source.text:
        found |= Q(**{f"{path}__icontains": word})
    for path, list_id in source.coded.items():
        found |= Q(**{f"{path}__in": codes_with(list_id, word)})
    return found


@dataclass(frozen=True, slots=True)
class LineEpisode:
    """An episode to narrow the line down to."""

    uid: str
    service: str
    start_date: dt.date


def line_choices(by: Actor, client: Any) -> tuple[tuple[LineEpisode, ...], bool]:
    """A person's episodes, newest first, and whether the reader may know of any concern about them (with the permission
    for restricted records always, so that the choice itself tells nothing)."""
    episodes = visible_to(by).filter(client=client).order_by("-start_date", "-id")
    fields = {"uid": "uid", "service": "service__name", "start": "start_date"}
    own = concerns.readable(by).filter(client=client).order_by()[:1]
    found = gather({"episodes": (episodes, fields), "concerns": (own, {"id": "id"})})
    rows = tuple(LineEpisode(canonical(row["uid"]), row["service"], day(row["start"])) for row in found["episodes"])
    return rows, by.may(Permission.READ_RESTRICTED) or bool(found["concerns"])
