"""What is left of the first hour, for Today: a service, the people who are there already, a referral, a visit."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.access.permissions import Permission as P
from cairn.cases.models import Activity, Referral
from cairn.cases.queries.base import visible_to
from cairn.interfaces.workspace.pages import Request
from cairn.interfaces.workspace.setup import plans
from cairn.kernel.gather import gather
from cairn.people import queries as people
from cairn.services import queries as services

Task = dict[str, Any]


def lands(request: Request) -> bool:
    """Whether the first page is the set-up: for a provider's manager, without a service, until they look elsewhere."""
    by = request.actor
    may = by.may(P.MANAGE_SERVICES) and request.organisation.is_provider
    return may and not services.visible_to(by).exists() and not plans.is_put_off(by)


def tasks(request: Request) -> list[Task]:
    """For a manager, until a referral and a visit are there: what is done and what is next, for `ui.task_list`."""
    by = request.actor
    if not by.may(P.MANAGE_SERVICES):
        return []
    there = _there(by)
    if there["service"] and there["referral"] and there["visit"]:
        return []
    return [
        _service(request, there["service"]),
        *_people(request, there["person"], there["service"]),
        _task(request, "Take the first referral", "referral_find", there["referral"], there["service"]),
        _task(request, "Record the first visit", "activity_new", there["visit"], there["referral"]),
        *_members(request, there["colleague"]),
    ]


def _there(by: Actor) -> dict[str, bool]:
    """What there is at least one of; of members, two. One query."""
    members = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True)
    asked = {
        "service": services.visible_to(by), "person": people.visible_to(by), "referral": visible_to(by, Referral),
        "visit": visible_to(by, Activity), "colleague": members,
    }  # fmt: skip
    found = gather({name: (rows.order_by()[:2], {"id": "pk"}) for name, rows in asked.items()})
    return {name: len(rows) > (name == "colleague") for name, rows in found.items()}


def _service(request: Request, there: bool) -> Task:
    begun = None if there else plans.load(request.actor)
    if begun is None:
        return _task(request, "Set up your service", "setup", there, True)
    task = _task(request, f"Go on setting up {begun.service.name or 'your service'}", "setup", False, True)
    return {**task, "tag": "Begun", "tag_classes": "govuk-tag--blue"}


def _people(request: Request, there: bool, can_start: bool) -> list[Task]:
    """Where the spreadsheet of the people supported already can be brought in."""
    task = _task(request, "Bring in the people you support already", "import_new", there, can_start)
    hint = "A spreadsheet is enough: its columns are proposed to you, and nothing is written until you agree."
    return [{**task, "hint": hint}] if "href" in task or "status" in task else []


def _members(request: Request, there: bool) -> list[Task]:
    if not request.actor.may(P.MANAGE_ORGANISATION):
        return []
    return [_task(request, "Add the people who work with you", "member_new", there, True)]


def _task(request: Request, title: str, name: str, there: bool, can_start: bool) -> Task:
    if there:
        return {"title": title, "status": "Done"}
    if not can_start:
        return {"title": title, "status": "Later"}
    try:
        href = reverse(f"workspace:{name}", kwargs={"organisation": request.actor.slug})
    except NoReverseMatch:
        return {"title": title}
    return {"title": title, "href": href, "tag": "To do", "tag_classes": "govuk-tag--grey"}
