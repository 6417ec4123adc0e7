"""Whose page it is, and where its neighbours are."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from cairn.contracts import proposals
from cairn.contracts.models import Contract
from cairn.contracts.queries import NotFound
from cairn.interfaces.pages import Request, address, go, show


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the table: its space of addresses, and what it is in a contract."""

    space: str
    side: str

    def url(self, request: Request, page: str, **about: Any) -> str:
        return address(request, f"{self.space}:{page}", **about)

    def go(self, request: Request, page: str, **about: Any) -> HttpResponse:
        return go(request, f"{self.space}:{page}", **about)

    def contract(self, request: Request, uid: object) -> Contract:
        """A contract in which the reader's organisation stands on this side. Raises NotFound."""
        row = proposals.contract_of(request.actor, str(uid))
        if proposals.side_of(row, request.actor) != self.side:
            raise NotFound(uid)
        return row

    def proposal(self, request: Request, uid: object) -> proposals.ProposalView:
        """Raises NotFound."""
        found = proposals.get(request.actor, str(uid))
        self.contract(request, found.contract_uid)
        return found

    def may_decide(self, request: Request) -> bool:
        return request.actor.may(proposals.BINDS[self.side])

    def show(self, request: Request, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        """A page, with the side and the addresses of its neighbours."""

        def at(page: str, **about: Any) -> str:
            return self.url(request, page, **about)

        return show(request, f"negotiation/{template}", status=status, at=at, side=self, **more)


PROVIDER = Side("workspace", "provider")
COMMISSIONER = Side("commissioner", "commissioner")


def other_of(contract: Contract, side: str) -> str:
    """The name of the organisation across the table."""
    name: str = contract.commissioner.name if side == "provider" else contract.provider.name
    return name
