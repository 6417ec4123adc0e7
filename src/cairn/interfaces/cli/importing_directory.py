"""import directory: services of others from a file in Open Referral UK's form, by the steps of the screen."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn.access.actors import Actor
    from cairn.exchange.open_referral.comparing import Comparison


def bring_in(by: "Actor", data: bytes, arguments: argparse.Namespace) -> dict[str, Any]:
    """Read and compare; and unless told otherwise, or a service is wrong, write. `accepted` are those without an error."""
    from cairn.exchange.open_referral import comparing

    found = comparing.compare(by, data)
    event = ""
    if not arguments.dry_run and found.to_write and (arguments.good_rows or not found.wrong):
        event = comparing.agree(by, found).event_uid
    return {
        "received": found.received, "accepted": found.received - found.wrong, "rejected": found.wrong, "import": event,
        **found.counts, "errors": _told(found),
    }  # fmt: skip


def _told(found: "Comparison") -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule, "severity": one.severity, "sheet": "", "row": one.row, "column": "", "cell": one.cell,
            "field": one.field, "message": one.message, "fix": one.fix,
        }
        for one in found.problems
    ]  # fmt: skip
