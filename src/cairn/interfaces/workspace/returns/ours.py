"""Find a return for a page of the organisation that gives it."""

from cairn.interfaces.pages import Request
from cairn.returns import queries
from cairn.returns.views import ReturnView


def ours(request: Request, uid: object) -> ReturnView:
    """A return that the reader's organisation gives. Raises NotFound."""
    found = queries.answer(request.actor, str(uid))
    if found.side != "provider":
        raise queries.NotFound(uid)
    return found
