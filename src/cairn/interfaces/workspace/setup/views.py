"""The first hour: a service set up in six short pages from a ready-made one or from nothing, checked, then written at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.desk.actions import drafts
from cairn.frameworks import coverage
from cairn.interfaces.pages import address
from cairn.interfaces.saving import INVALID
from cairn.interfaces.workspace.drafts import address as draft_address
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.setup import choices, forms, plans, reading
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused
from cairn.scales import queries as scales
from cairn.services import queries, setting_up
from cairn.services.actions import starters
from cairn.services.setting_up import SetUp
from cairn.web.forms import ErrorLink, add_problems, view

STEPS: dict[str, str] = {
    "service": "Service",
    "who": "Who it is for",
    "activities": "Activities",
    "steps": "Small steps",
    "outcomes": "Outcomes",
    "needs": "Needs asked",
}
"""The pages in their order, by the slug of each, with their short names."""
TITLES = {
    "service": "What is the service?",
    "who": "Who is it for?",
    "activities": "What do you do with people?",
    "steps": "Which small steps do they take?",
    "outcomes": "What may come of it?",
    "needs": "Which needs do you ask about first?",
}
ROWED = {"activities": "types", "steps": "ladders"}
"""Pages of rows that may be added, and what the fields of a row begin with."""
CHECK, CHECK_PAGE = "check", "setup_check"


@dataclass(slots=True)
class Shown:
    """One page about to be drawn: the plan as typed, and all that is wrong with this page, by field."""

    plan: SetUp
    errors: Mapping[str, str]
    form: Any = None
    typed: Mapping[str, Any] | None = None
    restored: bool = False


@page(P.MANAGE_SERVICES)
def start(request: Request) -> HttpResponse:
    """Choose what to begin from: a ready-made set-up of one's commissioning area, or nothing."""
    by = request.actor
    return draw(
        request, "setup/start", areas=choices.starters_by_area(), begun=plans.load(by), before=plans.before(by),
        is_first=not queries.visible_to(by).exists(),
    )  # fmt: skip


@page(P.MANAGE_SERVICES, only_post=True)
def begin(request: Request) -> HttpResponse:
    """Begin with what was chosen; what was begun before is put aside, not lost."""
    by, chosen = request.actor, request.POST.get("starter", "")
    if "later" in request.POST:
        plans.later(by)
        return to(request, "home")
    try:
        plan = plans.before(by) if "before" in request.POST else plans.new(chosen)
    except LookupError as error:
        raise Http404 from error
    if plan is None:
        raise Http404
    plans.begin(by, plan)
    for step in STEPS:
        drafts.drop(by=by, form=_draft(step))
    return to(request, "setup_page", step="service")


@page(P.MANAGE_SERVICES, writes=True)
def step(request: Request, step: str) -> HttpResponse:
    """One page of the set-up: saved whether right or wrong, and left only when it is right."""
    if step not in STEPS:
        raise Http404
    plan = plans.load(request.actor)
    if plan is None:
        return to(request, "setup")
    if request.method == "GET":
        return _draw(request, step, _as_left(request, step, plan))
    return _sent(request, step, plan)


def _sent(request: Request, step: str, plan: SetUp) -> HttpResponse:
    shown = _read(step, plan, request.POST)
    said = request.POST
    if "remove" in said:
        shown.plan = reading.without(shown.plan, said["remove"])
    if "add_ladder" in said:
        shown.plan = reading.with_ladder(shown.plan, said.get("ladder", ""))
    plans.keep(request.actor, shown.plan)
    drafts.drop(by=request.actor, form=_draft(step))
    if {"remove", "add_ladder"} & set(said):
        return to(request, "setup_page", step=step, fragment="rows")
    if "look" in said:
        return to(request, "setup_page", step=step, fragment="covered")
    if "add" in said and step in ROWED:
        response = to(request, "setup_page", step=step)
        response["Location"] += f"?new=1#{ROWED[step]}-{len(_rows(shown.plan, step))}-name"
        return response
    found = _wrong(request, step, shown.plan)
    if shown.form is not None:  # what it could not read has its error already, and is judged when it can be read
        read = {name: words for name, words in found.items() if name not in shown.form.errors}
        add_problems(shown.form, [Problem("", words, "", field=name) for name, words in read.items()])
        found = {name: " ".join(map(str, words)) for name, words in shown.form.errors.items()}
    if found:
        shown.errors, shown.typed = found, said
        return _draw(request, step, shown, status=INVALID)
    return to(request, CHECK_PAGE) if "check" in said else _onwards(request, step)


def _onwards(request: Request, step: str) -> HttpResponse:
    slugs = list(STEPS)
    after = slugs[slugs.index(step) + 1 :]
    return to(request, "setup_page", step=after[0]) if after else to(request, CHECK_PAGE)


def _read(step: str, plan: SetUp, said: QueryDict) -> Shown:
    """The plan with what this page said."""
    if step in forms.PARTS:
        form = forms.PARTS[step](data=said)
        form.is_valid()
        return Shown(forms.into(plan, form), {}, form)
    return Shown(reading.READERS[step](plan, said), {})


def _as_left(request: Request, step: str, plan: SetUp) -> Shown:
    """The page as it was left half typed, or as the plan has it."""
    kept = drafts.get(by=request.actor, form=_draft(step))
    if not kept:
        form = forms.PARTS[step](initial=forms.initial(plan, step)) if step in forms.PARTS else None
        return Shown(plan, {}, form)
    said = QueryDict(mutable=True)
    for name, values in kept.items():
        said.setlist(name, values)
    shown = _read(step, plan, said)
    shown.typed, shown.restored = said, True
    return shown


def _wrong(request: Request, step: str, plan: SetUp) -> dict[str, str]:
    """What the rules find wrong with the answers of this page, by the field it stands at."""
    taken = list(queries.visible_to(request.actor).values_list("name", flat=True))
    found: dict[str, str] = {}
    for problem in setting_up.problems(plan, taken):
        if _page_of(problem.field) == step:
            field = problem.field.removeprefix("service-").removeprefix("needs-")
            found[field] = " ".join(filter(None, (found.get(field, ""), problem.message, problem.fix)))
    return found


def _page_of(field: str) -> str:
    """The page on which a problem's field stands."""
    part, _, rest = field.partition("-")
    if part == "service":
        return "who" if rest in forms.WhoPart.base_fields else "service"
    if part == "types":
        return "outcomes" if rest.endswith(("-outcomes", "-needs")) else "activities"
    return {"ladders": "steps", "scales": "who", "rater": "who"}.get(part, part)


def _draw(request: Request, step: str, shown: Shown, status: int = 200) -> HttpResponse:
    rows = _rows(shown.plan, step)
    if isinstance(shown.form, forms.WhoPart):
        shown.form.say_which_are_open({one.id for one in scales.usable(request.actor, clock.today())})
    return draw(
        request, f"setup/{'part' if step in forms.PARTS else step}", status=status, step=step, title=TITLES[step],
        progress=progress(step), plan=shown.plan, errors=shown.errors, typed=shown.typed or {}, restored=shown.restored,
        summary=_summary(step, shown), form=view(shown.form) if shown.form is not None else None,
        number_of_rows=len(rows) + (1 if "new" in request.GET or not rows else 0), options=choices,
        draft_url=draft_address(request, _draft(step)), covered=_covered(shown.plan) if step == "who" else None,
    )  # fmt: skip


def _covered(plan: SetUp) -> coverage.Coverage:
    """Which outcomes the chosen scales tell of; one that is not known is refused elsewhere."""
    known = {one.id for one in choices.scales_to_choose()}
    return coverage.of([one for one in plan.scales if one in known])


def _summary(step: str, shown: Shown) -> list[ErrorLink]:
    """Every error of the page, each leading to its field."""
    if shown.form is not None:
        return list(view(shown.form).errors) if shown.errors else []
    named = _names(shown.plan, step)
    return [ErrorLink(f"{_row_name(field, named)}{words}", f"#{field}") for field, words in shown.errors.items()]


def _row_name(field: str, named: list[str]) -> str:
    row = field.split("-")[1] if field.count("-") > 1 else ""
    return f"{named[int(row)] or f'Row {int(row) + 1}'}: " if row.isdecimal() and int(row) < len(named) else ""


def _names(plan: SetUp, step: str) -> list[str]:
    return [one.name for one in _rows(plan, step)]


def _rows(plan: SetUp, step: str) -> Any:
    return plan.ladders if step == "steps" else plan.types


def _draft(step: str) -> str:
    return f"setup.{step}"


def progress(here: str) -> list[dict[str, Any]]:
    """Every page with its number, for the list on top."""
    pages = {**STEPS, CHECK: "Check"}
    place = list(pages).index(here)
    return [
        {"step": slug, "label": words, "number": number + 1, "is_here": slug == here, "is_before": number < place}
        for number, (slug, words) in enumerate(pages.items())
    ]


@page(P.MANAGE_SERVICES, writes=True)
def check(request: Request) -> HttpResponse:
    """Everything on one page; nothing has been written until it is confirmed here."""
    by = request.actor
    plan = plans.load(by)
    if plan is None:  # written already, by the same page sent twice; or never begun
        return to(request, "home" if queries.visible_to(by).exists() else "setup")
    status, wrong = 200, _all_wrong(request, plan)
    if request.method == "POST":
        try:
            made = starters.take(by=by, set_up=plan)
        except Refused:
            status = INVALID
        else:
            done(request, f"{made.one.name} is set up. You can record from now on.", made.event_uid)
            return to(request, "home")
    known = {one.id for one in registry.all("scale")}  # what is not known is said among the problems
    return draw(
        request, "setup/check", status=status, plan=plan, wrong=wrong, progress=progress(CHECK), options=choices,
        carried=setting_up.carried, dictionary=registry.get("needs"),
        covered=coverage.of([one for one in plan.scales if one in known]),
    )  # fmt: skip


def _all_wrong(request: Request, plan: SetUp) -> list[ErrorLink]:
    """Every problem of the plan, each leading to the page on which it is mended."""
    taken = list(queries.visible_to(request.actor).values_list("name", flat=True))
    return [
        ErrorLink(
            f"{STEPS[_page_of(each.field)]}: {each.message}",
            address(request, "workspace:setup_page", step=_page_of(each.field)),
        )
        for each in setting_up.problems(plan, taken)
    ]
