"""What a recipient may read of rows that it received: what the agreement names today, however much was sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.contracts import queries as contracts
from cairn.contracts import standing
from cairn.contracts.models import AgreedMeasure, ProposalLine
from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.returns import rules
from cairn.returns.individual.columns import KINDS


@dataclass(frozen=True, slots=True)
class Readable:
    """Of one contract: the fields that its agreement names now, and by table the columns that its figures are computed
    from. A column that nothing of these lets be read is out of every page, file and figure at once. `links`: its people may be
    known again under another contract; where a later agreement says no, those sent before are strangers there too."""

    named: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    links: bool = False

    def lets(self, table: str, name: str) -> bool:
        if name not in SHAREABLE and name not in _BY_KIND.get(table, ()):
            return True
        if name in self.named or name in self.counted.get(table, ()):
            return True
        return any(
            kind.table == table and field in self.named and name in kind.columns for field, kind in KINDS.items()
        )

    def of(self, table: str, shared: Mapping[str, Any]) -> dict[str, Any]:
        """What of a row may be read."""
        return {name: value for name, value in shared.items() if self.lets(table, name)}


#: Columns that leave once a year only because a field lets all of their kind leave.
_BY_KIND = {kind.table: frozenset(kind.columns) for kind in KINDS.values()}
NOTHING = Readable(frozenset(), {})


def of_contracts(commissioner_id: int) -> dict[int, Readable]:
    """By the inner id of the contract. Needs the scope of the commissioner, or of both."""
    named = contracts.named_now(commissioner_id, clock.today())
    links = contracts.linking_now(commissioner_id, clock.today())
    reads: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = AgreedMeasure.objects.filter(commissioner_id=commissioner_id, level="individual")
    counted = [*rows.values_list("contract_id", "measure", "measure_version", "by"), *_dropped(commissioner_id)]
    for contract, measure, version, by in counted:
        definition = registry.get("measure", measure, version)
        reads[contract][definition.table] |= rules.columns_read(definition, by) - rules.AGREED_ONLY
    return {
        contract: Readable(
            named.get(contract, frozenset()),
            {table: frozenset(names) for table, names in reads[contract].items()},
            contract in links,
        )
        for contract in named.keys() | reads.keys()
    }


def _dropped(commissioner_id: int) -> list[tuple[int, str, int, str]]:
    """What is dropped from a day on: returns of rounds before it carried it, and their rows are still read."""
    lines = ProposalLine.objects.filter(
        commissioner_id=commissioner_id, doing="drop", proposal__state__in=standing.HOLDS
    )
    return [
        (contract, measure, before["measure_version"], by)
        for contract, measure, before, by in lines.values_list("proposal__contract_id", "measure", "before", "by")
        if before["level"] == "individual"
    ]
