"""One person whom only another system knows, by the code that it knows them by: all that was sent about them. Enter a scope
first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.exchange.models import SuppliedCode
from cairn.kernel.problems import Problem, Refused
from cairn.returns import coded
from cairn.returns.coded import SentRow

COLUMNS = ("Recipient", "Contract", "Round", "Version", "Sent on", "Decision", "Table", "Row", "Field", "Value")


@dataclass(frozen=True, slots=True)
class Known:
    """What is there under a code of the provider's own. `codes` are those under which it went, one in each contract."""

    own: str
    codes: tuple[str, ...]
    rows: tuple[SentRow, ...]
    objected: date | None

    @property
    def held(self) -> tuple[SentRow, ...]:
        """The rows that say something still."""
        return tuple(row for row in self.rows if not row.is_empty)

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(sorted({row.commissioner for row in self.rows}))

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """A line for each field of each row, for whoever asks what is held about them."""
        for place, row in enumerate(self.held, start=1):
            about = (
                row.commissioner,
                row.contract,
                row.round_name,
                row.number,
                row.sent,
                row.decision,
                row.table,
                place,
            )
            for name, value in row.values.items():
                yield (*about, name, ";".join(map(str, value)) if isinstance(value, list) else value)


def get(by: Actor, own: str) -> Known:
    """Raises Refused where nothing was sent under the code."""
    by.require(Permission.PREPARE_RETURNS)
    rows = rows_of(by, own)
    codes = tuple(row.code for row in rows)
    said = [row.objected_date for row in rows if row.objected_date]
    return Known(own.strip(), codes, coded.sent(by, codes), min(said, default=None))


def rows_of(by: Actor, own: str) -> Sequence[SuppliedCode]:
    """The codes of one person, one in each contract. Raises Refused where there is none."""
    mine = SuppliedCode.objects.filter(organisation_id=by.organisation_id, own=own.strip())
    found = list(mine.order_by("pk"))
    if not found:
        raise Refused([NOBODY])
    return found


NOBODY = Problem(
    "person.unknown",
    "Nothing was sent from another system under this code.",
    "Write it as it stands in the file, in the column row. Of somebody on record here, open their own page.",
    field="code",
)
