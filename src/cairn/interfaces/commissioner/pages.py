"""What several of a commissioner's pages share."""

from cairn.contracts import queries
from cairn.contracts.views import ContractView
from cairn.interfaces.pages import Request
from cairn.returns import queries as returns
from cairn.returns.views import ReturnLine


def ours(request: Request, uid: object) -> ContractView:
    """A contract that the reader's organisation commissions. Raises NotFound."""
    found = queries.get(request.actor, str(uid))
    if found.side != "commissioner":
        raise queries.NotFound(uid)
    return found


def returns_of(request: Request, found: ContractView) -> list[ReturnLine]:
    """The returns of a contract, newest round first."""
    lines = [line for line in returns.listing(request.actor) if line.contract_uid == found.uid]
    return sorted(lines, key=lambda line: line.period, reverse=True)
