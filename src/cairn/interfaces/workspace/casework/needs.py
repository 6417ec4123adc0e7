"""Needs of the dictionary: presented, then judged part met or met."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import needs
from cairn.definitions import registry
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.casework import forms
from cairn.interfaces.workspace.casework.places import client_url, episode_of, of
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
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
        done(request, f"{count} need{'s' if count > 1 else ''} recorded.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=client, fragment="needs")
    dictionary = sending.form.dictionary  # type: ignore[attr-defined]
    fields = {one.name: one for one in sending.view.fields}
    areas = [(area.label, [n for n in dictionary.needs if n.area == area.id and n.id not in sending.form.taken])  # type: ignore[attr-defined]
             for area in dictionary.areas]  # fmt: skip
    return draw_form(
        request, sending, title="What did they come for?", back=client_url(request, client), template="casework/needs",
        draft_url=drafts.address(request, key, client), intro=of(record, view), areas=[one for one in areas if one[1]],
        fields=fields, can_meet=forms.CAN_MEET,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def need_judge(request: Request, client: str, need: str) -> HttpResponse:
    """Say how far a need is met, as of a date."""
    record = cases.record(request.actor, str(client))
    found = next(((e, n) for e in record.episodes for n in e.needs if n.uid == str(need)), None)
    if found is None:
        raise cases.NotFound("no such need")
    view, row = found
    initial = {"judged_date": clock.today(), "judged_by": "together", "state": request.GET.get("state")}
    sending = prepare(request, forms.JudgeForm, initial=initial)

    def judge(said: dict[str, Any]) -> Done[Any]:
        return needs.judge(by=request.actor, judgements=[needs.NewJudgement(need_uid=row.uid, **said)])

    if attempt(request, sending, judge):
        done(request, f"{row.label}: judged.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=client, fragment="needs")
    entry = _definition(row)
    return draw_form(
        request, sending, title=row.label, back=client_url(request, client), intro=of(record, view),
        template="casework/judge", need=row, entry=entry,
    )  # fmt: skip


def _definition(row: cases.NeedView) -> Any:
    return registry.get("needs").need(row.need)
