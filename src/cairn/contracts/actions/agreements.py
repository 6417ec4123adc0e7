"""Data-sharing agreements: drafted by the commissioner, signed by both, narrowed by either, paused by the provider."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts.models import Agreement
from cairn.kernel.problems import Done


def draft(
    *,
    by: Actor,
    contract_uid: str,
    purpose: str,
    start_date: date,
    end_date: date,
    fields: Sequence[tuple[str, str]],
    retention_months: int = 72,
    threshold: int = 4,
    allows_live: bool = False,
    allows_linking: bool = False,
) -> Done[Agreement]:
    """`fields` are (name, purpose); the names are those of `contracts.rules.SHAREABLE`."""
    raise NotImplementedError


def sign(*, by: Actor, agreement_uid: str, version: int | None = None) -> Done[Agreement]:
    """For one's own side, today."""
    raise NotImplementedError


def strike_field(*, by: Actor, agreement_uid: str, name: str, reason: str = "") -> Done[Agreement]:
    """Either side; from the next preview on the field no longer leaves."""
    raise NotImplementedError


def pause(*, by: Actor, agreement_uid: str, paused: bool = True, version: int | None = None) -> Done[Agreement]:
    """As the provider: stop, or resume, the reading of live figures. Returns are not touched."""
    raise NotImplementedError
