"""What happened with a person, newest first, a page at a time.

Two questions to the database, however long the line: the newest few of every source, then what the visits among them
brought. A page goes on where the last ended (`before`), so that its cost does not grow with what lies behind.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.access.permissions import Permission
from cairn.cases.loading import canonical
from cairn.cases.queries import concerns
from cairn.cases.queries.base import NotFound, visible_to
from cairn.cases.queries.entries import Entry, around, entry
from cairn.cases.queries.sources import KINDS, SOURCES, Source, codes_with
from cairn.kernel.gather import BLANK_DAY, OTHER_BLANK_DAY, Row, blank, day, gather
from cairn.kernel.gather import Asked as Questions
from cairn.people import queries as people

PERSON, LAST, LAST_DAY = blank(1), blank(2), dt.date(9999, 12, 28)
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
    found = _found(by, person, sources, asked)
    placed = [(row["day"], one.rank, row["id"], one, row) for one in sources for row in found[one.what]]
    placed.sort(key=lambda place: place[:3], reverse=True)
    shown = placed[: asked.limit]
    more = around(by, person, [(one, row) for *_, one, row in shown], asked.is_nested)
    entries = tuple(entry(one, row, more) for *_, one, row in shown)
    return Line(entries, entries[-1].key if len(placed) > asked.limit else "")


def _found(by: Actor, client: Any, sources: Sequence[Source], asked: Asked) -> dict[str, list[Row]]:
    """The newest few of every source. The question is put into words once for each way of asking; one for words or an
    episode every time."""
    if asked.text or asked.episode_uid:
        return gather(_questions(by, client.pk, sources, asked, _place(asked.before)))
    place = _place(asked.before)
    stand_in = replace(
        asked, since=BLANK_DAY if asked.since else None, until=OTHER_BLANK_DAY if asked.until else None
    )  # fmt: skip
    shape = ("line", asked.wanted, asked.limit, bool(asked.since), bool(asked.until), place and place.rank)
    there = Place(LAST_DAY, place.rank, LAST) if place else None
    filled = {PERSON: client.pk, BLANK_DAY: asked.since, OTHER_BLANK_DAY: asked.until}
    filled |= {LAST_DAY: place.day, LAST: place.pk} if place else {}
    return once(by, shape, lambda actor: _questions(actor, PERSON, sources, stand_in, there), filled)


def _questions(by: Actor, client: int, sources: Sequence[Source], asked: Asked, place: "Place | None") -> Questions:
    return {
        one.what: (_rows(by, client, one, asked, place), {"id": "pk", "day": one.date, **one.facts}) for one in sources
    }


def _rows(by: Actor, client: int, source: Source, asked: Asked, place: "Place | None") -> "QuerySet[Any]":
    """The newest few of one source, from where the page begins."""
    rows = source.visible(by).filter(source.where, client=client, **{f"{source.date}__isnull": False})
    if source.nested and asked.is_nested:
        rows = rows.filter(activity=None)
    if asked.episode_uid:
        rows = rows.filter(**{_episode(source): canonical(asked.episode_uid) or str(uuid.UUID(int=0))})
    if asked.since:
        rows = rows.filter(**{f"{source.date}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{source.date}__lte": asked.until})
    if place:
        rows = rows.filter(_beyond(source, place))
    for word in asked.text.split():
        rows = rows.filter(_has(source, word))
    return rows.order_by(f"-{source.date}", "-pk")[: asked.limit + 1]


def _episode(source: Source) -> str:
    return "uid" if source.episode == "pk" else f"{source.episode}__uid"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the day, the rank within it, and the row."""

    day: dt.date
    rank: int
    pk: int


def _place(before: str) -> Place | None:
    """The place that a key names; None for none. Raises NotFound for what is no key."""
    if not before:
        return None
    try:
        told, rank, pk = before.split(".")
        found = Place(dt.date.fromisoformat(told), int(rank), int(pk))
    except ValueError:
        raise NotFound("no such place on the line") from None
    if not any(one.rank == found.rank for one in SOURCES) or not 0 < found.pk < blank(0):
        raise NotFound("no such place on the line")
    return found


def _beyond(source: Source, place: Place) -> Q:
    """After this place, in the order newest first."""
    if source.rank > place.rank:
        return Q(**{f"{source.date}__lt": place.day})
    if source.rank < place.rank:
        return Q(**{f"{source.date}__lte": place.day})
    # The second half alone would do; the first lets an index begin where the page does.
    earlier = Q(**{f"{source.date}__lt": place.day}) | Q(pk__lt=place.pk)
    return Q(**{f"{source.date}__lte": place.day}) & earlier


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
    found = once(by, ("choices",), _choices, {PERSON: client.pk})
    rows = tuple(LineEpisode(canonical(row["uid"]), row["service"], day(row["start"])) for row in found["episodes"])
    return rows, by.may(Permission.READ_RESTRICTED) or bool(found["concerns"])


def _choices(by: Actor) -> Questions:
    episodes = visible_to(by).filter(client=PERSON).order_by("-start_date", "-id")
    fields = {"uid": "uid", "service": "service__name", "start": "start_date"}
    own = concerns.readable(by).filter(client=PERSON).order_by()[:1]
    return {"episodes": (episodes, fields), "concerns": (own, {"id": "id"})}
