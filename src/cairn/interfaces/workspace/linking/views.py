"""Past attendance, after a step or an outcome was tied to a type of activity: looked at person by person, confirmed at
once."""

from collections.abc import Iterator

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import linking as actions
from cairn.cases.actions.linking import LaterItem
from cairn.cases.queries import linking as queries
from cairn.cases.queries.linking import Linkable
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel.problems import Refused

INVALID = 422
EVERYBODY = "all"


@page(P.MANAGE_SERVICES, P.RECORD, P.READ_CLIENTS, writes=True)
def linking(request: Request, activity_type: str) -> HttpResponse:
    """Who attended before, on which days, and what could be confirmed: ticked person by person, or a whole column."""
    wrong: tuple[str, ...] = ()
    found = queries.linkable(request.actor, activity_type, _page(request))
    columns = ("Name", "Reference", "Days attended", "First day", *(column.label for column in found.columns))
    if (file := files.answer(request, "Past attendance", columns, lambda: _lines(request, found))) is not None:
        return file
    if request.method == "POST":
        wrong = _confirm(request, found)
        if not wrong:
            return to(request, "linking", activity_type=activity_type)
    return draw(
        request, "linking/people", status=INVALID if wrong else 200, found=found,
        wrong=[{"text": words, "href": "#people"} for words in wrong],
        ticked=_ticked(request), days={key: request.POST[key] for key in request.POST if key.startswith("day-")},
        everybody=set(request.POST.getlist(EVERYBODY)), most=queries.MOST_AT_ONCE,
        back=address(request, "workspace:service", service=found.service_uid),
    )  # fmt: skip


def _lines(request: Request, found: Linkable) -> Iterator[tuple[Cell, ...]]:
    """Everybody on every page, with a yes under each step and outcome that could be confirmed for them."""
    for number in range(1, found.pages + 1):
        for one in queries.linkable(request.actor, found.activity_type_uid, number).people:
            first = one.dates[0].day if one.dates else None
            could = ("yes" if column.key in one.open else "" for column in found.columns)
            yield (one.name, one.reference, one.attended, first, *could)


def _page(request: Request) -> int:
    said = request.GET.get("page", "")
    return int(said) if said.isdecimal() and len(said) < 7 else 1


def _ticked(request: Request) -> set[str]:
    return {f"{name}|{key}" for name in request.POST if name.startswith("tick-") for key in request.POST.getlist(name)}


def _confirm(request: Request, found: Linkable) -> tuple[str, ...]:
    """Do it and say how many; or what is wrong, in words."""
    items = tuple(_items(request, found))
    if not items:
        return ("Tick at least one step or outcome, or everybody in a column.",)
    try:
        made = actions.confirm(by=request.actor, activity_type_uid=found.activity_type_uid, items=items)
    except Refused as refused:
        return tuple(dict.fromkeys(problem.words for problem in refused.problems))
    count, left = len(made.items), len(items) - len(made.items)
    words = f"{count:,} confirmed for past attendance, and marked as added later."
    done(request, f"{words} {left:,} stood already." if left else words, made.event_uid)
    return ()


def _items(request: Request, found: Linkable) -> Iterator[LaterItem]:
    """Everybody of the columns that were chosen whole, then what is ticked person by person."""
    whole = set(request.POST.getlist(EVERYBODY))
    yield from queries.items_of(request.actor, found.activity_type_uid, _chosen(request))
    if whole:
        yield from queries.all_of(request.actor, found.activity_type_uid, whole)


def _chosen(request: Request) -> Iterator[tuple[str, str, str]]:
    """(episode, activity, key) of each tick; the day is the one chosen for the person."""
    for name in request.POST:
        if name.startswith("tick-"):
            episode = name.removeprefix("tick-")
            for key in request.POST.getlist(name):
                yield episode, request.POST.get(f"day-{episode}", ""), key
