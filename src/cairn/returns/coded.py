"""What was sent about somebody under codes of contracts, for the provider that sent it: read for them, and emptied. Enter a scope
first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.kernel import clock
from cairn.returns.erasure import EMPTY
from cairn.returns.models import SubmissionRow

CHUNK = 500


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row as it was sent. `values` is empty where it was emptied since; `decision` is accepted, rejected or ""."""

    return_uid: str
    commissioner: str
    contract: str
    round_name: str
    number: int
    sent: date
    decision: str
    table: str
    code: str
    values: Mapping[str, Any]

    @property
    def is_empty(self) -> bool:
        return not self.values


def sent(by: Actor, codes: Iterable[str]) -> tuple[SentRow, ...]:
    """Every row under these codes that the actor's organisation sent, the latest version first."""
    listed, found = sorted(set(codes)), []
    for start in range(0, len(listed), CHUNK):
        rows = SubmissionRow.objects.filter(provider_id=by.organisation_id, row_code__in=listed[start : start + CHUNK])
        found += list(
            rows.order_by("-submission__submitted_at", "table", "pk").values_list(
                "submission__answer__uid", "commissioner__name", "submission__answer__round__contract__reference",
                "submission__answer__round__name", "submission__number", "submission__submitted_at",
                "submission__decision", "table", "row_code", "shared",
            )
        )  # fmt: skip
    return tuple(
        SentRow(
            str(uid), commissioner, contract, name, number, clock.london_date(at), decision, table, code, _plain(shared)
        )
        for uid, commissioner, contract, name, number, at, decision, table, code, shared in found
    )


def _plain(shared: Mapping[str, Any] | None) -> dict[str, Any]:
    """Without what tells records apart, which says nothing of anybody."""
    return {name: value for name, value in (shared or {}).items() if name != "fact" and value is not None}


def empty(by: Actor, codes: Iterable[str]) -> frozenset[str]:
    """Within a deed: empty every row under these codes that the actor's organisation sent. The uids of the returns."""
    listed, returns = sorted(set(codes)), set()
    for start in range(0, len(listed), CHUNK):
        rows = SubmissionRow.objects.filter(
            provider_id=by.organisation_id, row_code__in=listed[start : start + CHUNK], shared__isnull=False
        )
        returns |= {str(uid) for uid in rows.order_by().values_list("submission__answer__uid", flat=True).distinct()}
        rows.update(**EMPTY)
    return frozenset(returns)
