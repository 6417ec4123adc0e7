"""The deeds of this room: taking a list out of the program is one, because what is on paper cannot be called back."""

from cairn.access.event_types import EventType
from cairn.access.event_types import register as register_types


def register() -> None:
    register_types(EventType("desk.list_exported", "took a list out as a file"))
