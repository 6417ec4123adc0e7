"""How much was recorded for a contract in a period, by kind of record: for what recording costs. Never by worker."""

from typing import cast

from cairn.access.actors import Actor
from cairn.contracts.rules_burden import KINDS, Kind
from cairn.definitions.shapes.measure import Measure, Table
from cairn.insight import own
from cairn.insight.measures.shape import question
from cairn.kernel.periods import Period

READINGS = "assessment"


def counts(by: Actor, contract_uid: str, period: Period) -> dict[str, int]:
    """Records of each kind that the contract pays for, the lead's and its agreed partners'; readings by instrument, as
    `assessment:<scale>`. Kinds without a record are left out. Needs what own figures need. Raises NotFound."""
    found: dict[str, int] = {}
    with own.one_reading():
        for kind in KINDS.values():
            by_scale = ("scale",) if kind.table == READINGS else ()
            asked = question(period, by_scale, {"contract": contract_uid})
            for row in own.compute(by, _counting(kind), asked).rows:
                name = f"{kind.table}:{row.codes[0]}" if by_scale else kind.table
                if row.value:
                    found[name] = int(row.value)
    return found


def _counting(kind: Kind) -> Measure:
    return Measure(
        id=f"recorded_{kind.table}", version=1, label=kind.label, source="counted for what recording costs", sure="own",
        words=kind.label, kind="count", table=cast(Table, kind.table), period_date=kind.date, measure_class="provider_output",
        may_group_by=("scale",) if kind.table == READINGS else (), better="none",
    )  # fmt: skip
