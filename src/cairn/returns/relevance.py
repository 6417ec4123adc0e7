"""The yearly conversation of both sides about whether a service is still what people need. Enter a scope first."""

from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract, RelevanceTalk
from cairn.returns.rules import Side


@dataclass(frozen=True, slots=True)
class Talk:
    """One year's conversation. `year` is the one in which the financial year begins; words are "" until their side wrote them."""

    year: int
    held_date: date
    provider_words: str
    commissioner_words: str
    version: int

    @property
    def years(self) -> str:
        return f"{self.year} to {self.year + 1}"

    def words_of(self, side: Side) -> str:
        return self.provider_words if side == "provider" else self.commissioner_words


NEEDED: dict[Side, Permission] = {"provider": Permission.PREPARE_RETURNS, "commissioner": Permission.MANAGE_CONTRACTS}


def side_in(by: Actor, contract_uid: str) -> tuple[Contract, Side]:
    """A contract and the side on which the actor talks about it. Raises NotFound for a partner, and for who may not."""
    contract: Contract = contracts.one(contracts.visible_to(by), contract_uid)
    mine = parties.sides(contract, by)
    side: Side = "commissioner" if "commissioner" in mine else "provider"
    if side not in mine or not by.may(NEEDED[side]):
        raise contracts.NotFound(contract_uid)
    return contract, side


def of(by: Actor, contract_uid: str) -> tuple[Talk, ...]:
    """The newest first. Raises NotFound."""
    contract, _ = side_in(by, contract_uid)
    rows = RelevanceTalk.objects.filter(contract=contract).order_by("-year")
    return tuple(Talk(row.year, row.held_date, row.provider_words, row.commissioner_words, row.version) for row in rows)
