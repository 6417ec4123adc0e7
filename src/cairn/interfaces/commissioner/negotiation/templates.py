"""The commissioner’s pages of a change for a whole area: drafted, asked about, replied to, decided."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, rules_templates, template_changes, template_effects
from cairn.contracts.actions import templates as actions
from cairn.contracts.actions.templates import Decision
from cairn.contracts.rules_templates import TemplateLine
from cairn.contracts.template_changes import ChangeView
from cairn.interfaces.negotiating.sides import COMMISSIONER
from cairn.interfaces.negotiating.template_forms import (
    AnswerForm,
    DecideForm,
    TemplateForm,
    UntilForm,
    WhyForm,
    initial_of,
)
from cairn.interfaces.pages import Request, page
from cairn.interfaces.saving import Sending, attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import template_changes as words_of


@page(P.MANAGE_CONTRACTS)
def every(request: Request) -> HttpResponse:
    """Every change with where it stands, and the areas for which one may be drafted."""
    offered = [
        (code, label, many)
        for code, label in areas.open_on(request.actor).items()
        if (many := len(template_effects.running(request.actor, code, clock.today())))
    ]
    return COMMISSIONER.show(
        request, "templates", changes=template_changes.every(request.actor), areas=offered,
        states=template_changes.STATES,
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS)
def one(request: Request, change: str) -> HttpResponse:
    """Why, what differs, what it does to each contract, what was replied, and what was decided."""
    found = template_changes.get(request.actor, str(change))
    replies = template_changes.replies(request.actor, found.uid) if found.state != "draft" else ()
    weighs = found.state in ("draft", "consulting")
    since = template_changes.unasked(request.actor, found) if found.state == "consulting" or found.goes_ahead else 0
    effects = template_changes.effects(request.actor, found.uid) if weighs else ()
    return COMMISSIONER.show(
        request, "template", change=found, replies=replies, stances=rules_templates.STANCES,
        decisions=rules_templates.DECISIONS, states=template_changes.STATES, summary=words_of.summary(effects),
        effects=effects, since=since, said=words_of.replied(replies), lines=[words_of.line(each) for each in found.lines],
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def new(request: Request, area: str) -> HttpResponse:
    labels = areas.open_on(request.actor)
    if area not in labels:
        raise Http404
    initial = {"uid": str(uuid.uuid4()), "version": 0}
    return _draft(request, area, labels[area], initial, None)


@page(P.MANAGE_CONTRACTS, writes=True)
def change(request: Request, change: str) -> HttpResponse:
    """The draft, put another way."""
    found = _in(request, change, "draft")
    initial = {"title": found.title, "words": found.words, "version": found.version}
    return _draft(
        request, found.area, found.area_label, initial | initial_of(found.lines, template_effects.known()), found
    )


def _draft(request: Request, area: str, label: str, initial: dict[str, Any], draft: ChangeView | None) -> HttpResponse:
    contracts = template_effects.running(request.actor, area, clock.today())
    held, known = list(template_effects.carried(contracts).values()), template_effects.known()

    def make(**given: Any) -> TemplateForm:
        return TemplateForm(held=held, known=known, **given)

    sending = prepare(request, make, initial=initial, draft_key="" if draft else f"template-{area}")
    form: TemplateForm = sending.form  # type: ignore[assignment]

    def also(said: dict[str, Any]) -> list[Problem]:
        wrong = actions.draft_problems(request.actor, area, said["title"], said["words"], form.lines())
        return [_placed(problem, form.places()) for problem in wrong]

    deed, now = _drafting(request, form, area, draft), _as_it_is(request, draft)
    if attempt(request, sending, deed, now=now, also=also):
        made = sending.done.one  # type: ignore[union-attr]
        said = "Kept as a draft. Nobody else sees it. Below stands what it would do to each contract."
        return COMMISSIONER.go(request, "template", change=made.uid, said=said, event=sending.event)
    back = COMMISSIONER.url(request, "template", change=draft.uid) if draft else COMMISSIONER.url(request, "templates")
    return form_page(
        request, sending, template="negotiation/template_draft", submit="Keep the draft", back=back, area=label,
        title=f"Change what {label} reports" if draft is None else "Change the draft",
        intro="What you leave stays as each contract has it, and so do targets. Nothing is asked or changed yet.",
    )  # fmt: skip


def _as_it_is(request: Request, draft: ChangeView | None) -> Callable[[], tuple[int, dict[str, Any]]] | None:
    """The draft as somebody else left it meanwhile."""
    if draft is None:
        return None

    def now() -> tuple[int, dict[str, Any]]:
        fresh = template_changes.get(request.actor, draft.uid)
        lines = initial_of(fresh.lines, template_effects.known())
        return fresh.version, {"title": fresh.title, "words": fresh.words, **lines}

    return now


def _drafting(
    request: Request, form: TemplateForm, area: str, draft: ChangeView | None
) -> Callable[[dict[str, Any]], Done[Any]]:
    def do(said: dict[str, Any]) -> Done[Any]:
        given = {"change_uid": draft.uid, "version": said["version"]} if draft else {"uid": str(said["uid"] or "")}
        try:
            return actions.draft(
                by=request.actor, area=area, title=said["title"], words=said["words"], lines=form.lines(), **given
            )
        except Refused as refused:
            raise type(refused)([_placed(problem, form.places()) for problem in refused.problems]) from refused

    return do


def _placed(problem: Problem, places: list[dict[str, str]]) -> Problem:
    if problem.row is None:
        return problem
    field = places[problem.row].get(problem.field, "")
    return Problem(problem.rule, problem.message, problem.fix, problem.severity, field, problem.row)


@page(P.MANAGE_CONTRACTS, only_post=True)
def drop(request: Request, change: str) -> HttpResponse:
    done = actions.drop(by=request.actor, change_uid=_in(request, change, "draft").uid)
    return COMMISSIONER.go(request, "templates", said="The draft is given up.", event=done.event_uid)


@page(P.MANAGE_CONTRACTS, writes=True)
def consult(request: Request, change: str) -> HttpResponse:
    """Ask every provider of the area."""
    found = _in(request, change, "draft")
    first = rules_templates.first_until(clock.today())
    sending = prepare(request, UntilForm, initial={"version": found.version, "replies_until_date": first})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.consult(by=request.actor, change_uid=found.uid, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        until = said.get("replies_until_date")
        return rules_templates.until_problems(until, clock.today()) if until else []

    if attempt(request, sending, do, also=also):
        said = "Asked. It stands on the first page of every provider of the area until it replies."
        return COMMISSIONER.go(request, "template", change=found.uid, said=said)
    return _form(
        request, sending, found, title=f"Ask {found.area_label}", submit="Ask every provider",
        intro="Each reads what would change for its own contracts, and replies for each. Nothing changes before you decide.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def withdraw(request: Request, change: str) -> HttpResponse:
    found = _in(request, change, "consulting")
    sending = prepare(request, WhyForm, initial={"version": found.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.withdraw(by=request.actor, change_uid=found.uid, **said)

    if attempt(request, sending, do):
        said = "Withdrawn. Nothing changes, and whoever was asked reads why."
        return COMMISSIONER.go(request, "template", change=found.uid, said=said)
    return _form(request, sending, found, title="Withdraw this change?", submit="Withdraw it",
                 intro="What was replied stays on its page. Nothing of what returns carry changes.")  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def decide(request: Request, change: str) -> HttpResponse:
    """Publish what is decided, with the reason, the answers, and the round from which it holds."""
    found = _in(request, change, "consulting")
    row = template_changes.find(request.actor, found.uid)
    waits = sum(reply.wants_answer for reply in template_changes.replies(request.actor, found.uid))

    def make(**given: Any) -> DecideForm:
        return DecideForm(lines=found.lines, starts=template_changes.starts(row), unanswered=waits, **given)

    sending = prepare(request, make, initial={"version": found.version}, draft_key=f"decide-{found.uid}")
    form: DecideForm = sending.form  # type: ignore[assignment]

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.decide(
            by=request.actor, change_uid=found.uid, decision=_decision(form, said), version=said["version"]
        )

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.decide_problems(request.actor, row, _decision(form, said))

    if attempt(request, sending, do, also=also):
        said = "Published. Every provider that was asked reads it, with your answers."
        return COMMISSIONER.go(request, "template", change=found.uid, said=said)
    early = found.takes_replies and request.method != "POST"  # what was typed already is refused with its words kept
    return _form(request, sending, found, title=f"Decide: {found.title}", submit="Publish the decision", early=early)


def _decision(form: DecideForm, said: dict[str, Any]) -> Decision:
    is_changed = said["decision"] == "go_ahead_changed"
    lines: tuple[TemplateLine, ...] = form.lines() if is_changed else ()
    start = date.fromisoformat(said["from_date"]) if said.get("from_date") else None
    return Decision(said["decision"], said["words"], start, lines, said.get("answer_to_rest") or "")


@page(P.MANAGE_CONTRACTS, writes=True)
def revoke(request: Request, change: str) -> HttpResponse:
    found = template_changes.get(request.actor, str(change))
    if not found.may_be_revoked:
        raise Http404
    sending = prepare(request, WhyForm, initial={"version": found.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.revoke(by=request.actor, change_uid=found.uid, **said)

    if attempt(request, sending, do):
        said = "Revoked. Every contract carries what it did, and its variations say so."
        return COMMISSIONER.go(request, "template", change=found.uid, said=said)
    return _form(
        request, sending, found, title="Revoke this decision?", submit="Revoke it",
        intro=f"It would begin in {found.since}. Until then it can be taken back, with a reason that everybody reads.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def answer(request: Request, reply: str) -> HttpResponse:
    """What the commissioner says to one reply."""
    asked = template_changes.reply(request.actor, str(reply))
    found = template_changes.get(request.actor, asked.change.uid)
    if not asked.reply.stance:
        raise Http404
    sending = prepare(request, AnswerForm, initial={"words": asked.reply.answer, "version": asked.reply.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.answer(by=request.actor, reply_uid=asked.reply.uid, **said)

    def now() -> tuple[int, dict[str, Any]]:
        fresh = template_changes.reply(request.actor, asked.reply.uid).reply
        return fresh.version, {"words": fresh.answer}

    if attempt(request, sending, do, now=now):
        said, place = "Your answer stands beside the reply.", f"reply-{asked.reply.uid}"
        return COMMISSIONER.go(request, "template", change=found.uid, said=said, event=sending.event, fragment=place)
    return form_page(
        request, sending, template="negotiation/template_answer", title=f"Answer {asked.reply.provider}",
        submit="Keep the answer", back=COMMISSIONER.url(request, "template", change=found.uid), reply=asked.reply,
        stances=rules_templates.STANCES,
    )  # fmt: skip


def _form(request: Request, sending: Sending, found: ChangeView, **more: Any) -> HttpResponse:
    back = COMMISSIONER.url(request, "template", change=found.uid)
    return form_page(request, sending, template="negotiation/template_form", change=found, back=back, **more)


def _in(request: Request, uid: str, state: str) -> ChangeView:
    """The change, where it stands so that this may be done with it. Raises NotFound, Http404."""
    found = template_changes.get(request.actor, str(uid))
    if found.state != state:
        raise Http404
    return found


urls = [
    path("negotiation/areas/", every, name="templates"),
    path("negotiation/areas/<slug:area>/new/", new, name="template_new"),
    path("negotiation/area-change/<uuid:change>/", one, name="template"),
    path("negotiation/area-change/<uuid:change>/change/", change, name="template_change"),
    path("negotiation/area-change/<uuid:change>/drop/", drop, name="template_drop"),
    path("negotiation/area-change/<uuid:change>/ask/", consult, name="template_consult"),
    path("negotiation/area-change/<uuid:change>/withdraw/", withdraw, name="template_withdraw"),
    path("negotiation/area-change/<uuid:change>/decide/", decide, name="template_decide"),
    path("negotiation/area-change/<uuid:change>/revoke/", revoke, name="template_revoke"),
    path("negotiation/area-reply/<uuid:reply>/answer/", answer, name="template_answer"),
]
