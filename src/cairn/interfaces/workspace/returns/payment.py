"""What an accepted return is paid, as its provider reads it."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.presentation import payments as drawing
from cairn.presentation import periods
from cairn.returns import payments
from cairn.returns.views import ReturnView


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """For the slot on the page of a return."""
    paper = payments.of_return(request.actor, found.uid) if found.number else None
    return {"payment": paper if paper and paper.statements else None}


@page(P.PREPARE_RETURNS)
def statement(request: Request, answer: str) -> HttpResponse:
    found = payments.of_return(request.actor, str(answer))
    if found.side != "provider":
        raise payments.contracts.NotFound(answer)
    file = files.answer(request, "Payment statement", drawing.COLUMNS, lambda: drawing.rows(found))
    return file or show(
        request, "returns/payment", paper=found, problems=(), period_words=periods.words,
        value_words=drawing.value_words,
    )  # fmt: skip


urls = [path("returns/<uuid:answer>/payment/", statement, name="return_payment")]
