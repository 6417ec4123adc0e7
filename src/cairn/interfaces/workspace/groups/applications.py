"""Applications of groups: received, decided, taken out."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import groups, rules_groups
from cairn.contracts.actions import group_applications as actions
from cairn.contracts.grants import NewGrant
from cairn.contracts.models import GroupApplication
from cairn.contracts.rules_groups import Decision, NewApplication
from cairn.interfaces.pages import address, version_of
from cairn.interfaces.workspace.groups.forms import ApplyForm, DecideForm
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web import formats

KEPT = ("decision", "decided_date", "reason", "reason_words", "supported_elsewhere", "raised_pounds", "raised_date")


@page(P.PREPARE_RETURNS, writes=True)
def receive(request: Request, small_group: str) -> HttpResponse:
    row = groups.find(request.actor, small_group)
    sending = prepare(request, ApplyForm, initial={"uid": uuid4(), "received_date": clock.today()})

    def meant(said: dict[str, Any]) -> NewApplication:
        blank = {"received_date": clock.today(), "asked_pounds": 1, "what_for": "", "uid": ""}
        return NewApplication(str(row.uid), **{**blank, **said, "uid": str(said.get("uid") or "")})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.receive(by=request.actor, new=[meant(said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        return rules_groups.application_problems(meant(said), row.known_date, clock.today())

    if attempt(request, sending, do, also=also):
        say(request, sending, "The application is written down.")
        return to(request, "group", small_group=small_group)
    back = address(request, "workspace:group", small_group=small_group)
    return draw_form(request, sending, title=f"An application of {row.name}", submit="Write it down", back=back)


@page(P.PREPARE_RETURNS, writes=True)
def decide(request: Request, application: str) -> HttpResponse:
    """What came of it. What is awarded is recorded as a grant in the same step."""
    by = request.actor
    rows = GroupApplication.objects.filter(withdrawn_date=None)
    row = groups.of_group(by, rows, application)
    contract = row.group.contract
    grants = [(str(one.uid), f"{one.reference} {one.group_name}, {formats.pounds(one.pounds)}")
              for one in actions.free_grants(contract)]  # fmt: skip
    now = {name: getattr(row, name) for name in KEPT}
    start = {"decided_date": now["decided_date"] or clock.today(), "pounds": row.asked_pounds, "title": row.what_for}
    sending = prepare(request, partial(DecideForm, grants=grants), initial={**now, **start, "version": row.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.decide(
            by=by, application_uid=application, said=_meant(said), grant=_grant_of(row, said),
            grant_uid=said.get("grant_uid") or "", version=said["version"],
        )  # fmt: skip

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.decision_problems(row, contract, _meant(said), _grant_of(row, said), said.get("grant_uid") or "")

    def stands() -> tuple[int, dict[str, Any]]:
        fresh = groups.of_group(by, rows, application)
        return fresh.version, {name: getattr(fresh, name) for name in KEPT}

    if attempt(request, sending, do, now=stands, also=also):
        say(request, sending, "Written down.")
        return to(request, "group", small_group=row.group.uid)
    back = address(request, "workspace:group", small_group=row.group.uid)
    asked = f"{row.group.name} asked for {formats.pounds(row.asked_pounds)} on {formats.date(row.received_date)}"
    return draw_form(
        request, sending, title="What came of the application?", back=back,
        intro=f"{asked}{f', for {row.what_for}' if row.what_for else ''}.", template="groups/decide", row=row,
    )  # fmt: skip


def _grant_of(row: Any, said: dict[str, Any]) -> NewGrant | None:
    """The grant that is recorded with an award; None where one stands already."""
    if row.grant_id is not None or said.get("grant_uid") or not said.get("pounds"):
        return None
    return NewGrant(
        group_name=row.group.name, title=said.get("title") or "", description=said.get("description") or "",
        pounds=said["pounds"], awarded_date=said.get("decided_date") or clock.today(), is_group=True,
        group_id=row.group.group_id, ward=row.group.ward,
    )  # fmt: skip


def _meant(said: dict[str, Any]) -> Decision:
    """The form's answers as they are meant: only a refusal has its reason."""
    given: dict[str, Any] = {name: said.get(name) for name in KEPT}
    words: dict[str, Any] = {
        name: given[name] or "" for name in ("decision", "reason", "reason_words", "supported_elsewhere")
    }
    if words["decision"] != "turned_down":
        words |= {"reason": "", "reason_words": ""}
    return Decision(**{**given, **words, "decided_date": given["decided_date"] or clock.today()})


@page(P.PREPARE_RETURNS, only_post=True)
def withdraw(request: Request, application: str) -> HttpResponse:
    row = groups.of_group(request.actor, GroupApplication.objects.filter(withdrawn_date=None), application)
    version = version_of(request, row.version)
    made = actions.withdraw(by=request.actor, application_uid=application, version=version)
    done(request, "The application is taken out.", made.event_uid)
    return to(request, "group", small_group=row.group.uid)
