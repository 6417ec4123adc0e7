"""What is left of the first hour, for Today: a service, the people who are there already, a referral, a visit."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from cairn.access.models import Membership
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.models import Activity
from cairn.interfaces.workspace.pages import Request
from cairn.interfaces.workspace.setup import plans
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
    has_service = services.visible_to(by).exists()
    has_referral = cases.referral_counts(by).referred > 0
    has_visit = Activity.objects.filter(organisation_id=by.organisation_id).exists()
    if has_service and has_referral and has_visit:
        return []
    return [
        _service(request, has_service),
        *_people(request, has_service),
        _task(request, "Take the first referral", "referral_find", has_referral, has_service),
        _task(request, "Record the first visit", "activity_new", has_visit, has_referral),
        *_members(request),
    ]


def _service(request: Request, there: bool) -> Task:
    begun = None if there else plans.load(request.actor)
    if begun is None:
        return _task(request, "Set up your service", "setup", there, True)
    task = _task(request, f"Go on setting up {begun.service.name or 'your service'}", "setup", False, True)
    return {**task, "tag": "Begun", "tag_classes": "govuk-tag--blue"}


def _people(request: Request, can_start: bool) -> list[Task]:
    """Where the spreadsheet of the people supported already can be brought in."""
    task = _task(request, "Bring in the people you support already", "import_new", _has_people(request), can_start)
    hint = "A spreadsheet is enough: its columns are proposed to you, and nothing is written until you agree."
    return [{**task, "hint": hint}] if "href" in task or "status" in task else []


def _members(request: Request) -> list[Task]:
    if not request.actor.may(P.MANAGE_ORGANISATION):
        return []
    alone = Membership.objects.filter(organisation_id=request.actor.organisation_id, is_active=True).count() < 2
    return [_task(request, "Add the people who work with you", "member_new", not alone, True)]


def _has_people(request: Request) -> bool:
    return people.visible_to(request.actor).exists()


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
