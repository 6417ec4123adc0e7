"""A form that was sent: its receipt, its answers, and the ways to change it or take it back."""

from typing import Any

from django.http import HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.collection import filled, local, windows
from cairn.collection.actions import sending
from cairn.definitions import registry
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.presentation.collected.said import sent_parts


@page(P.READ_CLIENTS, P.RECORD)
def sent_form(request: Request, sent: object) -> HttpResponse:
    """The receipt, and what was sent."""
    row = filled.get_sent(request.actor, sent)
    if row.client is not None:
        reads.log(by=request.actor, kind="client", uid=row.client.uid)
    form = registry.get("form", row.form, row.form_version)
    return draw(
        request, "collections/filling/sent", row=row, form=form, receipt=row.submission,
        parts=sent_parts(form, local.added(row), row.answers),
        lock=windows.lock(row.year, clock.today(), is_new=False),
        on_its_way=filled.visible_to(request.actor).filter(number=row.number).first(),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def sent_form_change(request: Request, sent: object) -> HttpResponse:
    """Begin a change: what was sent stands until the change is sent."""
    row = filled.get_sent(request.actor, sent)
    try:
        made = sending.reopen(by=request.actor, sent_uid=sent)
    except Refused as refused:
        return _refused(request, row, refused)
    done(request, "Change what is wrong, then send it again. Until then, what was sent stands.", made.event_uid)
    return to(request, "form_check", form=made.one.uid)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def sent_form_withdraw(request: Request, sent: object) -> HttpResponse:
    """Take it back: the authority counts it no more."""
    row = filled.get_sent(request.actor, sent)
    try:
        made = sending.withdraw(by=request.actor, sent_uid=sent, version=version_of(request, row.version))
    except Refused as refused:
        return _refused(request, row, refused)
    done(request, "Taken back. The authority counts it no more.", made.event_uid)
    return to(request, "sent_form", sent=row.uid)


def _refused(request: Request, row: Any, refused: Refused) -> HttpResponse:
    done(request, refused.words)
    return to(request, "sent_form", sent=row.uid)
