"""What the parts of a return's page need to be drawn: each part has a template (`returns/_*.jinja`) and one line here."""

from collections.abc import Callable
from typing import Any

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import Request
from cairn.interfaces.workspace.returns import missing, owing, payment, review, used, words
from cairn.returns.views import ReturnView

#: Each gives the names that its template reads; it is called with the return as the provider sees it.
PARTS: tuple[Callable[[Request, ReturnView], dict[str, Any]], ...] = (
    missing.context,
    owing.context,
    payment.context,
    review.context,
    used.context,
    words.context,
)


#: Of them, what whoever only reads returns is shown.
READ = (review.context, used.context)


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """`prepares`: whether the reader prepares returns, and so is shown what is to be done."""
    prepares = request.actor.may(P.PREPARE_RETURNS)
    parts = PARTS if prepares else READ
    return {"prepares": prepares, **{name: value for part in parts for name, value in part(request, found).items()}}
