"""The deeds of this room."""

from cairn.access import event_types
from cairn.access.event_types import EventType


def register() -> None:
    event_types.register(
        EventType("collection.opened", "opened a collection"),
        EventType("collection.forms_sent", "sent forms of a programme"),
        EventType("collection.forms_withdrawn", "took back forms that were sent"),
    )
