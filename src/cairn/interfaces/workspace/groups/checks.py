"""Look at what a group has in place, by the checklist."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import checklists, groups, rules_groups
from cairn.contracts.actions import group_checks as actions
from cairn.contracts.models import GroupCheck
from cairn.contracts.rules_groups import NewCheck
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.groups.forms import CheckForm
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request, small_group: str) -> HttpResponse:
    """What stood last time stands there already: only what is different is touched."""
    by = request.actor
    row = groups.find(by, small_group)
    checklist = checklists.newest()
    last = GroupCheck.objects.filter(group=row, withdrawn_date=None).order_by("checked_date", "pk").last()
    known = {item.id: last.answers.get(item.id, "") if last else "" for item in checklist.items}
    initial = {**known, "checked_date": clock.today(), "uid": uuid4()}
    sending = prepare(request, partial(CheckForm, checklist=checklist), draft_key=f"check.{row.uid}", initial=initial)
    form: Any = sending.form

    def meant(said: dict[str, Any]) -> NewCheck:
        uid = str(said.get("uid") or "")
        day = said.get("checked_date") or clock.today()
        return NewCheck(str(row.uid), day, form.said(said), said.get("words") or "", uid=uid)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.record(by=by, checks=[meant(said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        return rules_groups.check_problems(meant(said), row.known_date, clock.today())

    if attempt(request, sending, do, also=also):
        made = sending.done
        newest = groups.standings(row)
        words = newest[0].sentences if newest else ()
        said = f"Written down. {row.name} {'; '.join(words)}." if words else "Written down."
        done(request, said, made.event_uid if made else "")
        return to(request, "group", small_group=small_group)
    since = f"What stood on {last.checked_date:%-d %B %Y} is ticked already. " if last else ""
    return draw_form(
        request, sending, title=f"What has {row.name} in place?", submit="Write it down",
        back=address(request, "workspace:group", small_group=small_group), intro=f"{since}{checklist.words}",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def withdraw(request: Request, check: str) -> HttpResponse:
    row = groups.of_group(request.actor, GroupCheck.objects.filter(withdrawn_date=None), check)
    made = actions.withdraw(by=request.actor, check_uid=check, version=version_of(request, row.version))
    done(request, "That look is taken out: nothing is compared with it any more.", made.event_uid)
    return to(request, "group", small_group=row.group.uid)
