"""The whole line of a person's life here: filtered by kind, episode, dates and words; a page at a time."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict

from cairn.access import reads
from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.clients.timeline import CONCERNS, KINDS, items
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.web import formats

A_PAGE, TO_PRINT = 30, 200
WORDS = KINDS | dict([CONCERNS])


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind, on or off; the link turns it over and keeps the rest."""

    label: str
    query: str
    is_on: bool


@page(P.READ_CLIENTS)
def timeline(request: Request, client: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)
    episodes, may_know = cases.line_choices(by, person)
    kinds = KINDS | dict([CONCERNS] if may_know else [])
    chosen = [kind for kind in kinds if kind in request.GET.getlist("kind")]
    wrong = [name for name in ("since", "until") if request.GET.get(name) and _day(request.GET, name) is None]
    asked = cases.Asked(
        kinds=chosen,
        episode_uid=request.GET.get("episode", "") if request.GET.get("episode") in {e.uid for e in episodes} else "",
        since=_day(request.GET, "since"),
        until=_day(request.GET, "until"),
        text=request.GET.get("q", "").strip()[:100],
        before=request.GET.get("before", ""),
        limit=TO_PRINT if "print" in request.GET else A_PAGE,
    )
    line = cases.timeline(by, person, asked)
    if "concern" in chosen:
        reads.log(by=by, kind="concern", uid=person.uid)
    if (file := files.answer(request, "Timeline", COLUMNS, lambda: _cells(by, person, asked))) is not None:
        return file
    kept = {name: value for name in ("episode", "since", "until", "q", "print") if (value := request.GET.get(name, ""))}
    return draw(
        request, "clients/timeline", **frame(request, client, "timeline", people.card_of(person, clock.today())),
        items=items(line.entries), chips=_chips(kinds, chosen, kept), kept=kept, chosen=chosen, episodes=episodes,
        is_filtered=bool(chosen or kept), older=_query(kept, chosen, before=line.older) if line.older else "",
        newest=_query(kept, chosen) if asked.before else "", everything=_query({}, []), wrong=wrong,
        to_print=_query({**kept, "print": "1"}, chosen), shown=_shown(asked, kinds, episodes), today=clock.today(),
    )  # fmt: skip


COLUMNS = ("Day", "Kind", "What", "By", "What came of it", "Written", "Added later")


def _cells(by: Actor, person: Any, asked: cases.Asked) -> Iterator[tuple[Cell, ...]]:
    """All of it that fits, not one page; what is restricted is there without its words, for a file goes anywhere."""
    before = ""
    while True:
        line = cases.timeline(by, person, replace(asked, before=before, limit=TO_PRINT))
        for entry, one in zip(line.entries, items(line.entries), strict=True):
            told = ("; ".join(each.words for each in one.lines), "\n".join(one.notes))
            if entry.restricted or any(each.restricted for each in entry.brought):
                told = ("", "restricted")
            yield (one.day, WORDS.get(one.kind, ""), one.label, one.byline, *told, one.later)
        if not line.older:
            return
        before = line.older


def _chips(kinds: Mapping[str, str], chosen: list[str], kept: dict[str, str]) -> list[Chip]:
    """One chip a kind, that adds it or takes it away; and one for everything."""
    every = Chip("Everything", _query(kept, []), not chosen)
    return [every, *(
        Chip(words, _query(kept, [k for k in kinds if (k in chosen) != (k == kind)]), kind in chosen)
        for kind, words in kinds.items()
    )]  # fmt: skip


def _query(kept: Mapping[str, str], kinds: list[str], **more: str) -> str:
    return "?" + urlencode([*(("kind", kind) for kind in kinds), *kept.items(), *more.items()])


def _day(given: QueryDict, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given.get(name, "").strip())
    except ValueError:
        return None


def _shown(asked: cases.Asked, kinds: Mapping[str, str], episodes: Any) -> str:
    """What is on the page, in a sentence: it stands on the printed page too."""
    what = ", ".join(kinds[kind] for kind in asked.kinds) or "Everything"
    words = [what if what == "Everything" else what[0] + what[1:].lower()]
    words += [f"with {one.service}" for one in episodes if one.uid == asked.episode_uid]
    words += [f"from {formats.date(asked.since)}"] if asked.since else []
    words += [f"until {formats.date(asked.until)}"] if asked.until else []
    return f"{' '.join(words)}, newest first."
