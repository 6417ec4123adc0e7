"""The commissioner's decision about what was submitted."""

from cairn.access.actors import Actor
from cairn.kernel.problems import Done
from cairn.returns.models import Return


def accept(*, by: Actor, return_uid: str, version: int | None = None) -> Done[Return]:
    """Locks the return and lets its rows into the commissioner's mart."""
    raise NotImplementedError


def reject(*, by: Actor, return_uid: str, reason: str, version: int | None = None) -> Done[Return]:
    """Opens the return again for the provider, with the reason; what was sent is kept."""
    raise NotImplementedError
