"""What services do and with whom: services, step ladders, types of activity."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases.queries import readings_due
from cairn.contracts import instruments
from cairn.contracts import queries as contracts
from cairn.definitions import registry
from cairn.frameworks import coverage
from cairn.interfaces.workspace.linking.offering import past_attendance
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.services import forms
from cairn.interfaces.workspace.setup import choices
from cairn.kernel.problems import Done, Problem, Refused
from cairn.services import asking, measuring, naming, queries, rules
from cairn.services.actions import activity_types, ladders
from cairn.services.actions import services as services_actions

COLUMNS = ("Service", "Commissioning area", "For whom", "From", "Until")


@page(P.MANAGE_SERVICES)
def services(request: Request) -> HttpResponse:
    """Every service, and what is still to be said of each."""
    found = queries.services(request.actor)
    rows = ((one.name, one.area_label, one.who_for, one.start_date, one.end_date) for one in found)
    if (file := files.answer(request, "Services", COLUMNS, lambda: rows)) is not None:
        return file
    return draw(request, "services/list", services=found)


@page(P.MANAGE_SERVICES)
def service(request: Request, service: str) -> HttpResponse:
    """One service: its ladders and types of activity, and the next thing to set up."""
    paid, others = contracts.paying(request.actor, service)
    asked = [registry.get("scale", one.scale) for one in measuring.scales_of(request.actor, service)]
    return draw(
        request, "services/one", service=queries.view(request.actor, service), paid=paid, may_pay=bool(others),
        asked=queries.needs_of(request.actor, service), need_labels=choices.need_labels,
        expected=instruments.expected(request.actor, paid, asked), covered=coverage.of(asked),
        intervals=readings_due.intervals(request.actor, queries.get(request.actor, service)),
        levels=asking.levels_of(request.actor, service), optional=asking.questions_of(request.actor, [service]),
    )  # fmt: skip


@page(P.MANAGE_SERVICES, writes=True)
def service_change(request: Request, service: str) -> HttpResponse:
    names = tuple(forms.ServiceForm.base_fields)

    def stands() -> dict[str, Any]:
        row = queries.get(request.actor, service)
        return {name: getattr(row, name) for name in names}

    now = stands()
    sending = prepare(request, forms.ServiceForm, draft_key=f"service.{service}", initial=now)

    def change(said: dict[str, Any]) -> Done[Any]:
        return services_actions.change(by=request.actor, service_uid=service, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        others = queries.visible_to(request.actor).exclude(uid=service).values_list("name", flat=True)
        return _service_wrong(said, list(others))

    if attempt(request, sending, change, now=lambda: (stands()["version"], stands()), also=also):
        done(request, "The service is changed.")
        return to(request, "service", service=service)
    return draw_form(request, sending, title=f"Change {now['name']}", back=_service_url(request, service))


def _service_wrong(said: dict[str, Any], taken: list[str]) -> list[Problem]:
    facts = rules.ServiceFacts(**{name: value for name, value in said.items() if name != "version"})
    again = [naming.taken()] if rules.twice([facts.name], taken) else []
    return [*rules.service_problems(facts), *again]


@page(P.MANAGE_SERVICES, writes=True)
def ladder_new(request: Request, service: str) -> HttpResponse:
    found = queries.view(request.actor, service)
    sending = prepare(
        request,
        forms.LadderForm,
        draft_key=f"ladder.new.{service}",
        initial={"starter": request.GET.get("starter", "")},
    )

    def add(said: dict[str, Any]) -> Done[Any]:
        new = ladders.NewLadder(found.uid, said["name"], tuple(said["rungs"]), said["need"], said["starter"])
        return _lines_named(lambda: ladders.add(by=request.actor, ladders=[new]))

    if attempt(request, sending, add):
        done(request, "The ladder stands. Next: say which activity brings people up it.")
        return to(request, "service", service=service)
    return draw_form(
        request, sending, title="Add a step ladder", back=_service_url(request, service), submit="Add the ladder",
        intro="A ladder names the small steps towards something, in the order in which people usually take them.",
    )  # fmt: skip


@page(P.MANAGE_SERVICES, writes=True)
def ladder(request: Request, ladder: str) -> HttpResponse:
    """Change a ladder: rename, reorder, add or take away steps."""
    service = str(queries.get_ladder(request.actor, ladder).service.uid)

    def stands() -> queries.LadderView:
        return next(one for one in queries.ladders(request.actor, service) if one.uid == str(ladder))

    def values() -> dict[str, Any]:
        now = stands()
        lines = [rung.label for rung in now.rungs]
        return {"name": now.name, "need": now.need, "rungs": lines, "version": now.version}

    initial = values()
    initial["rungs"] = "\n".join(initial["rungs"])

    def make(**given: Any) -> forms.LadderForm:
        return forms.LadderForm(is_new=False, **given)

    sending = prepare(request, make, draft_key=f"ladder.{ladder}", initial=initial)

    def change(said: dict[str, Any]) -> Done[Any]:
        lines = _kept(stands().rungs, said["rungs"])
        return _lines_named(
            lambda: ladders.change(
                by=request.actor, ladder_uid=ladder, version=said["version"], name=said["name"], need=said["need"],
                rungs=lines,
            )
        )  # fmt: skip

    if attempt(request, sending, change, now=lambda: (stands().version, values())):
        done(request, "The ladder is changed. What people have reached on it stays.")
        return to(request, "service", service=service)
    return draw_form(
        request, sending, title=f"Change the ladder {initial['name']}", back=_service_url(request, service)
    )


def _kept(rungs: tuple[queries.RungView, ...], lines: list[str]) -> list[ladders.RungLine]:
    """Each line with the step it was: by its words; else, where as many are left over on both sides, by its place."""
    by_label = {rung.label: rung.uid for rung in rungs}
    known = {line for line in lines if line in by_label}
    lost = [rung.uid for rung in rungs if rung.label not in known]
    fresh = [line for line in lines if line not in by_label]
    renamed = dict(zip(fresh, lost, strict=True)) if len(lost) == len(fresh) else {}
    return [ladders.RungLine(line, by_label.get(line) or renamed.get(line, "")) for line in lines]


def _lines_named(deed: Any) -> Done[Any]:
    """Problems of one step said at the box of all steps, with the line they are on."""
    try:
        return deed()  # type: ignore[no-any-return]
    except Refused as refused:
        if not any(problem.field.startswith("rungs-") for problem in refused.problems):
            raise
        raise Refused(
            replace(each, field="rungs", message=f"Line {int(each.field[6:]) + 1}: {each.message}")
            if each.field.startswith("rungs-")
            else each
            for each in refused.problems
        ) from refused


@page(P.MANAGE_SERVICES, writes=True)
def activity_type_new(request: Request, service: str) -> HttpResponse:
    found = queries.view(request.actor, service)

    def make(**given: Any) -> forms.ActivityTypeForm:
        return forms.ActivityTypeForm(ladders=found.ladders, needs=_needs_near(request, found), **given)

    sending = prepare(request, make, draft_key=f"type.new.{service}", initial={"mode": "individual"})

    def add(said: dict[str, Any]) -> Done[Any]:
        said.pop("version")
        steps = tuple(said.pop("rung_uids", ()))
        new = activity_types.NewActivityType(service_uid=found.uid, rung_uids=steps, **said)
        return activity_types.add(by=request.actor, types=[new])

    if attempt(request, sending, add):
        done(request, "The type of activity is there, ready to be recorded.")
        return to(request, "service", service=service)
    return draw_form(
        request, sending, title="Add a type of activity", back=_service_url(request, service),
        submit="Add the type of activity",
    )  # fmt: skip


@page(P.MANAGE_SERVICES, writes=True)
def activity_type(request: Request, activity_type: str) -> HttpResponse:
    """Change a type of activity, or put it out of use."""
    service = str(queries.get_activity_type(request.actor, activity_type).service.uid)
    found = queries.view(request.actor, service)

    def stands() -> dict[str, Any]:
        types = queries.activity_types(request.actor, service)
        now = next(one for one in types if one.uid == str(activity_type))
        return {
            "name": now.name, "usual_minutes": now.usual_minutes, "is_active": now.is_active, "version": now.version,
            "rung_uids": [step.uid for step in now.steps],
            "outcomes": tuple((one.framework, one.outcome) for one in now.outcomes), "needs": list(now.needs),
        }  # fmt: skip

    now = stands()
    now["outcomes"] = [f"{framework}|{outcome}" for framework, outcome in now["outcomes"]]

    def make(**given: Any) -> forms.ActivityTypeForm:
        near = _needs_near(request, found)
        return forms.ActivityTypeForm(ladders=found.ladders, needs=near, is_new=False, **given)

    sending = prepare(request, make, draft_key=f"type.{activity_type}", initial=now)

    def change(said: dict[str, Any]) -> Done[Any]:
        return activity_types.change(by=request.actor, type_uid=activity_type, **said)

    if attempt(request, sending, change, now=lambda: (stands()["version"], stands())):
        done(request, "The type of activity is changed.", **past_attendance(request, activity_type))
        return to(request, "service", service=service)
    return draw_form(request, sending, title=f"Change {now['name']}", back=_service_url(request, service))


def _needs_near(request: Request, found: queries.ServiceView) -> set[str]:
    """Needs that an activity of a service may be for: those asked about, those of its ladders and of its activities; and
    where nobody has chosen any to ask about, all of the dictionary (nothing here)."""
    asked = set(queries.needs_of(request.actor, found.uid))
    own = {need for kind in found.activity_types for need in kind.needs} | {one.need for one in found.ladders}
    return asked | own if asked else set()


def _service_url(request: Request, service: object) -> str:
    return reverse("workspace:service", kwargs={"organisation": request.actor.slug, "service": service})
