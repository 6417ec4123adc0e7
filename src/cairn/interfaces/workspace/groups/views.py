"""The groups that an anchor looks after: the list, many added at once, and the page of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import groups, told
from cairn.contracts.actions import groups as actions
from cairn.contracts.rules_groups import NewGroup
from cairn.interfaces import files
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.groups.forms import AddForm, GroupForm
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import groups as shown


@page(P.PREPARE_RETURNS)
def listing(request: Request) -> HttpResponse:
    """Every group with how far it is; `?contract=` those of one, `?left=1` those that are looked after no more too."""
    by = request.actor
    anchors = [one for one in groups.anchors(by) if one.contract_uid in {str(row.uid) for row in groups.led(by)}]
    asked = request.GET.get("contract", "")
    contract = asked if asked in {one.contract_uid for one in anchors} else ""
    left = request.GET.get("left") == "1"
    found = groups.listing(by, contract_uid=contract, with_left=left)
    if (file := files.answer(request, "Groups", shown.COLUMNS, lambda: map(shown.cells, found))) is not None:
        return file
    return draw(
        request, "groups/all", groups=found, anchors=anchors, contract=contract, left=left, unseen=told.unseen(by),
        items=shown.items(),
    )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def add(request: Request, contract: str) -> HttpResponse:
    """Many at once: one a line."""
    row = groups.led_one(request.actor, contract)
    start = max(clock.today().replace(day=1), row.start_date)
    sending = prepare(
        request, AddForm, draft_key=f"groups.{row.uid}", initial={"uid": uuid4(), "known_date": start}
    )  # fmt: skip

    def do(said: dict[str, Any]) -> Done[Any]:
        try:
            return actions.add(by=request.actor, contract_uid=row.uid, new=_lines(said))
        except Refused as refused:
            raise Refused(_at_line(problem) for problem in refused.problems) from refused

    def also(said: dict[str, Any]) -> list[Problem]:
        known = {"known_date": row.start_date, "names": "", **said}
        return [_at_line(problem) for problem in actions.problems(row, _lines(known))] if known["names"] else []

    if attempt(request, sending, do, also=also):
        many = len(sending.done.items)  # type: ignore[union-attr]
        say(request, sending, "The group is added." if many == 1 else f"{many} groups are added.")
        return to(request, "groups")
    return draw_form(
        request, sending, title="Add groups", submit="Add them", back=address(request, "workspace:groups"),
        intro=f"{row.reference} {row.title}. A group needs no system and no account: it gets a link, or tells you by phone.",
    )  # fmt: skip


def _lines(said: Mapping[str, Any]) -> list[NewGroup]:
    """`name; ward; what it does`, each line with a uid of its own, the same each time that the form is sent."""
    found: list[NewGroup] = []
    for line in str(said["names"]).splitlines():
        name, ward, what = (*(part.strip() for part in line.split(";", 2)), "", "")[:3]
        if name:
            uid = str(uuid5(said["uid"], f"{len(found)}")) if isinstance(said.get("uid"), UUID) else ""
            targets = tuple(said.get("target_groups") or ())
            found.append(NewGroup(name, said["known_date"], ward.upper(), targets, what, uid=uid))
    return found


def _at_line(problem: Problem) -> Problem:
    """What is wrong with one of many, said of its line."""
    if problem.row is None or problem.field == "known_date":
        return problem
    return Problem(problem.rule, f"Line {problem.row + 1}: {problem.message}", problem.fix, field="names")


@page(P.PREPARE_RETURNS)
def one(request: Request, small_group: str) -> HttpResponse:
    """One group: what it has in place by date, and all that happened."""
    by = request.actor
    row = groups.find(by, small_group)
    line = groups.line_of(row)
    standings, applications = groups.standings(row), list(groups.applications(row))
    reports = told.of_group(by, row)
    return draw(
        request, "groups/one", group=line, row=row, standings=standings, applications=applications, reports=reports,
        table=shown.progress(standings), timeline=shown.timeline(row, standings, applications, reports),
    )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def change(request: Request, small_group: str) -> HttpResponse:
    by = request.actor

    def stands() -> tuple[int, dict[str, Any]]:
        row = groups.find(by, small_group)
        return row.version, {name: getattr(row, name) for name in ("name", "what", "ward", "target_groups", "group_id")}

    version, now = stands()
    row = groups.find(by, small_group)
    sending = prepare(request, GroupForm, initial={**now, "version": version})

    def meant(said: dict[str, Any]) -> NewGroup:
        known = {**now, **{name: value for name, value in said.items() if name != "version"}}
        return NewGroup(known_date=row.known_date, **{**known, "target_groups": tuple(known["target_groups"])})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.change(by=by, group_uid=small_group, to=meant(said), version=said["version"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.one_problems(row.contract, meant(said), row.pk)

    if attempt(request, sending, do, now=stands, also=also):
        say(request, sending, "Changed.")
        return to(request, "group", small_group=small_group)
    return draw_form(
        request, sending, title=f"Change {row.name}", back=address(request, "workspace:group", small_group=small_group)
    )


@page(P.PREPARE_RETURNS, only_post=True)
def leave(request: Request, small_group: str) -> HttpResponse:
    """It is looked after no more; or with `again`, it is."""
    row = groups.find(request.actor, small_group)
    version = version_of(request, row.version)
    if "again" in request.POST:
        made = actions.come_back(by=request.actor, group_uid=small_group, version=version)
        done(request, f"You look after {row.name} again.", made.event_uid)
    else:
        made = actions.leave(by=request.actor, group_uid=small_group, version=version)
        done(request, f"You look after {row.name} no more. What it told and reached stays.", made.event_uid)
    return to(request, "group", small_group=small_group)
