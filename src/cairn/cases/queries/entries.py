"""One thing on the line of a person's life: the row that was read, with the words that it stands for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.cases import models, rules
from cairn.cases.loading import canonical, outcome_refs
from cairn.cases.queries.base import visible_to, workers
from cairn.cases.queries.readings import band_of
from cairn.cases.queries.sources import SOURCES, Source
from cairn.definitions import registry
from cairn.kernel.gather import Asked, Row, blank, nested

PERSON = blank(1)
MOST = 200
"""So many of one kind are read of what the visits of one page brought; a visit with more than that has not been seen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `what` is the source's name, `name` the words of what it is about, `state` a code,
    `words` what somebody wrote, `value` (to `decimals`), `band` and `change` a reading's. `people` were at the visit;
    `brought` is what came of it. `later`: added after the event. `key` is its place on the line."""

    key: str
    entry_date: dt.date
    what: str
    kind: str
    name: str = ""
    state: str = ""
    code: str = ""
    words: str = ""
    worker: str = ""
    to: str = ""
    uid: str = ""
    minutes: int = 0
    people: int = 0
    value: float | None = None
    decimals: int = 0
    band: str = ""
    change: float | None = None
    later: bool = False
    restricted: bool = False
    reached: bool = True
    brought: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the entries of one page need besides themselves."""

    names: Mapping[str, str]
    also: Mapping[int, Sequence[str]]
    brought: Mapping[int, Sequence[tuple[Source, Row]]]
    people: Mapping[int, int]
    readings: Mapping[tuple[int, str, int, str], Sequence[rules.Reading]]
    starts: Mapping[int, tuple[dt.date, int]]


def around(by: Actor, client: Any, shown: Sequence[tuple[Source, Row]], within: bool) -> Around:
    at = [row["activity"] for one, row in shown if one.what == "visit"]
    readings = {row["episode"] for one, row in shown if one.what == "reading"}
    found = _found(by, client.pk, at, sorted(readings), within)
    brought: dict[int, list[tuple[Source, Row]]] = defaultdict(list)
    for one in SOURCES:
        for row in found.get(one.what, ()) if one.nested else ():
            brought[row["activity"]].append((one, row))
    rows = [row for _, row in shown] + [row for came in brought.values() for _, row in came]
    taken: dict[tuple[int, str, int, str], list[rules.Reading]] = defaultdict(list)
    for row in found.get("taken", ()):
        if (value := _value(row)) is not None:
            key = (row["episode"], row["scale"], row["version"], row["rater"])
            taken[key].append(rules.Reading(str(row["id"]), dt.date.fromisoformat(row["day"]), value))
    also: dict[int, list[str]] = defaultdict(list)
    for row in found.get("also", ()):
        also[row["activity"]].append(row["worker"])
    return Around(
        names=workers(
            {row.get(key) or "" for row in rows for key in ("worker", "to")}
            | {row["worker"] for row in found.get("also", ())}
        ),
        also=also,
        brought=brought,
        people={row["activity"]: row["n"] for row in found.get("people", ())},
        readings=taken,
        starts={row["episode"]: (dt.date.fromisoformat(row["start"]), row["days"]) for row in found.get("taken", ())},
    )


def _found(by: Actor, client: int, at: Sequence[int], readings: Sequence[int], within: bool) -> dict[str, list[Row]]:
    """What the visits brought, and what the readings are held against: in one question, where there is any of either."""
    if not at and not readings:
        return {}
    visits = {blank(10 + n): pk for n, pk in enumerate(at)}
    episodes = {blank(1000 + n): pk for n, pk in enumerate(readings)}

    def ask(actor: Actor) -> Asked:
        return {
            **(_of_visits(actor, PERSON, list(visits), within) if visits else {}),
            **(_of_readings(actor, PERSON, list(episodes)) if episodes else {}),
        }

    shape = ("brought", len(visits), len(episodes), within)
    return once(by, shape, ask, {PERSON: client, **visits, **episodes})


def _of_visits(by: Actor, client: int, at: Sequence[int], within: bool) -> Asked:
    """How many were there; and what each brought, where it is shown within."""
    there = visible_to(by, models.Attendance).filter(activity_id__in=at).order_by().values("activity_id")
    asked: dict[str, tuple[Any, Mapping[str, Any]]] = {
        "people": (there.annotate(n=Count("id")), {"activity": "activity_id", "n": "n"}),
        "also": (
            visible_to(by, models.AlsoThere).filter(activity_id__in=at).order_by("id"),
            {"activity": "activity_id", "worker": "worker_uid"},
        ),
    }
    for one in SOURCES:
        if one.nested and within:
            rows = one.visible(by).filter(client=client, activity_id__in=at).order_by("pk")[:MOST]
            asked[one.what] = (rows, {"id": "pk", "day": one.date, "activity": "activity_id", **one.facts})
    return asked


def _of_readings(by: Actor, client: int, episode_ids: Sequence[int]) -> Asked:
    """The readings that those shown are held against: the earliest of their episodes."""
    rows = visible_to(by, models.Assessment).filter(client=client, episode_id__in=episode_ids)
    fields = {"id": "pk", "day": "assessed_date", "episode": "episode_id", "scale": "scale", "version": "scale_version",
              "rater": "rater", "total": "total", "metric": "metric", "start": "episode__start_date",
              "days": "episode__service__baseline_days"}  # fmt: skip
    return {"taken": (rows.order_by("assessed_date", "pk")[:MOST], fields)}


def _value(row: Row) -> float | None:
    scale = registry.get("scale", row["scale"], row["version"])
    value = row["metric"] if scale.headline == "metric" else row["total"]
    return None if value is None else float(value)


def entry(source: Source, row: Row, more: Around) -> Entry:
    brought = more.brought.get(row.get("activity", 0), ()) if source.what == "visit" else ()
    said = {
        "name": row.get("name") or "",
        "state": row.get("state") or "",
        "code": row.get("code") or "",
        "words": row.get("words") or "",
        "worker": _workers(source, row, more),
        "to": more.names.get(row.get("to") or "", ""),
        "uid": canonical(row["uid"]) if row.get("uid") else "",
        "minutes": row.get("minutes") or 0,
        "later": bool(row.get("later")),
        "restricted": bool(row.get("restricted")),
        "reached": bool(row.get("reached", True)),
        "people": more.people.get(row.get("activity", 0), 0),
        "brought": tuple(entry(one, each, more) for one, each in brought),
    }
    key = f"{row['day']}.{source.rank}.{row['id']}"
    return Entry(
        key, dt.date.fromisoformat(row["day"]), source.what, source.kind, **{**said, **_named(source, row, more)}
    )


def _workers(source: Source, row: Row, more: Around) -> str:
    """Whoever did it; of a visit, everybody who was there for the person."""
    uids = [row.get("worker") or "", *(more.also.get(row["activity"], ()) if source.what == "visit" else ())]
    return " and ".join(name for uid in uids if (name := more.names.get(uid, "")))


def _named(source: Source, row: Row, more: Around) -> dict[str, Any]:
    """What the definitions say of the codes of an entry."""
    if source.what in ("outcome", "set_aside", "taken_up"):
        known = outcome_refs([row["framework"]]).get(row["framework"], {})
        return {"name": known.get(row["code"], row["code"])}
    if source.what == "signposted":
        return {"to": _need_label(row["code"]) if row["code"] else ""}
    if source.kind == "need" and row.get("code"):
        return {"words": row.get("name") or "", "name": _need_label(row["code"]), **_judge(row)}
    if source.what == "step":
        return {"words": row["ladder"]}
    if source.what == "visit":
        return {"code": row["service"]}
    if source.what == "needs_checked":
        return _checked(row)
    if source.what.startswith("passed_on"):
        return {"to": row["other"]}
    if source.what.startswith("circle"):
        return {"name": row["name"] or row["other"] or ""}
    return _read(row, more) if source.what == "reading" else {}


def _judge(row: Row) -> dict[str, Any]:
    return {"code": row["judged_by"]} if "judged_by" in row else {}


def _checked(row: Row) -> dict[str, Any]:
    """How many areas of life were asked about, and how many needs were there."""
    answers = nested(row["answers"])
    return {"minutes": len(answers), "people": sum(answer == "present" for answer in answers.values())}


def _need_label(need: str) -> str:
    known = {one.id: one.label for one in registry.get("needs", "common").needs}
    return known.get(need, need)


def _read(row: Row, more: Around) -> dict[str, Any]:
    """A reading's score, its band, and its distance from the one that later ones are held against."""
    scale = registry.get("scale", row["scale"], row["version"])
    value = _value(row)
    taken = more.readings.get((row["episode"], row["scale"], row["version"], row["rater"]), ())
    first = rules.baseline(*more.starts[row["episode"]], taken) if row["episode"] in more.starts else None
    later = first is not None and value is not None and dt.date.fromisoformat(row["day"]) > first.date
    return {
        "name": scale.short_label,
        "code": row["rater"],
        "words": row["reason"],
        "value": value,
        "decimals": scale.decimals,
        "band": band_of(scale, nested(row["answers"])),
        "change": value - first.value if later and first and value is not None else None,
    }
