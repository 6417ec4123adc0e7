"""An authority's own reasons: added, and ended."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes
from cairn.collection.actions import reasons
from cairn.interfaces.commissioner.collections.keeping import forms
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem


@page(P.MANAGE_CONTRACTS, writes=True)
def reason_new(request: Request, collection: str) -> HttpResponse:
    row = programmes.seat(request.actor, collection).collection
    sending = prepare(request, partial(forms.ReasonForm, of=row), initial={"start_date": clock.today()})

    def deed(said: dict[str, Any]) -> Done[Any]:
        return reasons.add(by=request.actor, collection_uid=collection, forms=said.pop("on_forms"), **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        words, group = said["label"] or "", said["group"] or ""
        return reasons.problems(request.actor, row, words, group, said["on_forms"] or [])

    if attempt(request, sending, deed, also=also):
        said = f"It is {sending.done.one.code}, on every form of these kinds from that day."  # type: ignore[union-attr]
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    return form_page(
        request, sending, title="Add a reason of your own", submit="Add it",
        back=address(request, "commissioner:collection", collection=collection),
        intro="Why something was not achieved, where the programme has no reason for it. Providers find it among the others on "
        "the screen, in files and in the specification, on forms that name you. You read it apart; the whole counts it as "
        "another reason of its group.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def reason(request: Request, reason: str) -> HttpResponse:
    row = programmes.own_reason(request.actor, reason)
    sending = prepare(request, forms.ReasonEndForm, initial={"end_date": row.end_date, "version": row.version})

    def now() -> tuple[int, dict[str, Any]]:
        fresh = programmes.own_reason(request.actor, reason)
        return fresh.version, {"end_date": fresh.end_date}

    if attempt(
        request, sending, lambda said: reasons.end(by=request.actor, reason_uid=reason, **said), now=now,
        also=lambda said: reasons.end_problems(row, said.get("end_date")),
    ):  # fmt: skip
        said = f"{row.code} is changed."
        return go(request, "commissioner:collection", collection=row.collection.uid, said=said, event=sending.event)
    return form_page(
        request, sending, title=f"{row.code} {row.label}", submit="Save",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
        intro="Its words stay as they are: its figures would not be one thing any more. To word it otherwise, end it and add "
        "another. Forms that gave it keep it.",
    )  # fmt: skip
