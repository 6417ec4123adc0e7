"""Feedback on the service: whom to ask, slips for them, what they answered, and how many of those asked did."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import feedback as written
from cairn.cases.models import Feedback
from cairn.cases.queries import feedback as queries
from cairn.cases.queries.base import NotFound, get
from cairn.exchange.tables import Cell
from cairn.intake.actions import feedback
from cairn.intake.actions.feedback import NewAsking
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import codes, drafts
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.ratings import forms
from cairn.interfaces.workspace.ratings.asking import slip
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done, Refused
from cairn.presentation.own.words import every, words_of

COLUMNS = ("Asked", "Why", "Service", "Person", "Answered", "Accessible", "Accessible in words", "Comment")
SHOWN = 100


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def to_ask(request: Request) -> HttpResponse:
    """Whom to ask; sent, a slip with a link for each."""
    rows = queries.to_ask(request.actor)
    if request.method == "POST" and (wanted := set(request.POST.getlist("who"))):
        chosen = [one for one in rows if f"{one.episode_uid}.{one.why}" in wanted]
        try:
            return _slips(request, chosen)
        except Refused as refused:
            words = refused.words
            return _list(request, queries.to_ask(request.actor), words)
    return _list(request, rows, "Tick at least one person." if request.method == "POST" else "")


def _list(request: Request, rows: Any, wrong: str) -> HttpResponse:
    return draw(
        request, "ratings/to_ask", status=422 if wrong else 200, rows=rows[:SHOWN], count=len(rows), wrong=wrong,
        rates=queries.rates(request.actor), may_answers=request.actor.may(P.MANAGE_SERVICES),
        unanswered=queries.answers(request.actor, answered=False)[:SHOWN],
    )  # fmt: skip


def _slips(request: Request, chosen: list[Any]) -> HttpResponse:
    by = request.actor
    askings = [
        NewAsking(episode_uid=one.episode_uid, why=one.why, language=words_of(one.language).language) for one in chosen
    ]
    made = feedback.ask(by=by, askings=askings, languages=[*every()]).items if askings else ()
    slips = [
        {**slip(request, one, asked.reference), "client": asked.client, "client_uid": asked.client_uid, "email": asked.email,
         "safe_contact": asked.safe_contact}
        for asked, one in zip(chosen, made, strict=True)
    ]  # fmt: skip
    return draw(request, "ratings/slips", slips=slips, back=address(request, "workspace:feedback"))


@page(P.READ_CLIENTS, P.MANAGE_SERVICES)
def answers(request: Request) -> HttpResponse:
    """What people said, to read and to take out."""
    by = request.actor
    why = request.GET.get("why", "")
    found = queries.answers(by, why=why if why in dict(codes.choices("feedback_reason")) else "", answered=True)
    if (file := files.answer(request, "Feedback", COLUMNS, lambda: map(_line, found))) is not None:
        return file
    return draw(
        request, "ratings/answers", rows=found[:SHOWN], count=len(found), rates=queries.rates(by), why=why,
        reasons=codes.choices("feedback_reason"), question=_question(),
    )  # fmt: skip


def _line(one: queries.FeedbackView) -> tuple[Cell, ...]:
    why = codes.label("feedback_reason", one.why)
    return (one.asked_date, why, one.service, one.client, one.answered_date, one.accessible, one.accessible_label,
            one.comment)  # fmt: skip


def _question() -> str:
    item = queries.accessibility().items[0]
    return item.text or item.topic


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def write(request: Request, client: str, feedback: str) -> HttpResponse:
    """What a person said to staff, written down for them."""
    by = request.actor

    def stands() -> tuple[int, dict[str, Any]]:
        row: Any = get(by, Feedback, feedback, "client")
        if str(row.client.uid) != str(client):
            raise NotFound("not of this person")
        return row.version, {
            "accessible": "" if row.accessible is None else str(row.accessible),
            "comment": row.comment,
        }

    version, now = stands()
    row = get(by, Feedback, feedback)
    form = partial(forms.WrittenForm, question=_question(), answers=queries.options(row.scale_version))
    key = f"feedback.{feedback}"
    sending = prepare(request, form, draft_key=key, initial={**now, "version": version})

    def record(said: dict[str, Any]) -> Done[Any]:
        given = said.pop("accessible")
        return written.write(by=by, feedback_uid=feedback, accessible=int(given) if given else None, **said)

    if attempt(request, sending, record, now=stands):
        done(request, "What they said is written down.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "feedback")
    return draw_form(
        request, sending, title="What they said of the service", back=address(request, "workspace:feedback"),
        intro="Write down what they tell you, for them. It is kept with their record.",
        draft_url=drafts.address(request, key, client),
    )  # fmt: skip
