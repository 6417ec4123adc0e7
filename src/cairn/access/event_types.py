"""The closed list of deeds. A room adds its own when the program starts; an unknown type cannot be written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cairn.access.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class EventType:
    """`code` is room.thing_done; `words` finish the sentence "Jo …"; `undoable` deeds can be taken back whole. `give_back`
    takes one back in a way of its own (the undoing deed, the changes in their order): it returns how many rows it left as
    they were changed since, where any other undo refuses. `needs` is what the deed itself asks of whoever does it (any one
    of them; none: nothing but to be the one who did it), and who takes it back must hold it too."""

    code: str
    words: str
    undoable: bool = False
    give_back: Callable[[Any, list[Mapping[str, Any]]], int] | None = None
    needs: frozenset[P] = frozenset({P.RECORD})

    def may_be_undone_by(self, may: Callable[[P], bool]) -> bool:
        return self.undoable and (not self.needs or any(may(one) for one in self.needs))


_types: dict[str, EventType] = {}


def register(*types: EventType) -> None:
    """Called from an app's `ready`."""
    _types.update({kind.code: kind for kind in types})


def get(code: str) -> EventType:
    """Raises KeyError for a deed that nobody declared."""
    return _types[code]


def every() -> tuple[EventType, ...]:
    return tuple(sorted(_types.values(), key=lambda kind: kind.code))


register(
    EventType("access.deed_undone", "took back an earlier deed"),
    EventType("access.organisation_added", "added the organisation"),
    EventType("access.organisation_changed", "changed the organisation's own settings"),
    EventType(
        "access.side_added",
        "said that the organisation provides services too",
        undoable=True,
        needs=frozenset({P.MANAGE_ORGANISATION}),
    ),
    EventType("access.member_added", "gave someone a role"),
    EventType("access.member_changed", "changed someone's roles"),
    EventType("access.key_made", "made a key for another program"),
    EventType("access.key_revoked", "took a key for another program back"),
    EventType(
        "access.member_ended", "ended someone's membership", undoable=True, needs=frozenset({P.MANAGE_ORGANISATION})
    ),
)
