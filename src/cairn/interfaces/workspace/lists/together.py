"""One thing done with several people of a caseload: hand them over, or plan a contact with each. Shown before it is done,
and taken back with one undo. Closing is not among them: each ends in its own way."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import appointments, episodes
from cairn.cases.queries import CaseRow
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.lists.asking import Choices, read
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.web.formfields import DateField

MOST = 200


class HandOverForm(forms.Form):
    """To whom, and what they should know."""

    worker_uid = forms.ChoiceField(label="Who takes them over?")
    note = forms.CharField(
        label="What should they know?", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The same words go to the record of each of them.",
    )  # fmt: skip

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """A contact with each, on one day."""

    planned_date = DateField(label="On which day?", earliest=None)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def together(request: Request) -> HttpResponse:
    """The people who were ticked, or everybody who fits; what is to be done; then do it."""
    rows = _rows(request)
    what = request.POST.get("what", "")
    if not rows:
        done(request, "Nobody was ticked. Tick people of the list first.")
        return to(request, "caseload")
    if len(rows) > MOST:
        done(request, f"That is more than {MOST} people at once. Narrow the list down first.")
        return to(request, "caseload")
    return _plan(request, rows) if what == "plan" else _hand_over(request, rows)


def _rows(request: Request) -> tuple[CaseRow, ...]:
    """Of what was sent: those ticked; with `everybody`, all that fit the list."""
    if "everybody" in request.POST:
        asked = read(request, Choices.of(request), QueryDict(request.POST.get("asked", "")))
        return cases.episodes_of(request.actor, cases.fitting_uids(request.actor, **asked.arguments))
    return cases.episodes_of(request.actor, request.POST.getlist("episode"))


def _hand_over(request: Request, rows: tuple[CaseRow, ...]) -> HttpResponse:
    def make(**given: Any) -> HandOverForm:
        return HandOverForm(workers=members.workers(request), **given)

    def assign(said: dict[str, Any]) -> Done[Any]:
        new = [episodes.Assignment(episode_uid=row.episode_uid, **said) for row in rows]
        return episodes.assign(by=request.actor, assignments=new)

    words = "The person is handed over." if len(rows) == 1 else f"{len(rows)} people are handed over."
    return _ask(request, rows, make, assign, title="Hand over", submit="Hand over", words=words, what="hand_over")


def _plan(request: Request, rows: tuple[CaseRow, ...]) -> HttpResponse:
    def plan(said: dict[str, Any]) -> Done[Any]:
        new = [
            appointments.NewAppointment(
                episode_uid=row.episode_uid, planned_date=said["planned_date"], worker_uid=row.worker_uid
            )
            for row in rows
        ]
        return appointments.make(by=request.actor, appointments=new)

    words = "A contact is planned." if len(rows) == 1 else f"{len(rows)} contacts are planned."
    return _ask(request, rows, PlanForm, plan, title="Plan a contact", submit="Plan", words=words, what="plan")


def _ask(
    request: Request, rows: tuple[CaseRow, ...], make: Callable[..., forms.Form], deed: Callable[..., Done[Any]],
    *, title: str, submit: str, words: str, what: str,
) -> HttpResponse:  # fmt: skip
    """First the question and whom it is about; sent with its answer, do it."""
    sending = prepare(request, make)
    if "sure" not in request.POST:
        sending.form = make(initial={"planned_date": clock.today() + dt.timedelta(days=1)})
    elif attempt(request, sending, deed):
        done(request, words, sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "caseload")
    back = reverse("workspace:caseload", kwargs={"organisation": request.actor.slug})
    return draw_form(
        request, sending, title=title, back=back, submit=submit, template="lists/together", rows=rows, what=what
    )
