"""Many small reads at once for one actor, behind the same wall as any other read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.kernel import gather
from cairn.kernel.gather import Asked, Row

ORGANISATION, NOBODY = gather.blank(0), "nobody's uid: a blank"


def once(
    by: Actor, shape: tuple[Any, ...], ask: Callable[[Actor], Asked], filled: Mapping[Any, Any]
) -> dict[str, list[Row]]:
    """`kernel.gather.again` for the actor: `ask` is given a stand-in with the same permissions, of a blank organisation.

    Raises scope.NoScope as a read by the actor would."""
    if by.client_uid:  # the words are kept without it, and the next person would be asked about in this one's
        raise scope.NoScope("whoever comes by a link is read of by plain queries")
    ids = scope.current()
    if ids is not None and by.organisation_id not in ids:
        raise scope.NoScope("the actor's organisation is not in scope")

    def asked() -> Asked:
        with scope.organisation(ORGANISATION):
            return ask(replace(by, organisation_id=ORGANISATION, uid=NOBODY))

    own = {ORGANISATION: by.organisation_id, NOBODY: by.uid, **filled}
    return gather.again((by.kind, by.permissions, *shape), asked, own)
