"""Deeds about needs: presented, judged, said to be ours or not, passed on."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import needs
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.casework.places import episode_of, of
from cairn.interfaces.workspace.needs import forms
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def need_new(request: Request, client: str, episode: str) -> HttpResponse:
    """Choose needs, several at once, each with its definition one key away."""
    record, view = episode_of(request, client, episode)
    key = f"need.new.{episode}"

    def make(**given: Any) -> forms.NeedsForm:
        return forms.NeedsForm(taken=[need.need for need in view.needs], **given)

    day = clock.today() if view.end_date is None else view.end_date
    sending = prepare(request, make, draft_key=key, initial={"presented_date": day, "judged_by": "together"})

    def present(said: dict[str, Any]) -> Done[Any]:
        chosen = [
            needs.NewNeed(
                episode_uid=view.uid, need=need, presented_date=said["presented_date"], judged_by=said["judged_by"],
                can_meet=said.get(f"can_meet_{need}") or "not_known",
            )
            for need in said["needs"]
        ]  # fmt: skip
        return needs.present(by=request.actor, needs=chosen)

    if attempt(request, sending, present):
        count = len(sending.done.items)  # type: ignore[union-attr]
        say(request, sending, f"{count} need{'s' if count > 1 else ''} recorded.")
        return to(request, "client_needs", client=client, fragment="needs")
    dictionary = sending.form.dictionary  # type: ignore[attr-defined]
    fields = {one.name: one for one in sending.view.fields}
    areas = [(area.label, [n for n in dictionary.needs if n.area == area.id and n.id not in sending.form.taken])  # type: ignore[attr-defined]
             for area in dictionary.areas]  # fmt: skip
    return draw_form(
        request, sending, title="What did they come for?", back=_all(request, client), template="needs/new",
        draft_url=drafts.address(request, key, client), intro=of(record, view), areas=[one for one in areas if one[1]],
        fields=fields, can_meet=forms.CAN_MEET,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def need_judge(request: Request, client: str, need: str) -> HttpResponse:
    """Say how far a need is met, as of a date, with the dictionary's tests in sight."""
    found = cases.need_page(request.actor, client, need)
    initial = {"judged_date": clock.today(), "judged_by": "together", "state": request.GET.get("state")}
    sending = prepare(request, forms.JudgeForm, initial=initial)

    def judge(said: dict[str, Any]) -> Done[Any]:
        return needs.judge(by=request.actor, judgements=[needs.NewJudgement(need_uid=found.row.uid, **said)])

    return _send(
        request,
        sending,
        judge,
        found,
        title=found.row.label,
        words="judged",
        template="needs/judge",
        then="client_needs",
    )


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def need_meet(request: Request, client: str, need: str) -> HttpResponse:
    """Whether it can be met here, or somebody else must."""
    found = cases.need_page(request.actor, client, need)
    sending = prepare(request, forms.MeetForm, initial={"can_meet": found.row.can_meet, "version": found.row.version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return needs.change_meeting(by=request.actor, changes=[needs.MeetChange(need_uid=found.row.uid, **said)])

    def now() -> tuple[int, dict[str, Any]]:
        fresh = cases.need_page(request.actor, client, need).row
        return fresh.version, {"can_meet": fresh.can_meet}

    return _send(
        request, sending, change, found, now=now, title="Can we meet it ourselves?", words="noted who can meet it"
    )


def _send(
    request: Request, sending: Sending, deed: Any, found: cases.NeedPage, *, title: str, words: str, now: Any = None,
    then: str = "need", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Do it and go back to the need (a judgement to the wheel, which it moves), or show the form again."""
    row = found.row
    if attempt(request, sending, deed, now=now):
        say(request, sending, f"{row.label}: {words}.")
        about = {"client": found.client_uid} | ({"need": row.uid} if then == "need" else {})
        return to(request, then, **about)
    back = address(request, "workspace:need", client=found.client_uid, need=row.uid)
    intro = f"{found.name}, {row.service}." if title == row.label else f"{row.label}. {found.name}, {row.service}."
    return draw_form(request, sending, title=title, back=back, intro=intro, need=row, entry=found.entry, **more)


def _all(request: Request, client: object) -> str:
    return address(request, "workspace:client_needs", client=client)
