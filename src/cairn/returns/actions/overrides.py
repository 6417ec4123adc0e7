"""Put a number of one's own in place of a derived one, with its reason; or take it away again."""

from cairn.access.actors import Actor
from cairn.kernel.problems import Done
from cairn.returns.models import Figure


def put(
    *, by: Actor, return_uid: str, measure: str, code: str = "", value: float, reason: str, version: int | None = None
) -> Done[Figure]:
    """As the lead, while the return is open. `version` is that of an override that stands already."""
    raise NotImplementedError


def clear(*, by: Actor, return_uid: str, measure: str, code: str = "") -> Done[Figure]:
    """The derived number stands again."""
    raise NotImplementedError
