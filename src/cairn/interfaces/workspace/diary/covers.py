"""Who looks after whose desk, and until when."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import covers as actions
from cairn.cases.models import Cover
from cairn.cases.queries.covering import covers
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.pages import Request, done, page, pressed, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.web import formats
from cairn.web.formfields import DateField


class CoverForm(forms.Form):
    """Who is away, who looks after their desk, from when to when."""

    worker_uid = forms.ChoiceField(label="Who is away?")
    covered_by_uid = forms.ChoiceField(label="Who covers?")
    start_date = DateField(label="From which day?")
    end_date = DateField(label="Until which day?")

    def __init__(self, *args: Any, workers: list[tuple[str, str]], own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        away = [one for one in workers if not own or one[0] == own]
        self.fields["worker_uid"].choices = away if own else [("", "Choose"), *away]  # type: ignore[attr-defined]
        rest = [one for one in workers if one[0] != own]
        self.fields["covered_by_uid"].choices = [("", "Choose"), *rest]  # type: ignore[attr-defined]


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def cover(request: Request) -> HttpResponse:
    """The covers that run or are to come, and a form for one more: a manager's for anybody, a worker's for themself."""
    manages = request.actor.may(P.MANAGE_SERVICES)
    own = "" if manages else request.actor.uid

    def make(**given: Any) -> CoverForm:
        return CoverForm(workers=members.workers(request), own=own, **given)

    sending = prepare(request, make, initial={"worker_uid": own, "start_date": clock.today()})

    def set_it(said: dict[str, Any]) -> Done[Any]:
        return actions.cover(by=request.actor, covers=[actions.NewCover(**said)])

    if attempt(request, sending, set_it):
        row = sending.done.one  # type: ignore[union-attr]
        until = formats.weekday_date(row.end_date)
        done(request, f"The desk is covered until {until}. It ends by itself.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "covers")
    rows = covers(request.actor)
    return draw_form(
        request, sending, title="Cover for a colleague", submit="Set it", back=to(request, "diary")["Location"],
        template="diary/covers", rows=rows, manages=manages,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def cover_end(request: Request, cover: str) -> HttpResponse:
    """It is not needed any more."""
    row = cases.get(request.actor, Cover, cover)
    ending = actions.CoverEnding(cover_uid=str(cover), version=version_of(request, row.version))
    pressed(request, "The cover is ended.", lambda: actions.end(by=request.actor, endings=[ending]))
    return to(request, "covers")
