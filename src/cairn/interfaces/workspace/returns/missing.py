"""What a return lacks, as things to do: on the page of the return, and person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.access.queries import names_of
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import Request, address, page, show
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.returns.ours import ours
from cairn.returns import missing
from cairn.returns.missing import Lacking, Task
from cairn.returns.theirs import Theirs
from cairn.returns.views import ReturnView

ROWS_ON_A_PAGE = 50
COLUMNS = ("Reference", "Name", "Who sees them", "What is missing")


@dataclass(frozen=True, slots=True)
class Part:
    """One colleague's share of a task: their name, "" where nobody sees to these people."""

    name: str
    people: int
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """All that lack one thing; `parts` by colleague, where there is more than one share."""

    task: Task
    people: int
    href: str
    parts: tuple[Part, ...]


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """What the page of a draft shows of it; nothing once it is sent."""
    if not found.is_draft:
        return {"missing": None, "missing_groups": (), "missing_theirs": ()}
    stands = missing.of(request.actor, found.uid)
    return {
        "missing": stands, "missing_groups": groups(request, stands.tasks),
        "missing_theirs": [_theirs(one) for one in stands.theirs if one.lacks],
    }  # fmt: skip


def _theirs(one: Theirs) -> dict[str, Any]:
    """A partner's share, in words."""
    return {"name": one.name, "stands": one, "lacks": [(missing.words_of(key)[0], people) for key, people in one.lacks]}


def groups(request: Request, tasks: Sequence[Task]) -> tuple[Group, ...]:
    names = names_of({task.owner_uid for task in tasks if task.owner_uid})
    return tuple(_group(request, list(mine), names) for _, mine in groupby(tasks, key=lambda task: task.key))


def _group(request: Request, tasks: list[Task], names: dict[str, str]) -> Group:
    whole = _href(request, tasks[0])
    parts = tuple(
        Part(names.get(task.owner_uid, ""), task.people, f"{whole}?{urlencode({'worker': task.owner_uid})}")
        for task in tasks
    )
    owned = any(part.name for part in parts)
    return Group(tasks[0], sum(task.people for task in tasks), whole, parts if owned else ())


def _href(request: Request, one: Task | Lacking) -> str:
    return address(request, one.href_name, **one.href_args)


def _where(request: Request, one: Lacking, may_mend: bool) -> str:
    """Where it is mended; who only reads records is led to the record, and asks a colleague by name."""
    return _href(request, one) if may_mend else address(request, "workspace:client", client=one.client_uid)


@page(P.PREPARE_RETURNS)
def people(request: Request, answer: str, lack: str) -> HttpResponse:
    """Whose record lacks it, each with where it is mended. Nobody is left of a task that is done."""
    found, worker = ours(request, answer), request.GET.get("worker")
    task, lacking = missing.people_of(request.actor, found.uid, lack, worker)
    names = names_of({row.owner_uid for row in lacking if row.owner_uid})

    def lines() -> list[tuple[Cell, ...]]:
        return [(row.reference, row.name, names.get(row.owner_uid, ""), task.words) for row in lacking]

    if (file := files.answer(request, task.words, COLUMNS, lines)) is not None:
        return file
    paged = Paginator(lacking, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    may_mend = request.actor.may(P.RECORD)
    rows = [(row, names.get(row.owner_uid, ""), _where(request, row, may_mend)) for row in paged]
    return show(
        request, "returns/missing", answer=found, task=task, rows=rows, paged=paged, worker=worker, names=names,
        total=len(lacking), may_open=request.actor.may(P.READ_CLIENTS), may_mend=may_mend,
        more=f"&{urlencode({'worker': worker})}" if worker is not None else "",
    )  # fmt: skip


urls = [path("returns/<uuid:answer>/missing/<str:lack>/", people, name="return_missing")]
