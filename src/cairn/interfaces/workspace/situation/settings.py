"""What a service asks beyond the core questions, with its reasons; and its own list of levels of support."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict

from cairn.access.deeds import Conflict
from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import version_of
from cairn.interfaces.saving import INVALID
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel.problems import Problem, Refused, refuse_if
from cairn.people.rules_optional import QUESTIONS
from cairn.services import asking, queries
from cairn.services.actions import asking as actions
from cairn.services.rules_asking import MOST_LEVELS, LevelFacts, level_problems
from cairn.web.forms import ErrorLink

SPARE = 3
EVERYBODY = "everybody who may open the record."
THE_FEW = "only who may read restricted records, and the person."


@page(P.MANAGE_SERVICES, writes=True)
def service_questions(request: Request, service: str) -> HttpResponse:
    """A switch and a reason for each question."""
    by = request.actor
    row, wrong, conflict = queries.get(by, service), list[Problem](), False
    now = {one.question: one.reason for one in asking.questions_of(by, [row.uid])}
    typed = {one.id: request.POST.get(f"reason-{one.id}", "") for one in QUESTIONS} if request.method == "POST" else now
    on = {id for id in typed if f"ask-{id}" in request.POST} if request.method == "POST" else set(now)
    if request.method == "POST":
        try:
            chosen = {id: typed[id] for id in typed if id in on}
            made = actions.choose(
                by=by, service_uid=service, questions=chosen, version=version_of(request, row.version)
            )
        except Refused as refused:
            wrong, conflict = list(refused.problems), isinstance(refused, Conflict)
        else:
            done(request, "What this service asks is changed.", made.event_uid)
            return to(request, "service", service=service, fragment="optional")
    return draw(
        request, "situation/questions", status=INVALID if wrong else 200, service=row, questions=QUESTIONS, typed=typed,
        on=on, theirs=now if conflict else {}, errors=_at(wrong), summary=_summary(wrong), seen=(EVERYBODY, THE_FEW),
        version=queries.get(by, service).version,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list as it is or was typed: `order` is the text of its place."""

    order: str
    facts: LevelFacts


@page(P.MANAGE_SERVICES, writes=True)
def service_levels(request: Request, service: str) -> HttpResponse:
    """The list as it is, in order, and a few empty lines."""
    by = request.actor
    row, wrong = queries.get(by, service), list[Problem]()
    now = [LevelFacts(uid=v.uid, name=v.name, words=v.words, is_used=v.is_used) for v in asking.levels_of(by, row.uid)]
    lines = [Line(str(place), facts) for place, facts in enumerate(now, 1)]
    if request.method == "POST":
        lines = typed_levels(request.POST)
        try:
            refuse_if(_places(lines))
            lines = sorted(lines, key=lambda line: (not line.facts.is_used, int(line.order)))
            levels = [line.facts for line in lines]
            version = version_of(request, row.version)
            made = actions.arrange_levels(by=by, service_uid=service, levels=levels, version=version)
        except Refused as refused:
            wrong = list(refused.problems)
        else:
            done(request, "The levels of support are changed.", made.event_uid)
            return to(request, "service", service=service, fragment="levels")
    return draw(
        request, "situation/levels", status=INVALID if wrong else 200, service=row, lines=lines,
        spare=range(len(lines), min(len(lines) + SPARE, MOST_LEVELS)), errors=_at(wrong), summary=_summary(wrong),
        version=queries.get(by, service).version,
    )  # fmt: skip


def typed_levels(said: QueryDict) -> list[Line]:
    """The lines as typed; an empty new line is none."""
    found = []
    for place in range(MOST_LEVELS + SPARE):
        name, uid = said.get(f"name-{place}", "").strip(), said.get(f"uid-{place}", "")
        if name or uid:
            is_used = not uid or f"used-{place}" in said
            facts = LevelFacts(uid=uid, name=name, words=said.get(f"words-{place}", ""), is_used=is_used)
            found.append(Line(said.get(f"order-{place}", "").strip() or str(place + 1), facts))
    return found


def _places(lines: list[Line]) -> list[Problem]:
    """Where a place is no number; with it all else that is wrong, so that all is said at once."""
    fix = "Write a whole number: 1 for the lowest."
    odd = [
        Problem("level.order", "This is not a place in a list.", fix, field=f"order-{place}")
        for place, line in enumerate(lines)
        if not (line.order.isascii() and line.order.isdecimal() and len(line.order) < 4)
    ]
    return [*odd, *level_problems([line.facts for line in lines])] if odd else []


def _at(wrong: list[Problem]) -> dict[str, str]:
    return {one.field: one.words for one in wrong if one.field}


def _summary(wrong: list[Problem]) -> list[Any]:
    return [ErrorLink(one.words, f"#{one.field}" if one.field else "#list") for one in wrong]
