"""What the parts of a return's page need to be drawn: each part has a template (`returns/_*.jinja`) and one line here."""

from collections.abc import Callable
from typing import Any

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


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    return {name: value for part in PARTS for name, value in part(request, found).items()}
